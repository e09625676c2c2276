#include "bench/images/noise_image.hpp"

#include <algorithm>
#include <cstring>

#include "bench/images/random_numbers.hpp"
#include "oci/archive/tar_header.hpp"
#include "oci/image_config.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace lambent::bench {
namespace {

constexpr std::size_t piece_bytes = 1UL << 20;

// No compressor makes it smaller.
void fill(std::string& piece, random_numbers& from) {
  for (std::size_t i = 0; i + sizeof(std::uint64_t) <= piece.size(); i += sizeof(std::uint64_t)) {
    const std::uint64_t drawn = from.next();
    std::memcpy(piece.data() + i, &drawn, sizeof drawn);
  }
}

result<> write_layer(std::uint64_t seed, std::uint64_t bytes, const oci::sink& to) {
  TRY(to(oci::tar_header({.name = "noise-" + std::to_string(seed), .size = bytes, .link = {}})));
  std::string piece(piece_bytes, '\0');
  random_numbers drawn(seed);
  for (std::uint64_t left = bytes; left > 0;) {
    fill(piece, drawn);
    const std::size_t count = std::min<std::uint64_t>(left, piece.size());
    TRY(to(std::string_view(piece).substr(0, count)));
    left -= count;
  }
  TRY(to(oci::tar_padding(bytes)));
  return to(oci::tar_end());
}

}  // namespace

noise_image::noise_image(std::size_t layers, std::uint64_t layer_bytes)
    : layer_bytes_(layer_bytes) {
  const auto keep = [&](std::string_view type, std::string content) {
    oci::descriptor out{.media_type = std::string(type),
                        .digest = oci::digest::of(content),
                        .size = content.size()};
    documents_.insert_or_assign(out.digest, std::move(content));
    return out;
  };
  oci::manifest image{.media_type = std::string(oci::media_type::manifest)};
  oci::image_config config{.platform = {.architecture = "amd64"}};
  for (std::uint64_t seed = 1; seed <= layers; ++seed) {
    oci::hasher hash;
    std::uint64_t size = 0;
    (void)write_layer(seed, layer_bytes_, [&](std::string_view piece) -> result<> {
      hash.add(piece);
      size += piece.size();
      return {};
    });
    const oci::digest name = hash.finish();
    seeds_.emplace(name, seed);
    config.diff_ids.push_back(name);
    image.layers.push_back(
        {.media_type = std::string(oci::media_type::layer_tar), .digest = name, .size = size});
  }
  image.config = keep(oci::media_type::config, oci::write(config));
  root_ = keep(oci::media_type::manifest, oci::write(image));
}

result<> noise_image::read(const oci::descriptor& which, const oci::sink& to) {
  if (auto seed = seeds_.find(which.digest); seed != seeds_.end())
    return write_layer(seed->second, layer_bytes_, to);
  auto found = documents_.find(which.digest);
  if (found == documents_.end()) return fail("there is no blob " + which.digest.text());
  return to(found->second);
}

}  // namespace lambent::bench
