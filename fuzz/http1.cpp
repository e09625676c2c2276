// Any bytes as an HTTP response and as a request, in any portions: the parsers stay inside their
// buffer, and what they make of them does not depend on how they were cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "runtime/src/runtime_api/http1_request.hpp"

namespace {

using lambent::http1::progress;
using lambent::http1::request_parser;
using lambent::http1::response_parser;

struct outcome {
  progress last = progress::need_more;
  std::string start;  // The status, or method and target.
  std::string head;
  std::string body;
  bool keep_alive = false;
  std::size_t consumed = 0;

  bool operator==(const outcome&) const = default;
};

void require(bool holds) {
  if (!holds) std::abort();
}

std::string start_of(const response_parser& parser, const char*) {
  return std::to_string(parser.status());
}
std::string start_of(const request_parser& parser, const char* bytes) {
  const std::string_view method = parser.method(bytes);
  const std::string_view target = parser.target(bytes);
  require(!method.empty() && !target.empty() && target.find(' ') == std::string_view::npos);
  return std::string(method) + " " + std::string(target);
}

template <class Parser>
outcome parse(const std::uint8_t* data, std::size_t size, std::size_t portion) {
  Parser parser({.head_bytes_max = 1024, .body_bytes_max = 2048});
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
  out.start = start_of(parser, buffer.get());
  out.head = parser.head(buffer.get());
  out.body = parser.body(buffer.get());
  out.keep_alive = parser.keep_alive();
  out.consumed = parser.consumed();
  return out;
}

template <class Parser>
void check(const std::uint8_t* data, std::size_t size) {
  const outcome whole = parse<Parser>(data, size, size + 1);
  require(parse<Parser>(data, size, 1) == whole);
  require(parse<Parser>(data, size, 97) == whole);
  require(whole.body.size() <= 2048 && whole.head.size() <= 1024);
  (void)lambent::http1::expects_continue(whole.head);
  std::string_view head = whole.head;
  lambent::http1::field f;
  while (lambent::http1::next_field(head, f)) require(!f.name.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check<response_parser>(data, size);
  check<request_parser>(data, size);
  return 0;
}
