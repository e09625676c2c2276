// Environment variables as a value, so that what decides by them can be tested without them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace lambent::aws {

class environment {
public:
  environment() = default;
  environment(std::initializer_list<std::pair<const std::string, std::string>> list) : map_(list) {}
  [[nodiscard]] static environment of_process();

  // Empty when the variable is unset or empty: AWS's tools do not tell these apart.
  [[nodiscard]] const std::string& get(std::string_view name) const;
  void set(std::string_view name, std::string_view value);
  // AWS's booleans: "true" in any case.
  [[nodiscard]] bool is_true(std::string_view name) const;

private:
  std::map<std::string, std::string, std::less<>> map_;
};

[[nodiscard]] bool is_true(std::string_view text);

}  // namespace lambent::aws
