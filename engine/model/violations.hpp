// Collects what a request's members violate and words it as AWS does: "2 validation errors
// detected: Value 'x' at 'role' failed to satisfy constraint: …; Value null at …".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/error.hpp"
#include "engine/model/pattern.hpp"

namespace lambent::model {

class violations {
public:
  // `value` as AWS prints it: "'x'", "'[a, b]'", "null", or empty for what it keeps secret.
  void add(std::string_view value, std::string_view path, std::string_view constraint);

  [[nodiscard]] bool empty() const { return sentences_.empty(); }
  [[nodiscard]] api_error error() const;

private:
  std::vector<std::string> sentences_;
};

// The wording of the constraints.
[[nodiscard]] std::string length_at_most(std::size_t chars);
[[nodiscard]] std::string length_at_least(std::size_t chars);
[[nodiscard]] std::string value_at_most(std::int64_t value);
[[nodiscard]] std::string value_at_least(std::int64_t value);
[[nodiscard]] std::string must_match(const pattern& wanted);
[[nodiscard]] std::string quoted(std::string_view value);

}  // namespace lambent::model
