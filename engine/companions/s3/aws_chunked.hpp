// The content encoding aws-chunked: chunks with signatures, and trailers behind them. Signatures
// are passed over, as everywhere here.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/http/message.hpp"

namespace lambent::companions::s3 {

class chunk_decoder {
public:
  static constexpr std::size_t line_bytes_max = 1'024;     // Of a chunk's head.
  static constexpr std::size_t trailer_bytes_max = 8'192;  // All together.

  // Takes the body's next bytes and appends what they hold to `out`. False when they are not of
  // this encoding; nothing may follow then.
  [[nodiscard]] bool feed(std::string_view bytes, std::string& out);
  // The last chunk and the trailers behind it have come.
  [[nodiscard]] bool finished() const { return at_ == place::end; }
  [[nodiscard]] const http::headers& trailers() const { return trailers_; }

private:
  enum class place : std::uint8_t { head, data, after_data, trailer, end };

  // A line up to its end, without it; false while it is not whole. `broken_` when it is too long.
  bool take_line(std::string_view& bytes);
  [[nodiscard]] bool read_head();
  [[nodiscard]] bool read_trailer();

  place at_ = place::head;
  std::string line_;
  std::uint64_t left_ = 0;  // Of the chunk's data.
  std::size_t trailer_bytes_ = 0;
  bool broken_ = false;
  http::headers trailers_;
};

}  // namespace lambent::companions::s3
