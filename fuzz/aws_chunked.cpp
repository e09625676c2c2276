// Any bytes as a body of the encoding aws-chunked, cut where the first byte says: however it is
// cut, the same comes out, and no more than came in.
#include "engine/companions/s3/aws_chunked.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using lambent::companions::s3::chunk_decoder;

namespace {

struct decoded {
  bool good = true;
  bool finished = false;
  std::string bytes;
  std::size_t trailers = 0;
  bool operator==(const decoded&) const = default;
};

decoded decode(std::string_view body, std::size_t step) {
  chunk_decoder decoder;
  decoded out;
  for (std::size_t at = 0; at < body.size() && out.good; at += step)
    out.good = decoder.feed(body.substr(at, step), out.bytes);
  out.finished = decoder.finished();
  out.trailers = decoder.trailers().size();
  if (decoder.trailers().bytes() > chunk_decoder::trailer_bytes_max) std::abort();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1);
  decoded whole = decode(body, std::max<std::size_t>(body.size(), 1));
  decoded cut = decode(body, std::max<std::size_t>(data[0], 1));
  if (whole.good != cut.good) std::abort();
  // What is wrong is found at another byte when it comes in other pieces.
  if (whole.good && whole != cut) std::abort();
  if (whole.bytes.size() > body.size()) std::abort();
  return 0;
}
