#include "engine/companions/s3/checksum.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#include "base/ascii.hpp"

namespace lambent::companions::s3 {
namespace {

constexpr std::array table{
    algorithm_names{algorithm::crc32, "CRC32", "x-amz-checksum-crc32", "ChecksumCRC32"},
    algorithm_names{algorithm::crc32c, "CRC32C", "x-amz-checksum-crc32c", "ChecksumCRC32C"},
    algorithm_names{algorithm::crc64nvme, "CRC64NVME", "x-amz-checksum-crc64nvme",
                    "ChecksumCRC64NVME"},
    algorithm_names{algorithm::sha1, "SHA1", "x-amz-checksum-sha1", "ChecksumSHA1"},
    algorithm_names{algorithm::sha256, "SHA256", "x-amz-checksum-sha256", "ChecksumSHA256"}};

// A reflected CRC, eight bytes at a time: row n of the tables is what a byte does n bytes later.
template <class Word, Word Polynomial>
class crc {
public:
  static Word add(Word sum, std::string_view bytes) {
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) {
      std::uint64_t next = 0;
      std::memcpy(&next, at, 8);
      if constexpr (std::endian::native == std::endian::big) next = __builtin_bswap64(next);
      next ^= sum;
      sum = 0;
      for (std::size_t i = 0; i < 8; ++i) sum ^= rows[7 - i][next >> (8 * i) & 0xffU];
    }
    for (; left > 0; ++at, --left) {
      auto byte = static_cast<unsigned char>(*at);
      sum = rows[0][(sum ^ byte) & 0xffU] ^ static_cast<Word>(sum >> 8U);
    }
    return sum;
  }

private:
  using table_rows = std::array<std::array<Word, 256>, 8>;
  static constexpr table_rows make() {
    table_rows made{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
      Word sum = static_cast<Word>(byte);
      for (int bit = 0; bit < 8; ++bit)
        sum = static_cast<Word>(sum >> 1U ^ (sum & 1U ? Polynomial : Word{0}));
      made[0][byte] = sum;
    }
    for (std::size_t row = 1; row < 8; ++row)
      for (std::size_t byte = 0; byte < 256; ++byte) {
        Word before = made[row - 1][byte];
        made[row][byte] = static_cast<Word>(before >> 8U ^ made[0][before & 0xffU]);
      }
    return made;
  }
  static constexpr table_rows rows = make();
};

using crc32 = crc<std::uint32_t, 0xedb88320U>;
using crc32c = crc<std::uint32_t, 0x82f63b78U>;
using crc64nvme = crc<std::uint64_t, 0x9a6c9329ac4bc9b5U>;

const EVP_MD* digest_of(algorithm what) {
  switch (what) {
    case algorithm::sha1:
      return EVP_sha1();
    case algorithm::sha256:
      return EVP_sha256();
    case algorithm::md5:
      return EVP_md5();
    default:
      return nullptr;
  }
}

std::string big_endian(std::uint64_t value, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    bytes[size - 1 - i] = static_cast<char>(value >> (8 * i) & 0xffU);
  return bytes;
}

}  // namespace

std::span<const algorithm_names> algorithms() { return table; }

const algorithm_names& names_of(algorithm what) {
  return *std::ranges::find(table, what, &algorithm_names::what);
}

std::optional<algorithm> algorithm_named(std::string_view name) {
  for (const auto& row : table)
    if (same_letters(row.name, name)) return row.what;
  return std::nullopt;
}

std::size_t size_of(algorithm what) {
  switch (what) {
    case algorithm::crc32:
    case algorithm::crc32c:
      return 4;
    case algorithm::crc64nvme:
      return 8;
    case algorithm::md5:
      return 16;
    case algorithm::sha1:
      return 20;
    case algorithm::sha256:
      return 32;
  }
  return 0;
}

void running_sum::free_digest::operator()(evp_md_ctx_st* made) const { EVP_MD_CTX_free(made); }

running_sum::running_sum(algorithm what) : what_(what) {
  const EVP_MD* digest = digest_of(what);
  if (digest == nullptr) return;
  digest_.reset(EVP_MD_CTX_new());
  // Fails only when the process is out of memory or OpenSSL was built without the digest.
  if (!digest_ || EVP_DigestInit_ex(digest_.get(), digest, nullptr) != 1) std::abort();
}

void running_sum::add(std::string_view bytes) {
  switch (what_) {
    case algorithm::crc32:
      crc_ = crc32::add(static_cast<std::uint32_t>(crc_), bytes);
      return;
    case algorithm::crc32c:
      crc_ = crc32c::add(static_cast<std::uint32_t>(crc_), bytes);
      return;
    case algorithm::crc64nvme:
      crc_ = crc64nvme::add(crc_, bytes);
      return;
    default:
      if (EVP_DigestUpdate(digest_.get(), bytes.data(), bytes.size()) != 1) std::abort();
  }
}

std::string running_sum::finish() {
  if (!digest_) return big_endian(~crc_, size_of(what_));
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(digest_.get(), sum.data(), &size) != 1) std::abort();
  return {reinterpret_cast<const char*>(sum.data()), size};
}

std::string sum_of(algorithm what, std::string_view bytes) {
  running_sum sum(what);
  sum.add(bytes);
  return sum.finish();
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (char c : bytes) {
    auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace lambent::companions::s3
