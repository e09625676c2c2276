// The file that `docker login` and `podman login` keep credentials in. Pure.
// https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oci/distribution/auth/token.hpp"

namespace lambent::cli {

class auth_file {
public:
  [[nodiscard]] static result<auth_file> parse(std::string_view json);

  // Of the most particular name that there is: "host/group/name", "host/group", "host". Docker
  // Hub's older names are known, too.
  [[nodiscard]] std::optional<oci::distribution::login> login_for(
      const std::string& registry, const std::string& repository) const;
  // The program docker-credential-NAME that knows; empty for none.
  [[nodiscard]] std::string helper_for(const std::string& registry) const;

private:
  std::map<std::string, oci::distribution::login> logins_;  // By name, without scheme and version.
  std::map<std::string, std::string> helpers_;
  std::string helper_for_all_;
};

// What a credential helper calls a registry: "https://index.docker.io/v1/", "localhost:5000".
[[nodiscard]] std::string helper_server(const std::string& registry);

// What a helper answers to "get": {"Username": …, "Secret": …}.
[[nodiscard]] result<oci::distribution::login> parse_helper_answer(std::string_view json);

}  // namespace lambent::cli
