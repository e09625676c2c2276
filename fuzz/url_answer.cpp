// Any bytes as a function's answer to an HTTP request, and as a streamed one that is cut anywhere:
// what is accepted can be sent, and the cuts do not matter.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "engine/http/token.hpp"
#include "engine/url/answer.hpp"

namespace {

namespace url = lambent::url;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const lambent::result<lambent::http::response>& answer) {
  if (!answer) return require(!answer.error().what.empty());
  require(answer->status >= 200 && answer->status <= 599);
  require(answer->headers.has("Content-Type"));
  for (std::size_t i = 0; i < answer->headers.size(); ++i)
    require(lambent::http::is_token(answer->headers[i].first));
}

// The prelude, and what follows it; nothing while it is not complete.
struct split {
  std::string prelude, body;
  bool operator==(const split&) const = default;
};

std::optional<split> read_in(std::string_view stream, std::size_t step) {
  url::prelude_reader reader;
  for (std::size_t at = 0; at < stream.size(); at += step) {
    auto rest = reader.feed(stream.substr(at, step));
    if (reader.too_long()) return std::nullopt;
    if (!rest) continue;
    split found{std::string(reader.json()), std::string(*rest)};
    found.body += stream.substr(std::min(at + step, stream.size()));
    check(url::read_prelude(found.prelude));
    return found;
  }
  return std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  check(url::read_answer(bytes));
  const auto at_once = read_in(bytes, size + 1);
  require(read_in(bytes, 1) == at_once);
  require(read_in(bytes, 7) == at_once);
  // The collected stream is read alike.
  if (at_once) {
    auto collected = url::read_answer(bytes);
    if (collected) require(collected->body == at_once->body);
  }
  return 0;
}
