// An image made of noise, as large as wanted and never in memory: what a registry and its client
// have to move. The same bytes each time.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "oci/blob_source.hpp"

namespace lambent::bench {

class noise_image final : public oci::blob_source {
public:
  // `layers` of `layer_bytes` each, tars with one file. Reads each once to know its name.
  noise_image(std::size_t layers, std::uint64_t layer_bytes);

  [[nodiscard]] result<oci::descriptor> root() override { return root_; }
  [[nodiscard]] result<> read(const oci::descriptor& which, const oci::sink& to) override;

private:
  std::uint64_t layer_bytes_;
  std::map<oci::digest, std::uint64_t> seeds_;  // Of layers.
  std::map<oci::digest, std::string> documents_;
  oci::descriptor root_;
};

}  // namespace lambent::bench
