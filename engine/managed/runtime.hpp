// Lambda's managed runtimes that this machine's own interpreters stand for: which they are, and
// what AWS's documentation says of their surroundings. Pure. Source:
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html and
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::managed {

enum class language : std::uint8_t { nodejs, python };

struct runtime {
  language in = language::nodejs;
  std::string version;  // "22" of nodejs22.x, "3.12" of python3.12.
  bool operator==(const runtime&) const = default;
};

// Of "nodejs22.x" or "python3.12"; nothing for every other identifier.
[[nodiscard]] std::optional<runtime> runtime_of(std::string_view identifier);

// "Node.js", "Python".
[[nodiscard]] std::string_view product_of(language in);
// Debian's package of the interpreter.
[[nodiscard]] std::string_view package_of(language in);
// The interpreter's names in PATH, the best first: "python3.12", "python3".
[[nodiscard]] std::vector<std::string> program_names(const runtime& wanted);
// The runtime that promises version "22.1.0": "nodejs22.x"; empty: none does.
[[nodiscard]] std::string identifier_of(language in, std::string_view version);
// Whether an interpreter of version "22.1.0" is what nodejs22.x promises.
[[nodiscard]] bool is_version(const runtime& wanted, std::string_view version);

// What the runtime adds to the variables of a function's process, below the function's own.
[[nodiscard]] std::map<std::string, std::string> variables_of(const runtime& wanted);
// "AWS_Lambda_nodejs22.x", the value of AWS_EXECUTION_ENV.
[[nodiscard]] std::string execution_environment_of(std::string_view identifier);

}  // namespace lambent::managed
