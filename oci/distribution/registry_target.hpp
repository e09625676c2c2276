// A repository of a registry, to be written to.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oci/blob_target.hpp"
#include "oci/distribution/client_pool.hpp"
#include "oci/distribution/download.hpp"
#include "oci/distribution/limits.hpp"
#include "oci/distribution/upload.hpp"
#include "oci/reference.hpp"

namespace lambent::oci::distribution {

// How many blobs went which way.
struct upload_counts {
  std::uint64_t sent = 0, sent_bytes = 0, mounted = 0, existed = 0;
};

// Blobs may be put from several threads at once; manifests are put after all that they name.
class registry_target final : public blob_target {
public:
  registry_target(registry_reference where, std::unique_ptr<client> over, upload_options options)
      : where_(std::move(where)), clients_(std::move(over)), options_(std::move(options)) {}

  // Never known before `put`, which looks for itself.
  [[nodiscard]] result<bool> has(const descriptor&) override { return false; }
  [[nodiscard]] result<> put(const descriptor&, blob_source& from) override;
  [[nodiscard]] unsigned puts_at_once() const override { return limits::blobs_at_once; }
  // The tag, or the digest, means it from now on.
  [[nodiscard]] result<> finish(const descriptor& root) override;

  [[nodiscard]] upload_counts counts() const;

private:
  [[nodiscard]] result<> put_blob(const descriptor&, blob_source& from);
  [[nodiscard]] result<> put_document(const document&, const std::string& name);
  [[nodiscard]] result<> keep_document(const descriptor&, blob_source& from);

  const registry_reference where_;
  client_pool clients_;
  const upload_options options_;
  // The last one, for whose name `finish` may be called: it goes to the registry once.
  std::optional<document> held_;
  mutable std::mutex mutex_;  // Guards `counts_`.
  upload_counts counts_;
};

}  // namespace lambent::oci::distribution
