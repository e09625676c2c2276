#include "oci/distribution/registry_source.hpp"

#include <algorithm>

#include "base/joined.hpp"
#include "oci/blob_check.hpp"
#include "oci/distribution/wire/refusal.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci::distribution {
namespace {

constexpr std::size_t tags_shown_max = 8;

// In pieces of the size that every source gives.
result<> hand_out(std::string_view bytes, const descriptor& what, const sink& to) {
  constexpr std::size_t piece_bytes = 1024UL * 1024;
  blob_check check(what);
  TRY(check.add(bytes));
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), piece_bytes)))
    TRY(to(bytes.substr(0, piece_bytes)));
  return check.finish();
}

}  // namespace

result<descriptor> registry_source::root() {
  std::lock_guard lock(mutex_);
  if (!root_) {
    auto with = clients_.take();
    auto found =
        download_document(*with, what_.repository, what_.pinned ? what_.pinned->text() : what_.tag);
    if (!found)
      return std::unexpected(
          in_context("read " + to_text(what_), with_tags(std::move(found).error(), *with)));
    root_ = *std::move(found);
  }
  return root_->name;
}

error registry_source::with_tags(error why, client& over) const {
  if (why.code != registry_has_not || what_.pinned) return why;
  auto tags = list_tags(over, what_.repository);
  if (!tags) return why;
  if (tags->empty()) {
    why.hint = "the repository has no tags";
    return why;
  }
  const bool more = tags->size() > tags_shown_max;
  tags->resize(std::min(tags->size(), tags_shown_max));
  why.hint = "its tags are " + joined(*tags) + (more ? " ..." : "");
  return why;
}

result<> registry_source::read(const descriptor& what, const sink& to) {
  auto with = clients_.take();
  if (!media_type::is_index(what.media_type) && !media_type::is_manifest(what.media_type))
    return download_blob(*with, what_.repository, what, to);
  {
    std::lock_guard lock(mutex_);
    if (root_ && root_->name.digest == what.digest) return hand_out(root_->bytes, what, to);
  }
  document found = TRY_FOR("read " + what.digest.text() + " of " + what_.repository,
                           download_document(*with, what_.repository, what.digest.text()));
  return hand_out(found.bytes, what, to);
}

}  // namespace lambent::oci::distribution
