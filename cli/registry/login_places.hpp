// Where credentials for a registry are looked for: what the command line says, the files of docker
// and podman with their helper programs, and for ECR the keys of AWS.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "oci/distribution/auth/credentials.hpp"
#include "oci/reference.hpp"

namespace lambent::cli {

struct login_places {
  std::optional<oci::distribution::login> given{};  // By flags.
  std::vector<std::filesystem::path> files{};       // The first that knows the registry.
  // ECR's answer for a region: aws::ecr, or a test's.
  std::function<result<oci::distribution::login>(const std::string& region)> ask_ecr{};
};

// REGISTRY_AUTH_FILE, else podman's and docker's places by XDG_RUNTIME_DIR, XDG_CONFIG_HOME,
// DOCKER_CONFIG and HOME. `variable` is getenv, or a test's.
[[nodiscard]] std::vector<std::filesystem::path> auth_files(
    const std::function<const char*(const char*)>& variable);

[[nodiscard]] login_places places_of_this_user();

// Looks when it is called, not before: helpers are programs that may ask for a fingerprint.
[[nodiscard]] oci::distribution::find_login finder(login_places places,
                                                   const oci::registry_reference& of);

}  // namespace lambent::cli
