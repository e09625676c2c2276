// The identities a sandbox has. The launcher enters one user namespace for its whole life (the
// base); each sandbox then gets a user namespace of its own inside that, so that its limit of
// processes counts for it alone. Functions are always uid 993, gid 990, as on AWS Lambda.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/error.hpp"

namespace lambent::sandbox {

inline constexpr uid_t function_uid = 993;
inline constexpr gid_t function_gid = 990;

struct base_namespaces {
  bool rootless = false;
  bool user = false;  // False only for a root whom the host refuses a user namespace.
};

// For an ordinary user, before the next: a user namespace around the base one in which he is root,
// and may do what has to be root's.
[[nodiscard]] result<> become_root_in_a_namespace();

// Enters the base user namespace and a mount namespace that tells nobody of its mounts. `rootless`:
// this is an ordinary user, or was before he became root in a namespace.
[[nodiscard]] result<base_namespaces> enter_base_namespaces(bool rootless,
                                                            std::vector<error>& warnings);

// Writes the identity maps of the user namespace in which `child` has put itself. A child cannot
// write its own: it has lost its rights over the base.
[[nodiscard]] result<> write_sandbox_maps(pid_t child, bool rootless);

// What can be done about a kernel that answered `code` to a request for namespaces.
[[nodiscard]] std::string namespace_hint(int code, bool rootless);

}  // namespace lambent::sandbox
