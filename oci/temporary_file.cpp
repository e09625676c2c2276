#include "oci/temporary_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/temporary_folder.hpp"

namespace lambent::oci {
namespace {

std::string folder() {
  const char* configured = std::getenv("TMPDIR");
  return configured == nullptr || *configured == '\0' ? "/tmp" : configured;
}

}  // namespace

result<fd> temporary_file() {
  auto made = unnamed_file(folder());
  if (made) return made;
  error why = with_room_hint(std::move(made).error());
  if (why.hint.empty()) why.hint = "TMPDIR names the folder for temporary files";
  why.code = EIO;
  return std::unexpected(std::move(why));
}

error with_room_hint(error why) {
  if (why.hint.empty() && (why.code == ENOSPC || why.code == EDQUOT || why.code == EFBIG))
    why.hint = folder() + " needs more room, or TMPDIR names another folder for temporary files";
  return why;
}

}  // namespace lambent::oci
