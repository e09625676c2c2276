// lambent.toml once it is found and read, with the context that was chosen. It answers which tables
// hold for a command and a function; what a key means is for others.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/configuration/document.hpp"

namespace lambent::cli::configuration {

constexpr std::string_view file_name = "lambent.toml";

struct named_function {
  std::string name;
  place at;
};

// Cheap to copy; the copies share the file.
class settings {
public:
  // Without a file: has no tables.
  settings() = default;

  // `folder` is where the file lies; empty when it is the current folder. An unknown context is an
  // error.
  [[nodiscard]] static result<settings> make(document file, std::filesystem::path folder,
                                             std::string context);

  [[nodiscard]] bool has_file() const { return file_ != nullptr; }
  // Empty when there is none.
  [[nodiscard]] const document& file() const;
  [[nodiscard]] const std::string& context() const { return context_; }

  // A path of the file as the current folder has it: relative ones are relative to the file.
  [[nodiscard]] std::string resolved_path(const std::string& path) const;
  // The same where it begins with ./ or ../; anything else may be a name or an address.
  [[nodiscard]] std::string resolved_place(const std::string& text) const;
  // The same of the path in "NAME:PATH". A plain "PATH" keeps its name beside it.
  [[nodiscard]] std::string resolved_include(const std::string& text) const;

  // The tables at `path` that hold for a function, weakest first: at the top, in
  // [functions.NAME], in [context.NAME], in [context.NAME.functions.NAME]. No function: two of
  // them.
  [[nodiscard]] std::vector<const member*> tables(std::span<const std::string> path,
                                                  std::string_view function) const;

  // Every function that has a table, of the chosen context too. A command that knows the project's
  // functions refuses others by `check_functions`.
  [[nodiscard]] std::vector<named_function> functions() const;
  [[nodiscard]] result<> check_functions(std::span<const std::string> known) const;
  [[nodiscard]] result<> check_function(const named_function& named,
                                        std::span<const std::string> known) const;

private:
  std::shared_ptr<const document> file_;
  std::filesystem::path folder_;
  std::string context_;
};

}  // namespace lambent::cli::configuration
