// The names of what a study makes on AWS, and what its calls send. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/bench/study/artefacts/artefact.hpp"

namespace lambent::cli::studying {

/// "lambent-study-20261126104512" of a study that was begun at that time: the role, the repository
/// and, with more behind it, the functions are called so. A study that goes on finds what it made.
[[nodiscard]] std::string study_name(std::string_view started);

/// At most 64 characters, as Lambda takes.
[[nodiscard]] std::string function_name(std::string_view study, std::string_view function,
                                        std::string_view config);

/// Those of all functions that a study may have made, whatever it was asked for when.
[[nodiscard]] std::vector<std::string> possible_functions(std::string_view study);

struct wanted_function {
  std::string name{};
  std::string role{};  // ARN.
  unsigned memory_mb = 128;
  std::string architecture{};
  std::string image_uri{};  // Else it is a zip of `runtime`.
  std::string runtime{};
  std::string handler{};
  std::string_view zip{};
};

/// The body of CreateFunction. The timeout is Lambda's longest: an emulated function is slow.
[[nodiscard]] std::string create_request(const wanted_function& what);

/// The registry that an engine or emulator has at its own endpoint: "127.0.0.1:4566" of
/// "http://127.0.0.1:4566/".
[[nodiscard]] std::string registry_at(std::string_view endpoint);
/// A caller's registry on AWS.
[[nodiscard]] std::string registry_of(std::string_view account, std::string_view region);

/// AWS's image for a runtime of JavaScript: "public.ecr.aws/lambda/nodejs:22" of "nodejs22.x".
[[nodiscard]] std::string aws_base_of(std::string_view runtime);

/// The image that a script's image is made on; empty of programs, which need none. `node_base` is
/// what was asked for, or empty.
[[nodiscard]] std::string base_of(const artefact& what, const std::string& node_base);
/// How a function was built and, of a script, what runs it: the interpreter and interface client
/// of this machine, or those of its image's base. For people.
[[nodiscard]] std::string build_of(const artefact& what, bool image, const std::string& node_base);

}  // namespace lambent::cli::studying
