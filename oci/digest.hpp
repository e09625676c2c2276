// The name of content: its SHA-256. Everything of an image is called by it.
// https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
#pragma once

#include <compare>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/sha256.hpp"

namespace lambent::oci {

class digest {
public:
  digest() = default;  // Of nothing read yet: 32 zero bytes.
  explicit digest(const sha256_digest& bytes) : bytes_(bytes) {}

  // "sha256:" and 64 lower-case digits. Other algorithms are named in the error.
  [[nodiscard]] static result<digest> parse(std::string_view text);
  [[nodiscard]] static digest of(std::string_view content);

  [[nodiscard]] std::string hex() const;   // 64 lower-case digits.
  [[nodiscard]] std::string text() const;  // "sha256:…"

  auto operator<=>(const digest&) const = default;

private:
  sha256_digest bytes_{};
};

// Hashes content that comes in pieces.
class hasher {
public:
  hasher();
  ~hasher();
  hasher(hasher&&) noexcept;
  hasher& operator=(hasher&&) noexcept;

  void add(std::string_view piece);
  // Of everything added; the hasher is new afterwards.
  [[nodiscard]] digest finish();

private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lambent::oci
