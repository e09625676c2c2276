#include "engine/http/request_reader.hpp"

#include <algorithm>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <utility>

namespace lambent::http {

namespace beast = boost::beast;
using parser = beast::http::request_parser<beast::http::string_body>;

namespace {

constexpr std::size_t read_bytes = 64 * 1024;
// "0\r\n\r\n": nothing shorter follows an incomplete chunk head. Beast asserts on it (1.81,
// parse_chunk_header) and is not asked with less.
constexpr std::size_t chunk_bytes_min = 5;

// The fields of a message, which forgets them: what it has later are trailers.
headers take_fields(beast::http::fields& from) {
  headers taken;
  std::size_t count = 0;
  std::size_t bytes = 0;
  for (const auto& field : from) {
    ++count;
    bytes += field.name_string().size() + field.value().size();
  }
  if (count == 0) return taken;
  taken.reserve(count, bytes);
  for (const auto& field : from) {
    const auto name = field.name_string();
    const auto value = field.value();
    taken.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  from.clear();
  return taken;
}

}  // namespace

struct request_reader::state {
  enum class stage : std::uint8_t { head, body, refused };

  explicit state(reader_limits l) : limits(l) {}

  event refuse(int status, std::string_view why) {
    at = stage::refused;
    refusal = {status, why};
    return event::refused;
  }
  event read_head();
  event read_counted();
  event read_parsed();
  event end_of_body();
  reader_limits limits;
  beast::flat_buffer in;
  std::optional<parser> parse;
  stage at = stage::head;
  http::request request;
  headers trailers;
  body_plan plan;
  std::string_view piece;
  // Content-Length bytes that are still to come and are not the parser's business: pieces, or what
  // is thrown away.
  std::optional<std::uint64_t> left;
  std::size_t consumed_next = 0;  // Bytes of `in` that `piece` refers to.
  std::uint64_t discarded = 0;
  bool within_chunk_head = false;  // Incomplete, at the beginning of `in`.
  bool too_large = false;
  bool keep_alive = false;
  refusal_reason refusal;
};

request_reader::request_reader(reader_limits limits) : state_(std::make_unique<state>(limits)) {}
request_reader::~request_reader() = default;

std::span<char> request_reader::prepare() {
  auto room = state_->in.prepare(read_bytes);
  return {static_cast<char*>(room.data()), room.size()};
}

void request_reader::commit(std::size_t bytes) { state_->in.commit(bytes); }
bool request_reader::has_bytes() const { return state_->in.size() > 0; }
void request_reader::discard_bytes() { state_->in.consume(state_->in.size()); }

request_reader::event request_reader::next() {
  state& s = *state_;
  if (s.at == state::stage::refused) return event::refused;
  if (s.consumed_next > 0) s.in.consume(std::exchange(s.consumed_next, 0));
  if (s.at == state::stage::head) return s.read_head();
  return s.left ? s.read_counted() : s.read_parsed();
}

request_reader::event request_reader::state::read_head() {
  if (in.size() == 0) return event::need_more;
  if (!parse) {
    parse.emplace();
    parse->header_limit(static_cast<std::uint32_t>(limits.head_bytes_max));
    parse->body_limit(boost::none);
  }
  boost::system::error_code ec;
  in.consume(parse->put(in.data(), ec));
  if (ec == beast::http::error::header_limit)
    return refuse(431, "The request's header fields are too large");
  if (ec && ec != beast::http::error::need_more)
    return refuse(400, "The request is not valid HTTP/1.1");
  if (!parse->is_header_done()) return event::need_more;
  auto& message = parse->get();
  request.method.assign(message.method_string());
  request.target.assign(message.target());
  keep_alive = parse->keep_alive();
  request.headers = take_fields(message);
  at = stage::body;
  return event::head;
}

void request_reader::plan_body(const body_plan& plan) {
  state& s = *state_;
  s.plan = plan;
  auto length = s.parse->content_length();
  if (length && (plan.in_pieces || *length > plan.bytes_max)) {
    s.left = *length;
    s.too_large = !plan.in_pieces;
  }
  s.parse->eager(true);
}

request_reader::event request_reader::state::read_counted() {
  if (*left == 0) return end_of_body();
  if (too_large && *left > limits.discarded_bytes_max)
    return refuse(413, "The request's body is too large");
  if (in.size() == 0) return event::need_more;
  auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(in.size(), *left));
  *left -= taken;
  if (too_large) {
    in.consume(taken);
    return *left == 0 ? end_of_body() : event::need_more;
  }
  piece = {static_cast<const char*>(in.data().data()), taken};
  consumed_next = taken;
  return event::piece;
}

request_reader::event request_reader::state::read_parsed() {
  std::string& body = parse->get().body();
  if (plan.in_pieces) body.clear();
  while (!parse->is_done()) {
    if (in.size() < (within_chunk_head ? chunk_bytes_min : 1)) return event::need_more;
    boost::system::error_code ec;
    in.consume(parse->put(in.data(), ec));
    within_chunk_head = ec == beast::http::error::need_more;
    auto fault = event::need_more;
    if (ec && !within_chunk_head) {
      fault = refuse(400, "The request's body is not valid HTTP/1.1");
    } else if (within_chunk_head && in.size() > limits.head_bytes_max) {
      // The parser keeps nothing of a chunk's head or of trailers before they are complete.
      fault = refuse(431, "A chunk's head or the trailers are too large");
    } else if (!plan.in_pieces && (too_large || body.size() > plan.bytes_max)) {
      too_large = true;
      discarded += body.size();
      body.clear();
      if (discarded > limits.discarded_bytes_max)
        fault = refuse(413, "The request's body is too large");
    }
    if (plan.in_pieces && !body.empty()) {
      piece = body;
      return event::piece;
    }
    if (fault == event::refused || within_chunk_head) return fault;
  }
  return end_of_body();
}

request_reader::event request_reader::state::end_of_body() {
  headers behind = take_fields(parse->get());
  if (plan.in_pieces) {
    trailers = std::move(behind);
  } else {
    request.body = std::move(parse->get().body());
    for (std::size_t i = 0; i < behind.size(); ++i)
      request.headers.add(behind[i].first, behind[i].second);
  }
  return event::whole;
}

void request_reader::reset() {
  state& s = *state_;
  s.parse.reset();
  s.at = state::stage::head;
  s.request = {};
  s.trailers = {};
  s.piece = {};
  s.left.reset();
  s.discarded = 0;
  s.within_chunk_head = false;
  s.too_large = false;
}

http::request& request_reader::request() { return state_->request; }
std::string_view request_reader::piece() const { return state_->piece; }
const headers& request_reader::trailers() const { return state_->trailers; }
bool request_reader::body_too_large() const { return state_->too_large; }
request_reader::refusal_reason request_reader::refusal() const { return state_->refusal; }
bool request_reader::within_request() const { return state_->parse.has_value(); }
bool request_reader::keep_alive() const { return state_->keep_alive; }

bool request_reader::http_1_0() const {
  return state_->parse && state_->parse->get().version() < 11;
}

bool request_reader::wants_continue() const {
  if (state_->parse->is_done()) return false;
  return beast::iequals(state_->request.headers.get("Expect"), "100-continue");
}

}  // namespace lambent::http
