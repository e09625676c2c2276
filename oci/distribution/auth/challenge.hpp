// How a server says that it wants credentials: `WWW-Authenticate`, RFC 9110, 11.6.1. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::oci::distribution {

struct challenge {
  std::string scheme;                             // Lower case: "bearer", "basic".
  std::map<std::string, std::string> parameters;  // Names in lower case, values unquoted.

  // Empty when there is none.
  [[nodiscard]] std::string get(const std::string& lower_case_name) const {
    auto found = parameters.find(lower_case_name);
    return found == parameters.end() ? std::string() : found->second;
  }
};

// One header may have several challenges. What comes behind a place that cannot be read is left
// away; limits::challenges_max and parameters_max hold.
[[nodiscard]] std::vector<challenge> parse_challenges(std::string_view header);

}  // namespace lambent::oci::distribution
