// Any bytes as an HTTP response, in any portions: the parser stays inside its buffer and the result
// does not depend on how the bytes were cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "runtime/src/http1.hpp"

namespace {

struct outcome {
  lambent::http1::progress progress;
  std::string body;
};

outcome parse(const std::uint8_t* data, std::size_t size, std::size_t portion) {
  lambent::http1::response_parser parser({.head_bytes_max = 4096, .body_bytes_max = 65536});
  std::string received;
  outcome out = {lambent::http1::progress::need_more, {}};
  for (std::size_t i = 0; i < size && out.progress == lambent::http1::progress::need_more;) {
    const std::size_t more = size - i < portion ? size - i : portion;
    received.append(reinterpret_cast<const char*>(data) + i, more);
    i += more;
    out.progress = parser.consume(received.data(), received.size());
  }
  if (out.progress == lambent::http1::progress::complete) {
    out.body = parser.body(received.data());
    std::string_view head = parser.head(received.data());
    lambent::http1::field f;
    while (lambent::http1::next_field(head, f)) {
      if (f.name.empty()) std::abort();
    }
    if (parser.consumed() > received.size()) std::abort();
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const outcome whole = parse(data, size, size + 1);
  const outcome bytewise = parse(data, size, 1);
  using lambent::http1::progress;
  if (whole.progress == progress::complete &&
      (bytewise.progress != progress::complete || whole.body != bytewise.body)) {
    std::abort();
  }
  return 0;
}
