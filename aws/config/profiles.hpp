// AWS's config and credentials files, read together: profiles, and the services sections that they
// refer to. AWS SDKs and Tools Reference Guide, "Using shared config and credentials files".
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "aws/config/environment.hpp"
#include "aws/config/ini.hpp"
#include "base/error.hpp"

namespace lambent::aws {

struct profile {
  std::string name{};
  std::map<std::string, std::string, std::less<>> values{};  // Keys in lower case.

  [[nodiscard]] const std::string& get(std::string_view key) const;  // Empty when absent.
  [[nodiscard]] bool has(std::string_view key) const { return !get(key).empty(); }
};

class profiles {
public:
  profiles() = default;

  // From AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else from ~/.aws. A file that is not
  // there is an empty one; one that cannot be read or understood is an error.
  [[nodiscard]] static result<profiles> load(const environment& from);
  [[nodiscard]] static result<profiles> parse(std::string_view config,
                                              std::string_view credentials);

  [[nodiscard]] const profile* find(std::string_view name) const;
  [[nodiscard]] std::string names() const;  // For people: "default, work"; "none".

  // services = NAME of the profile leads to [services NAME], where service_key = has an
  // endpoint_url below it. Empty when there is none; a services section that is missing is an
  // error.
  [[nodiscard]] result<std::string> service_endpoint(const profile& of,
                                                     std::string_view service_key) const;

private:
  result<> add_config(std::string_view text);
  result<> add_credentials(std::string_view text);

  std::map<std::string, profile, std::less<>> profiles_;
  std::map<std::string, ini_section, std::less<>> services_;
};

struct profile_choice {
  std::string name{};
  std::string chosen_by{};  // "--profile", "AWS_PROFILE"; empty for the default.
};
[[nodiscard]] profile_choice choose_profile(std::string_view given, const environment& from);

}  // namespace lambent::aws
