// An image in a registry, to be read.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "oci/blob_source.hpp"
#include "oci/distribution/client_pool.hpp"
#include "oci/distribution/download.hpp"
#include "oci/reference.hpp"

namespace lambent::oci::distribution {

// May be read from several threads at once.
class registry_source final : public blob_source {
public:
  registry_source(registry_reference what, std::unique_ptr<client> over)
      : what_(std::move(what)), clients_(std::move(over)) {}

  // Asks the registry once. Fails with the tags there are, where the tag is not one of them.
  [[nodiscard]] result<descriptor> root() override;
  [[nodiscard]] result<> read(const descriptor&, const sink& to) override;

private:
  [[nodiscard]] error with_tags(error why, client& over) const;

  const registry_reference what_;
  client_pool clients_;
  std::mutex mutex_;  // Guards `root_`.
  std::optional<document> root_;
};

}  // namespace lambent::oci::distribution
