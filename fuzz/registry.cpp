// Any bytes as what a client of the registry sends: a path, a range, a digest, media types, a
// manifest. What is taken for a name or a path is one, and comes back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/http/byte_range.hpp"
#include "engine/registry/address.hpp"
#include "engine/registry/document.hpp"
#include "oci/reference.hpp"

namespace registry = lambent::registry;
namespace http = lambent::http;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void read_path(std::string_view text) {
  auto read = registry::read_address(text);
  if (!read) return check(read.error().status >= 400 && read.error().status < 500);
  check(registry::is_addressed("/v2/"));
  if (read->what == registry::resource::base || read->what == registry::resource::catalog)
    return check(read->repository.empty());
  check(lambent::oci::valid_repository(read->repository));
  check(!read->repository.contains("..") && !read->repository.starts_with('/'));
  if (read->what != registry::resource::manifest || read->reference.contains('%')) return;
  auto again =
      registry::read_address(registry::path_of_manifest(read->repository, read->reference));
  check(again && again->what == read->what && again->repository == read->repository &&
        again->reference == read->reference);
}

void read_ranges(std::string_view text, std::uint64_t size) {
  auto wanted = http::read_range(text, size);
  check(!(wanted.part && wanted.unsatisfiable));
  if (wanted.part) {
    check(wanted.part->size > 0 && wanted.part->first < size);
    check(wanted.part->size <= size - wanted.part->first);
  }
  if (auto chunk = registry::read_chunk_range(text)) check(chunk->first <= chunk->last);
}

void read_digests(std::string_view text) {
  auto digest = registry::read_digest(text);
  if (digest) check(digest->text() == text && registry::has_digest_form(text));
  auto wanted = registry::read_wanted_digest(text);
  if (wanted) check(registry::has_digest_form(text));
}

void read_manifest(std::string_view text, std::string_view type) {
  auto read = registry::read_document(text, type);
  if (!read) return check(!read.error().message.empty());
  check(read->is_index ? read->blobs.empty() : read->manifests.empty());
  // Refused or shown, but never broken in the list of referrers.
  check(read->annotations.empty() ||
        (read->annotations.front() == '{' && read->annotations.back() == '}'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 5) {
    case 0:
      read_path(text);
      break;
    case 1:
      read_ranges(text, data[0]);
      break;
    case 2:
      read_digests(text);
      break;
    case 3: {
      auto line = text.find('\n');
      (void)registry::accepts({{"Accept", text.substr(0, line)}}, "application/json");
      break;
    }
    default:
      read_manifest(text, {});
      read_manifest(text, "application/vnd.oci.image.index.v1+json");
  }
  return 0;
}
