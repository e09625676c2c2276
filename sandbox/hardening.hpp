// What a sandbox's first process gives up, for itself and for everything it starts. Order matters
// (capabilities are needed to give up the rest); init.cpp holds it.
#pragma once

#include "base/error.hpp"

namespace lambent::sandbox {

// The limits of AWS Lambda's execution environment, except core files: a crashing function must not
// write into /tmp or wake the host's crash handler, so their size is 0.
[[nodiscard]] result<> set_resource_limits(bool own_user_namespace);

// The function's uid and gid, without further groups where the kernel allows dropping them.
[[nodiscard]] result<> become_function_user(bool rootless);

// Every capability, from every set, for good.
[[nodiscard]] result<> drop_bounding_capabilities();
[[nodiscard]] result<> drop_capabilities();

// No program started from here on gains anything by being set-uid.
[[nodiscard]] result<> forbid_new_privileges();

}  // namespace lambent::sandbox
