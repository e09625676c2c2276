// A blob as another blob names it: what it is, its digest, its size; and the platform an image is
// for. https://github.com/opencontainers/image-spec/blob/main/descriptor.md
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "oci/digest.hpp"

namespace lambent::oci {

// In Go's words, as the specification has it: "linux", "amd64" or "arm64", and for arm a variant.
struct platform {
  std::string os = "linux";
  std::string architecture;
  std::string variant;

  bool operator==(const platform&) const = default;
};

// Of Lambda's words: "x86_64" is amd64, "arm64" is arm64 (variant empty; "v8" is the same).
[[nodiscard]] platform platform_for(std::string_view lambda_architecture);
// "linux/arm64/v8", for people.
[[nodiscard]] std::string to_text(const platform&);
// Whether an image for `offered` is what `wanted` asks for; variants of arm64 are all alike.
[[nodiscard]] bool serves(const platform& offered, const platform& wanted);

struct descriptor {
  std::string media_type;
  oci::digest digest;
  std::uint64_t size = 0;                          // Bytes of the blob itself, packed as it is.
  std::optional<oci::platform> platform;           // In an index only.
  std::map<std::string, std::string> annotations;  // "org.opencontainers.image.ref.name" …

  bool operator==(const descriptor&) const = default;
};

}  // namespace lambent::oci
