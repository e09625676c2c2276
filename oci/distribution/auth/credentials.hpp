// Where this client asks who it is: only when a registry wants to know.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "oci/distribution/auth/token.hpp"

namespace lambent::oci::distribution {

// Of a registry by its name, "docker.io" or "localhost:5000"; nothing when nobody is known there.
// Called from one thread at a time, and once for each registry.
using find_login = std::function<result<std::optional<login>>(const std::string& registry)>;

}  // namespace lambent::oci::distribution
