#include <cstddef>
#include <set>
#include <string>
#include <variant>

#include "oci/blob_target.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci {
namespace {

class copying {
public:
  copying(blob_source& from, blob_target& to) : from_(from), to_(to) {}

  // The blob after everything that it names. NOLINTNEXTLINE(misc-no-recursion): bounded.
  result<> copy(const descriptor& which, std::size_t depth) {
    if (done_.contains(which.digest)) return {};
    if (media_type::is_index(which.media_type) || media_type::is_manifest(which.media_type))
      TRY(copy_named(which, depth));
    if (!TRY(to_.has(which))) TRY_FOR("copy " + which.digest.text(), to_.put(which, from_));
    done_.insert(which.digest);
    return {};
  }

private:
  // NOLINTNEXTLINE(misc-no-recursion)
  result<> copy_named(const descriptor& which, std::size_t depth) {
    if (depth > limits::index_depth_max)
      return fail("there are more than " + std::to_string(limits::index_depth_max) +
                  " indexes in each other");
    std::string doing = which.digest.text() + " (" + which.media_type + ")";
    std::string bytes = TRY_FOR("read " + doing, read_document(from_, which));
    auto document = TRY_FOR(doing, parse_document(bytes, which.media_type));
    if (const auto* list = std::get_if<index>(&document)) {
      for (const descriptor& each : list->manifests) TRY(copy(each, depth + 1));
      return {};
    }
    const auto& one = std::get<manifest>(document);
    for (const descriptor& each : one.layers) TRY(copy(each, depth + 1));
    return copy(one.config, depth + 1);
  }

  blob_source& from_;
  blob_target& to_;
  std::set<digest> done_;
};

}  // namespace

result<descriptor> find_manifest(blob_source& from, const platform& wanted) {
  descriptor at = TRY(from.root());
  for (std::size_t depth = 0; media_type::is_index(at.media_type); ++depth) {
    if (depth == limits::index_depth_max)
      return fail("there are more than " + std::to_string(limits::index_depth_max) +
                  " indexes in each other");
    std::string doing = "image index " + at.digest.text();
    std::string bytes = TRY_FOR(doing, read_document(from, at));
    index list = TRY_FOR(doing, parse_index(bytes, at.media_type));
    at = TRY(choose(list, wanted));
  }
  return at;
}

result<descriptor> copy_image(blob_source& from, blob_target& to,
                              const std::optional<platform>& only) {
  descriptor root = only ? TRY(find_manifest(from, *only)) : TRY(from.root());
  copying work(from, to);
  TRY(work.copy(root, 0));
  TRY(to.finish(root));
  return root;
}

}  // namespace lambent::oci
