#include "oci/local_image.hpp"

#include <variant>

#include "oci/archive/archive_source.hpp"
#include "oci/archive/archive_target.hpp"
#include "oci/layout/layout_source.hpp"
#include "oci/layout/layout_target.hpp"

namespace lambent::oci {
namespace {

std::unexpected<error> not_local(const reference& where) {
  return fail(to_text(where) + " is in a registry, not on this machine");
}

}  // namespace

result<std::unique_ptr<blob_source>> open_local(const reference& where, const digest* pinned) {
  if (const auto* layout = std::get_if<layout_reference>(&where))
    return pinned != nullptr ? open_layout_at(layout->directory, *pinned)
                             : open_layout(layout->directory, layout->tag);
  if (const auto* archive = std::get_if<archive_reference>(&where))
    return open_archive(archive->file, archive->tag);
  return not_local(where);
}

result<std::unique_ptr<blob_target>> make_local(const reference& where,
                                                const std::function<bool()>& stop) {
  if (const auto* layout = std::get_if<layout_reference>(&where))
    return make_layout(layout->directory, layout->tag, stop);
  if (const auto* archive = std::get_if<archive_reference>(&where))
    return make_archive(archive->file, archive->tag);
  return not_local(where);
}

}  // namespace lambent::oci
