#include "base/sha256.hpp"

#include <openssl/evp.h>

#include <cstdlib>
#include "base/base64.hpp"

namespace lambent {

sha256_digest sha256(std::string_view bytes) {
  sha256_digest digest{};
  // Fails only when the process is out of memory or OpenSSL was built without SHA-256.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    std::abort();
  return digest;
}

std::string to_hex(const sha256_digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(digest.size() * 2);
  for (std::uint8_t byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string base64_of_sha256(std::string_view bytes) {
  sha256_digest digest = sha256(bytes);
  return base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace lambent
