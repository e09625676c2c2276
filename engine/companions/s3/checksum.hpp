// The checksums that S3 takes, checks and gives back, computed as the bytes pass.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace lambent::companions::s3 {

enum class algorithm : std::uint8_t { crc32, crc32c, crc64nvme, sha1, sha256, md5 };

struct algorithm_names {
  algorithm what;
  std::string_view name;     // "CRC32", as in x-amz-checksum-algorithm.
  std::string_view header;   // "x-amz-checksum-crc32"
  std::string_view element;  // "ChecksumCRC32"
};
// Without MD5, which has headers of its own.
[[nodiscard]] std::span<const algorithm_names> algorithms();
[[nodiscard]] const algorithm_names& names_of(algorithm what);
// Without regard to case.
[[nodiscard]] std::optional<algorithm> algorithm_named(std::string_view name);

// Bytes of the sum.
[[nodiscard]] std::size_t size_of(algorithm what);

class running_sum {
public:
  explicit running_sum(algorithm what);

  void add(std::string_view bytes);
  // The sum's bytes, most significant first; nothing may be added after it.
  [[nodiscard]] std::string finish();

private:
  struct free_digest {
    void operator()(evp_md_ctx_st*) const;
  };
  algorithm what_;
  std::uint64_t crc_ = ~std::uint64_t{0};
  std::unique_ptr<evp_md_ctx_st, free_digest> digest_;
};

[[nodiscard]] std::string sum_of(algorithm what, std::string_view bytes);
[[nodiscard]] std::string to_hex(std::string_view bytes);

}  // namespace lambent::companions::s3
