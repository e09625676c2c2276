#include "engine/model/unique_id.hpp"

#include "base/random.hpp"
#include "base/sha256.hpp"

namespace lambent::model {
namespace {

constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t id_chars = 17;

}  // namespace

std::string new_unique_id(std::string_view prefix) {
  return std::string(prefix) + random_text(id_chars, base32);
}

std::string unique_id_of(std::string_view prefix, std::string_view text) {
  std::string id(prefix);
  sha256_digest digest = sha256(text);
  for (std::size_t i = 0; i < id_chars; ++i) id += base32[digest[i] % base32.size()];
  return id;
}

std::string new_access_key_id() { return "ASIA" + random_text(16, base32); }

}  // namespace lambent::model
