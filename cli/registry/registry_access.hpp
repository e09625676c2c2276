// What commands that speak to registries share: their flags, images opened there, and what a
// failure means to a person and to the shell.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "cli/registry/login_places.hpp"
#include "cli/terminal/exit_code.hpp"
#include "oci/blob_source.hpp"
#include "oci/distribution/registry_target.hpp"
#include "oci/reference.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct registry_flags {
  bool insecure = false;
  std::string user_name{};
  bool password_stdin = false;
};
void describe_registry(CLI::App& command, registry_flags& flags);

class registry_access {
public:
  // Reads the password from stdin where the flags say so.
  [[nodiscard]] static result<registry_access> open(const registry_flags& flags);

  // Which of the registries of a command the user name of the flags is for.
  enum class whose : std::uint8_t { flags, files };
  [[nodiscard]] result<std::unique_ptr<oci::blob_source>> source(
      const oci::registry_reference& what, whose login = whose::flags) const;
  [[nodiscard]] result<std::unique_ptr<oci::distribution::registry_target>> target(
      const oci::registry_reference& where, oci::distribution::upload_options options) const;

private:
  registry_access(bool insecure, login_places places)
      : insecure_(insecure), places_(std::move(places)) {}
  [[nodiscard]] result<std::unique_ptr<oci::distribution::client>> connect(
      const oci::registry_reference& where, whose login) const;

  bool insecure_;
  login_places places_;
};

// With a way out where `why` has none and it is about this registry: how to log in, how to reach
// it.
[[nodiscard]] error with_hint(error why, const oci::registry_reference& where);
// configuration where a registry refuses us, unreachable where there is none, else failed.
[[nodiscard]] exit_code exit_code_of_registry(const error& why);

}  // namespace lambent::cli
