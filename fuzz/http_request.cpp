// Any bytes as a connection's requests: however they are cut, and whether bodies come whole or in
// pieces, the reader sees the same requests and the same bodies.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "engine/http/request_reader.hpp"

namespace {

using lambent::http::request_reader;
using event = request_reader::event;

constexpr lambent::http::reader_limits limits{.head_bytes_max = 512, .discarded_bytes_max = 1024};
constexpr std::size_t body_bytes_max = 1 << 20;  // More than an input has.

void require(bool holds) {
  if (!holds) std::abort();
}

struct reading {
  std::string heads, bodies;  // Of whole requests.
  int refused = 0;
};

std::string text_of(const lambent::http::headers& all) {
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i)
    out.append(all[i].first).append(":").append(all[i].second).append("\n");
  return out;
}

reading read_all(std::string_view bytes, std::size_t step, bool in_pieces) {
  request_reader reader(limits);
  reading seen;
  std::string head, pieces;
  while (true) {
    switch (reader.next()) {
      case event::need_more: {
        if (bytes.empty()) return seen;
        const std::size_t n = std::min(step, bytes.size());
        std::memcpy(reader.prepare().data(), bytes.data(), n);
        reader.commit(n);
        bytes.remove_prefix(n);
        break;
      }
      case event::head:
        head = reader.request().method + " " + reader.request().target + "\n" +
               text_of(reader.request().headers);
        reader.plan_body({.bytes_max = body_bytes_max, .in_pieces = in_pieces});
        break;
      case event::piece:
        require(in_pieces && !reader.piece().empty());
        pieces += reader.piece();
        break;
      case event::whole:
        require(!reader.body_too_large());
        // Trailers are beside a body in pieces, and header fields of a whole request.
        seen.heads += in_pieces ? head + text_of(reader.trailers())
                                : reader.request().method + " " + reader.request().target + "\n" +
                                      text_of(reader.request().headers);
        seen.bodies += (in_pieces ? std::exchange(pieces, {}) : reader.request().body) + "\n";
        reader.reset();
        break;
      case event::refused:
        seen.refused = reader.refusal().status;
        require(seen.refused >= 400);
        return seen;
    }
  }
}

void require_same(const reading& a, const reading& b) {
  // Limits are checked as bytes come: how soon one is broken depends on the cuts.
  if (a.refused == 431 || b.refused == 431) return;
  // So does whether a fault in a request's beginning is seen before its end.
  require(a.refused == b.refused || a.refused == 0 || b.refused == 0);
  require(a.heads == b.heads && a.bodies == b.bodies);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const reading whole = read_all(bytes, bytes.size() + 1, false);
  require_same(whole, read_all(bytes, 3, false));
  // A body that is too long by its Content-Length alone is refused only where it comes whole.
  if (whole.refused == 413) return 0;
  const reading pieces = read_all(bytes, bytes.size() + 1, true);
  require_same(whole, pieces);
  require_same(pieces, read_all(bytes, 1, true));
  return 0;
}
