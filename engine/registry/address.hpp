// What a path below /v2/ names. Paths in, values out.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/registry/fault.hpp"
#include "oci/digest.hpp"

namespace lambent::registry {

enum class resource : std::uint8_t {
  base,       // /v2/
  catalog,    // /v2/_catalog
  blob,       // /v2/<name>/blobs/<digest>
  uploads,    // /v2/<name>/blobs/uploads/
  upload,     // /v2/<name>/blobs/uploads/<id>
  manifest,   // /v2/<name>/manifests/<tag or digest>
  tags,       // /v2/<name>/tags/list
  referrers,  // /v2/<name>/referrers/<digest>
};

struct address {
  resource what = resource::base;
  std::string repository;  // A valid name; empty for `base` and `catalog`.
  std::string reference;   // Digest, tag or upload, as it came, not looked at.
};

// Whether a request's target is the registry's at all.
[[nodiscard]] bool is_addressed(std::string_view target);
// Of a path that is, without its query.
[[nodiscard]] answer<address> read_address(std::string_view path);

// Paths of things, as they stand in answers.
[[nodiscard]] std::string path_of_blob(std::string_view repository, const oci::digest& digest);
[[nodiscard]] std::string path_of_upload(std::string_view repository, std::string_view id);
[[nodiscard]] std::string path_of_manifest(std::string_view repository, std::string_view reference);

// "algorithm:encoded", whatever the algorithm.
[[nodiscard]] bool has_digest_form(std::string_view text);
// For what is to be stored under it: 400 for other algorithms, too.
[[nodiscard]] answer<oci::digest> read_digest(std::string_view text);
// For what is asked for: of another algorithm than SHA-256 there is nothing, and so no value.
[[nodiscard]] answer<std::optional<oci::digest>> read_wanted_digest(std::string_view text);

// Content-Range of a chunk: "0-99", both ends included. Nothing when it has another form.
struct chunk_range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};
[[nodiscard]] std::optional<chunk_range> read_chunk_range(std::string_view text);

// Whether one of the request's Accept headers lets this media type through; without any, all do.
[[nodiscard]] bool accepts(const http::headers& given, std::string_view media_type);

}  // namespace lambent::registry
