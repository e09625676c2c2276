// Files without a name where this machine keeps what is temporary ($TMPDIR, else /tmp): archives
// that are unpacked, layers that are built.
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::oci {

// Open and empty; gone with its last descriptor. What goes wrong is this machine's, with the code
// EIO: a folder that is not there is no image that is not there.
[[nodiscard]] result<fd> temporary_file();

// An error of writing to one: where the disk is full, with whose room that is.
[[nodiscard]] error with_room_hint(error why);

}  // namespace lambent::oci
