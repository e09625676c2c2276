#include "engine/companions/s3/upload.hpp"

#include <algorithm>
#include <charconv>

#include "base/base64.hpp"
#include "base/hex.hpp"
#include "engine/companions/s3/limits.hpp"

namespace lambent::companions::s3 {
namespace {

constexpr std::string_view checksum_prefix = "x-amz-checksum-";

std::optional<algorithm> algorithm_of_header(std::string_view header) {
  if (header.size() <= checksum_prefix.size()) return std::nullopt;
  return algorithm_named(header.substr(checksum_prefix.size()));
}

bool is_chunked(const http::request& head) {
  return head.headers.get("x-amz-content-sha256").starts_with("STREAMING-") ||
         head.headers.get("Content-Encoding").contains("aws-chunked");
}

bool is_sha256(std::string_view text) { return text.size() == 64 && is_lower_hex(text); }

}  // namespace

body_receiver::body_receiver(const http::request& head, blob_store& keeps,
                             std::optional<algorithm> wanted)
    : head_(head), blobs_(keeps), wanted_(wanted) {
  if (auto begun = begin(); !begun) failed_ = std::move(begun.error());
}

answer<> body_receiver::begin() {
  writer_.emplace(TRY(blobs_.begin()));
  if (is_chunked(head_)) decoder_.emplace();
  for (const auto& row : algorithms())
    if (std::string_view given = head_.headers.get(row.header); !given.empty())
      TRY(add_sum(row.header, given, false));
  if (std::string_view trailer = head_.headers.get("x-amz-trailer");
      trailer.starts_with(checksum_prefix))
    TRY(add_sum(trailer, {}, true));
  if (sums_.size() > 1)
    return invalid_request(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  if (sums_.empty()) {
    algorithm what = wanted_.value_or(algorithm::crc64nvme);
    sums_.push_back({what, running_sum(what), {}, false});
  }
  return {};
}

answer<> body_receiver::add_sum(std::string_view header, std::string_view given, bool in_trailer) {
  auto what = algorithm_of_header(header);
  if (!what)
    return invalid_request("The value specified in the x-amz-trailer header is not supported");
  if (!in_trailer) {
    auto bytes = base64_decode(given);
    if (!bytes || bytes->size() != size_of(*what))
      return invalid_request("Value for " + std::string(header) + " header is invalid.");
  }
  sums_.push_back({*what, running_sum(*what), std::string(given), in_trailer});
  return {};
}

answer<> body_receiver::keep(std::string_view bytes) {
  too_long_ = writer_->size() + bytes.size() > limits::put_max_bytes;
  if (too_long_) return entity_too_large(writer_->size() + bytes.size(), limits::put_max_bytes);
  for (auto& one : sums_) one.sum.add(bytes);
  TRY(writer_->write(bytes));
  return {};
}

void body_receiver::take(std::string_view bytes) {
  if (failed_) return;
  if (decoder_) {
    decoded_.clear();
    if (!decoder_->feed(bytes, decoded_)) {
      failed_ = incomplete_body().error();
      return;
    }
    bytes = decoded_;
  }
  if (auto kept = keep(bytes); !kept) failed_ = std::move(kept.error());
}

answer<> body_receiver::check_length() const {
  if (!decoder_) return {};
  if (!decoder_->finished()) return incomplete_body();
  std::string_view announced = head_.headers.get("x-amz-decoded-content-length");
  std::uint64_t length = 0;
  auto [end, bad] = std::from_chars(announced.data(), announced.data() + announced.size(), length);
  bool named = !announced.empty();
  if (named && (bad != std::errc() || end != announced.data() + announced.size() ||
                length != writer_->size()))
    return incomplete_body();
  return {};
}

answer<> body_receiver::check_digests(const blob& kept) const {
  std::string_view sha256 = head_.headers.get("x-amz-content-sha256");
  if (is_sha256(sha256) && sha256 != kept.name)
    return std::unexpected(
        fault("XAmzContentSHA256Mismatch",
              "The provided 'x-amz-content-sha256' header does not match what was computed.", 400,
              {{"ClientComputedContentSHA256", std::string(sha256)},
               {"S3ComputedContentSHA256", kept.name}}));
  std::string_view md5 = head_.headers.get("Content-MD5");
  if (md5.empty()) return {};
  auto bytes = base64_decode(md5);
  if (!bytes || bytes->size() != size_of(algorithm::md5))
    return std::unexpected(fault("InvalidDigest", "The Content-MD5 you specified was invalid.", 400,
                                 {{"Content-MD5", std::string(md5)}}));
  if (to_hex(*bytes) == kept.md5) return {};
  return std::unexpected(fault("BadDigest",
                               "The Content-MD5 you specified did not match what we received.", 400,
                               {{"ExpectedDigest", to_hex(*bytes)}}));
}

answer<received> body_receiver::finish() {
  if (failed_) return std::unexpected(std::move(*failed_));
  TRY(check_length());
  received body;
  for (auto& one : sums_) {
    const auto& names = names_of(one.what);
    std::string computed = base64_encode(one.sum.finish());
    std::string_view given = one.given;
    if (one.in_trailer && decoder_) given = decoder_->trailers().get(names.header);
    if (!given.empty() && given != computed) return bad_digest(names.name);
    body.checksums.emplace_back(names.header, std::move(computed));
  }
  TRY(check_digests(writer_->seal()));
  body.blob = TRY(writer_->finish());
  return body;
}

}  // namespace lambent::companions::s3
