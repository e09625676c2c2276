#include "engine/environment/streamed_response.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "engine/model/limits.hpp"

using namespace lambent;
using namespace lambent::environment;

namespace {

struct client final : response_sink {
  void begin(std::string_view content_type) override { type = content_type; }
  bool write(std::string_view bytes) override {
    got += bytes.size();
    return !lags;
  }
  void when_room(std::move_only_function<void()> then) override { room = std::move(then); }
  std::string type;
  std::uint64_t got = 0;
  bool lags = false;
  std::move_only_function<void()> room;
};

struct owner final : stream_owner {
  void on_stream_ended(const http::headers& trailers) override {
    end = "ended " + std::string(trailers.get("E"));
  }
  void on_stream_too_large() override {
    end = "too large";
    stream.reset();
  }
  void on_stream_broken() override { end = "broken"; }
  std::string end;
  std::shared_ptr<streamed_response> stream;
};

// A stream whose exchange has no connection behind it: the test plays the server.
struct open_stream {
  explicit open_stream(response_sink_ptr to, bool capped = false) {
    http::request post;
    post.headers.add("Content-Type", "text/csv");
    of.stream = std::make_shared<streamed_response>(
        streamed_response::parts{loop, of, std::move(to), capped},
        http::exchange(std::move(post), false, nullptr));
    of.stream->begin();
  }
  boost::asio::io_context loop;
  owner of;
};

const std::string piece(65536, 'x');

}  // namespace

TEST_CASE("a client that takes the stream gets its type and its bytes, and nothing is collected") {
  auto to = std::make_shared<client>();
  open_stream s(to);
  CHECK(to->type == "text/csv");
  CHECK(s.of.stream->on_body("abc"));
  CHECK(to->got == 3);
  CHECK(s.of.stream->whole().empty());
  http::headers trailers;
  trailers.add("E", "late");
  s.of.stream->on_body_end(trailers);
  CHECK(s.of.end == "ended late");
}

TEST_CASE("a client that lags holds the function up until it has caught up") {
  auto to = std::make_shared<client>();
  open_stream s(to);
  to->lags = true;
  CHECK_FALSE(s.of.stream->on_body("abc"));
  to->lags = false;
  REQUIRE(to->room);
  to->room();
  CHECK(s.of.stream->on_body("def"));
  // What comes too late to matter does no harm.
  to->lags = true;
  CHECK_FALSE(s.of.stream->on_body("ghi"));
  s.of.stream.reset();
  to->room();
}

TEST_CASE("a stream ends at 200 MB, and in whole at 6 MB and 100 bytes") {
  auto to = std::make_shared<client>();
  open_stream s(to);
  for (std::uint64_t sent = 0; sent < model::limits::stream_max_bytes; sent += piece.size())
    REQUIRE(s.of.stream->on_body(piece));
  CHECK(s.of.end.empty());
  CHECK_FALSE(s.of.stream->on_body("x"));
  CHECK(s.of.end == "too large");
  CHECK(to->got == model::limits::stream_max_bytes);

  open_stream whole(nullptr);
  CHECK(whole.of.stream->on_body(std::string(model::limits::invoke_response_max_bytes, 'x')));
  CHECK(whole.of.stream->whole().size() == model::limits::invoke_response_max_bytes);
  CHECK_FALSE(whole.of.stream->on_body("x"));
  CHECK(whole.of.end == "too large");
}

TEST_CASE("at Lambda's bandwidth, what is over the burst waits; what is collected does not") {
  auto to = std::make_shared<client>();
  open_stream s(to, true);
  std::uint64_t sent = 0;
  for (; sent < model::limits::stream_burst_bytes; sent += piece.size())
    REQUIRE(s.of.stream->on_body(piece));
  // A piece of 64 KB is paid off in 31 ms.
  bool held = false;
  for (int i = 0; i < 100 && !held; ++i) held = !s.of.stream->on_body(piece);
  CHECK(held);
  CHECK(s.loop.run_one() == 1);
  open_stream whole(nullptr, true);
  for (sent = 0; sent < model::limits::stream_burst_bytes; sent += piece.size())
    REQUIRE(whole.of.stream->on_body(piece));
}
