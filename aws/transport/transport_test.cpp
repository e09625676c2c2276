#include "aws/transport/transport.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>

#include "aws/testing/fake_server.hpp"

using namespace lambent::aws;
using lambent::aws::testing::fake_server;
using lambent::aws::testing::heard;
using lambent::aws::testing::http_answer;
using std::chrono::milliseconds;

TEST_CASE("method, target, headers and body arrive as they were given") {
  fake_server server(201, "made", {{"X-Amzn-RequestId", "r1"}, {"X-Twice", "a"}, {"X-Twice", "b"}});
  transport over({.user_agent = "lambent/test"});
  auto answer = over.send({.method = "POST",
                           .url = server.url() + "/a/../b%3Ac//d?x=%24&y",
                           .headers = {{"X-One", "1"}, {"X-Empty", ""}, {"Content-Type", "a/b"}},
                           .body = std::string_view("\0{}", 3)});
  REQUIRE(answer.has_value());
  CHECK(answer->status == 201);
  CHECK(answer->body == "made");
  CHECK(answer->header("x-amzn-requestid") == "r1");
  CHECK(answer->header("x-twice") == "a");
  CHECK(answer->header("x-none").empty());
  heard said = server.requests().at(0);
  CHECK(said.method == "POST");
  CHECK(said.target == "/a/../b%3Ac//d?x=%24&y");
  CHECK(said.body == std::string("\0{}", 3));
  CHECK(said.header("x-one") == "1");
  CHECK(said.header("content-type") == "a/b");
  CHECK(said.header("user-agent") == "lambent/test");
  CHECK(said.header("expect").empty());
  auto has = [&](std::string_view name) {
    return std::ranges::any_of(said.headers, [&](const auto& each) { return each.first == name; });
  };
  CHECK(has("x-empty"));
  CHECK(!has("expect"));
}

TEST_CASE("a request without a body sends none and claims no type") {
  fake_server server(200);
  transport over;
  for (const char* method : {"GET", "DELETE", "POST", "PUT", "HEAD"}) {
    CAPTURE(method);
    REQUIRE(over.send({.method = method, .url = server.url() + "/"}).has_value());
    heard said = server.requests().back();
    CHECK(said.method == method);
    CHECK(said.body.empty());
    CHECK(said.header("content-type").empty());
  }
}

TEST_CASE("connections are kept, unless a fresh one is wanted") {
  fake_server server(200);
  transport over;
  for (bool fresh : {false, false, true})
    REQUIRE(over.send({.url = server.url() + "/", .fresh_connection = fresh}).has_value());
  auto requests = server.requests();
  CHECK(requests.at(0).connection == requests.at(1).connection);
  CHECK(requests.at(2).connection != requests.at(1).connection);
}

TEST_CASE("a request on a fresh connection that breaks is sent once") {
  fake_server server([](const heard& request) {
    return request.target == "/first" ? http_answer(200) : std::string();
  });
  transport over;
  REQUIRE(over.send({.url = server.url() + "/first"}).has_value());
  auto answer =
      over.send({.method = "POST", .url = server.url() + "/second", .fresh_connection = true});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::broken);
  CHECK(!answer.error().timed_out);
  CHECK(server.requests().size() == 2);
}

TEST_CASE(
    "a request that is sent once uses an open connection, and is not repeated when that breaks") {
  fake_server server([](const heard& request) {
    return request.target == "/broken" ? std::string() : http_answer(200);
  });
  transport over;
  auto send = [&](const std::string& path) {
    return over.send(
        {.method = "POST", .url = server.url() + path, .body = "[1]", .sent_once = true});
  };
  REQUIRE(send("/first").has_value());
  REQUIRE(send("/second").has_value());
  auto lost = send("/broken");
  REQUIRE(!lost.has_value());
  CHECK(lost.error().what == http_failure::kind::broken);
  auto requests = server.requests();
  REQUIRE(requests.size() == 3);
  for (const heard& each : requests) {
    CHECK(each.body == "[1]");
    CHECK(each.connection == requests.front().connection);
  }
}

TEST_CASE("a transfer ends soon after it is given up") {
  fake_server server([](const heard&) { return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"; });
  transport over({.give_up = [] { return true; }});
  auto answer = over.send({.url = server.url() + "/"});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::stopped);
  CHECK(answer.error().error.what == "GET " + server.url() + "/: given up");
}

TEST_CASE("nothing was sent where nothing listens, and the error says where") {
  std::string url = "http://127.0.0.1:" + std::to_string(testing::closed_port()) + "/";
  transport over;
  auto answer = over.send({.url = url});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::unreachable);
  CHECK(answer.error().error.what.starts_with("GET " + url + ": "));
}

TEST_CASE("silence ends a transfer, and so does its total time") {
  fake_server server([](const heard&) { return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"; });
  transport over;
  auto answer = over.send({.url = server.url() + "/", .read_timeout = milliseconds(300)});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::broken);
  CHECK(answer.error().timed_out);
  CHECK(answer.error().error.what == "GET " + server.url() + "/: nothing came for 300 ms");
  answer = over.send({.url = server.url() + "/", .total_timeout = milliseconds(100)});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().timed_out);
}

TEST_CASE("the body of a success streams to the sink, the body of a refusal does not") {
  std::string large(300'000, 'x');
  fake_server server([&](const heard& request) {
    return http_answer(request.target == "/good" ? 200 : 400, large);
  });
  transport over;
  std::string streamed;
  auto sink = [&](std::string_view piece) {
    streamed += piece;
    return true;
  };
  auto answer = over.send({.url = server.url() + "/good", .sink = sink});
  REQUIRE(answer.has_value());
  CHECK(answer->body.empty());
  CHECK(streamed == large);
  streamed.clear();
  answer = over.send({.url = server.url() + "/bad", .sink = sink});
  REQUIRE(answer.has_value());
  CHECK(answer->status == 400);
  CHECK(answer->body == large);
  CHECK(streamed.empty());
}

TEST_CASE("a sink that wants no more stops the transfer") {
  fake_server server(200, std::string(100'000, 'x'));
  transport over;
  auto answer =
      over.send({.url = server.url() + "/", .sink = [](std::string_view) { return false; }});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::stopped);
}

TEST_CASE("responses have limits") {
  std::string too_long(limits::error_body_bytes_max + 1, 'x');
  fake_server server([&](const heard& request) {
    if (request.target == "/body") return http_answer(500, too_long);
    std::vector<name_value> headers;
    for (std::size_t bytes = 0; bytes <= limits::response_header_bytes_max; bytes += 1000)
      headers.emplace_back("X-Long", std::string(1000, 'x'));
    return http_answer(200, "", headers);
  });
  transport over;
  auto answer =
      over.send({.url = server.url() + "/body", .sink = [](std::string_view) { return true; }});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().error.what.ends_with("the response is larger than this client takes"));
  answer = over.send({.url = server.url() + "/headers"});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().error.what.ends_with("the response is larger than this client takes"));
}

TEST_CASE("a proxy is used for the world and not for this machine") {
  fake_server proxy(200, "from the proxy");
  fake_server server(200, "from the server");
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  transport over;
  auto near = over.send({.url = server.url() + "/"});
  auto far = over.send({.url = "http://example.test/x"});
  auto direct = over.send({.url = "http://host.invalid/x", .direct = true});
  ::unsetenv("http_proxy");
  REQUIRE(near.has_value());
  CHECK(near->body == "from the server");
  REQUIRE(far.has_value());
  CHECK(far->body == "from the proxy");
  CHECK(proxy.requests().at(0).target == "http://example.test/x");
  REQUIRE(!direct.has_value());
  CHECK(direct.error().what == http_failure::kind::unreachable);
}

TEST_CASE("a certificate file that is not there is named, and nothing is sent") {
  fake_server server(200);
  transport over({.ca_bundle = "/nowhere/ca.pem"});
  auto answer = over.send({.url = "https://127.0.0.1:" + std::to_string(server.port())});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::untrusted);
  CHECK(answer.error().error.what.contains("/nowhere/ca.pem"));
  CHECK(answer.error().error.hint.contains("AWS_CA_BUNDLE"));
}

TEST_CASE("URLs are taken apart, and what is no endpoint is refused") {
  auto url = parse_url("https://Lambda.eu-west-1.amazonaws.com");
  REQUIRE(url.has_value());
  CHECK(url->scheme == "https");
  CHECK(url->host == "Lambda.eu-west-1.amazonaws.com");
  CHECK(url->port.empty());
  CHECK(url->path.empty());
  url = parse_url("http://[::1]:4566/base/");
  REQUIRE(url.has_value());
  CHECK(url->host == "::1");
  CHECK(url->port == "4566");
  CHECK(url->path == "/base");
  for (const char* text : {"", "lambda", "file:///etc/passwd", "ftp://h", "http://", "http://u:p@h",
                           "http://h?a", "http://h#f", "http://h:99999"})
    CHECK_MESSAGE(!parse_url(text).has_value(), text);
  CHECK(parse_url("file:///etc/passwd").error().what ==
        "'file:///etc/passwd' is not an http or https URL: the scheme is file");
}

TEST_CASE("URLs are shown without users, passwords, queries and fragments") {
  CHECK(shown_url("http://h:80/a/b") == "http://h:80/a/b");
  CHECK(shown_url("http://[::1]:80/a") == "http://[::1]:80/a");
  CHECK(shown_url("http://[::1]/a@b") == "http://[::1]/a@b");
  CHECK(shown_url("https://u:secret@h/a?token=secret") == "https://h/a");
  CHECK(shown_url("https://u:sec@ret@h:1") == "https://h:1");
  CHECK(shown_url("u:secret@h/a#secret") == "h/a");
  CHECK(shown_url("https://h?secret") == "https://h");
  CHECK(shown_url("https://u:sec/ret@h") == "https://u:…");
  CHECK(shown_url("https://u:sec?ret@h") == "https://u:…");
  CHECK(shown_url("https://h\nsecret") == "https://h");
  for (const char* text : {"", "h", "file:///etc/passwd", "http://", "[", "[::1"})
    CHECK(shown_url(text) == text);
  CHECK(parse_url("http://u:secret@h").error().what ==
        "'http://h' is not an http or https URL: it has more than a host, a port and a path");
  transport over;
  const std::string nowhere = "http://127.0.0.1:" + std::to_string(testing::closed_port());
  auto answer = over.send({.url = nowhere + "/a?secret"});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().error.what.starts_with("GET " + nowhere + "/a: "));
}

TEST_CASE("a large body is taken from its source as it is sent") {
  constexpr std::size_t bytes = 3'000'000;
  fake_server server(201);
  transport over;
  std::size_t given = 0;
  http_request request{.method = "PATCH", .url = server.url() + "/up", .body_bytes = bytes};
  request.body_source = [&](char* into, std::size_t size) -> std::optional<std::size_t> {
    std::size_t count = std::min(size, bytes - given);
    for (std::size_t i = 0; i < count; ++i) into[i] = static_cast<char>('a' + (given + i) % 26);
    given += count;
    return count;
  };
  auto answer = over.send(request);
  REQUIRE(answer.has_value());
  CHECK(answer->status == 201);
  heard said = server.requests().at(0);
  CHECK(said.method == "PATCH");
  REQUIRE(said.body.size() == bytes);
  CHECK(said.body.substr(1'000'000, 3) == "opq");

  request.body_source = [](char*, std::size_t) { return std::optional<std::size_t>(); };
  auto stopped = over.send(request);
  REQUIRE(!stopped.has_value());
  CHECK(stopped.error().what == http_failure::kind::stopped);
}

TEST_CASE("a sink hears the head of the answer first, and may stop there") {
  fake_server server(206, "body", {{"Content-Range", "bytes 1-4/5"}});
  transport over;
  std::string got, range;
  bool wanted = true;
  http_request request{.url = server.url() + "/"};
  request.sink_begins = [&](const response& head) {
    range = head.header("content-range");
    return wanted;
  };
  request.sink = [&](std::string_view piece) {
    got += piece;
    return true;
  };
  REQUIRE(over.send(request).has_value());
  CHECK(range == "bytes 1-4/5");
  CHECK(got == "body");
  wanted = false;
  auto stopped = over.send(request);
  REQUIRE(!stopped.has_value());
  CHECK(stopped.error().what == http_failure::kind::stopped);
  CHECK(got == "body");
}

TEST_CASE("who listens hears of each request and its answer, and no query") {
  fake_server server(404, "no");
  std::vector<std::string> lines;
  transport over({.log = [&](std::string_view line) { lines.emplace_back(line); }});
  (void)over.send({.method = "PUT", .url = server.url() + "/a/b?X-Amz-Security-Token=secret"});
  std::string nowhere = "http://127.0.0.1:" + std::to_string(lambent::aws::testing::closed_port());
  (void)over.send({.url = nowhere + "/c"});
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].starts_with("PUT " + server.url() + "/a/b: 404, "));
  CHECK(lines[0].ends_with(" ms"));
  CHECK(lines[0].find("secret") == std::string::npos);
  CHECK(lines[1].starts_with("GET " + nowhere + "/c: no answer, "));
}
