#include "oci/digest.hpp"

#include <openssl/evp.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/hex.hpp"

namespace lambent::oci {
namespace {

constexpr std::string_view algorithm = "sha256";

}  // namespace

result<digest> digest::parse(std::string_view text) {
  std::string doing = "digest '" + std::string(text.substr(0, 160)) + "'";
  std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0)
    return fail(doing + " has no algorithm; sha256: and 64 digits are expected");
  if (text.substr(0, colon) != algorithm)
    return fail(doing + ": the algorithm " + std::string(text.substr(0, colon).substr(0, 64)) +
                " is not supported, only sha256");
  std::string_view digits = text.substr(colon + 1);
  sha256_digest bytes{};
  if (digits.size() != bytes.size() * 2)
    return fail(doing + " has " + std::to_string(digits.size()) + " digits, not " +
                std::to_string(bytes.size() * 2));
  if (!is_lower_hex(digits)) return fail(doing + " has other characters than 0-9 and a-f");
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] =
        static_cast<std::uint8_t>(hex_value(digits[2 * i]) * 16 + hex_value(digits[2 * i + 1]));
  return digest(bytes);
}

digest digest::of(std::string_view content) { return digest(sha256(content)); }

std::string digest::hex() const { return to_hex(bytes_); }

std::string digest::text() const { return std::string(algorithm) + ":" + hex(); }

// The calls of EVP fail only when the process is out of memory or OpenSSL was built without
// SHA-256: nothing here can go on then.
struct hasher::state {
  EVP_MD_CTX* context = EVP_MD_CTX_new();

  state() { begin(); }
  state(const state&) = delete;
  state& operator=(const state&) = delete;
  ~state() { EVP_MD_CTX_free(context); }

  void begin() const {
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) std::abort();
  }
};

hasher::hasher() : state_(std::make_unique<state>()) {}
hasher::~hasher() = default;
hasher::hasher(hasher&&) noexcept = default;
hasher& hasher::operator=(hasher&&) noexcept = default;

void hasher::add(std::string_view piece) {
  if (EVP_DigestUpdate(state_->context, piece.data(), piece.size()) != 1) std::abort();
}

digest hasher::finish() {
  sha256_digest bytes{};
  if (EVP_DigestFinal_ex(state_->context, bytes.data(), nullptr) != 1) std::abort();
  state_->begin();
  return digest(bytes);
}

}  // namespace lambent::oci
