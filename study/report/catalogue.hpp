// The functions and configurations that a study knows: their names, and what each is compared with.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lambent::study {

enum class language { cpp, rust, javascript };

/// What a function is there for.
enum class role {
  language,   // One of the three that are compared.
  variant,    // The same algorithm, another library or profile: says what else contributes.
  algorithm,  // Another algorithm. Shown apart, never part of a comparison of languages.
};

struct function_info {
  std::string_view id;
  std::string_view label;  // Short: it stands in charts.
  study::language language;
  study::role role;
  std::string_view description;  // One sentence without a full stop.
};

struct config_info {
  std::string_view id;            // As `--configs` takes it.
  std::string_view label;         // "x86_64, zip".
  std::string_view architecture;  // As AWS names it.
  bool image;
};

/// In the order in which they are shown.
[[nodiscard]] std::span<const function_info> functions();
[[nodiscard]] std::span<const config_info> configs();

/// Nothing where there is no such one.
[[nodiscard]] const function_info* find_function(std::string_view id);
[[nodiscard]] const config_info* find_config(std::string_view id);

/// "pi-cpp, pi-cpp-int, …", for messages.
[[nodiscard]] std::string function_ids();
[[nodiscard]] std::string config_ids();

}  // namespace lambent::study
