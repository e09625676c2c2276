// Any bytes as an HTTP response, in any portions: the parser stays inside its buffer, and what it
// makes of them does not depend on how they were cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "runtime/src/runtime_api/http1.hpp"

namespace {

using lambent::http1::progress;

struct outcome {
  progress last = progress::need_more;
  int status = 0;
  std::string head;
  std::string body;
  bool keep_alive = false;
  std::size_t consumed = 0;

  bool operator==(const outcome&) const = default;
};

void require(bool holds) {
  if (!holds) std::abort();
}

outcome parse(const std::uint8_t* data, std::size_t size, std::size_t portion) {
  lambent::http1::response_parser parser({.head_bytes_max = 1024, .body_bytes_max = 2048});
  // Exactly as long as the bytes in it, so that a look past them is seen, and moved each time; byte
  // by byte that would take the square of the time.
  const bool moves = portion > 1;
  auto buffer = std::make_unique<char[]>(moves ? 0 : size);
  std::size_t received = 0;
  outcome out;
  while (received < size && out.last == progress::need_more) {
    const std::size_t missing = parser.bytes_missing(received);
    require(missing == 0 || parser.head_complete());
    const std::size_t more = size - received < portion ? size - received : portion;
    if (moves) {
      auto moved = std::make_unique<char[]>(received + more);
      if (received != 0) std::memcpy(moved.get(), buffer.get(), received);
      buffer = std::move(moved);
    }
    std::memcpy(buffer.get() + received, data + received, more);
    received += more;
    out.last = parser.consume(buffer.get(), received);
  }
  if (out.last == progress::need_more) out.last = parser.end_of_stream();
  if (out.last != progress::complete) return out;
  require(parser.consumed() <= received);
  out.status = parser.status();
  out.head = parser.head(buffer.get());
  out.body = parser.body(buffer.get());
  out.keep_alive = parser.keep_alive();
  out.consumed = parser.consumed();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const outcome whole = parse(data, size, size + 1);
  require(parse(data, size, 1) == whole);
  require(parse(data, size, 97) == whole);
  require(whole.body.size() <= 2048 && whole.head.size() <= 1024);
  std::string_view head = whole.head;
  lambent::http1::field f;
  while (lambent::http1::next_field(head, f)) require(!f.name.empty());
  return 0;
}
