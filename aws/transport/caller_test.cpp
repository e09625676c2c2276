#include "aws/transport/caller.hpp"

#include <doctest/doctest.h>

#include "aws/sigv4/verifier.hpp"
#include "aws/testing/fake_server.hpp"

using namespace lambent::aws;
using lambent::aws::testing::fake_server;
using lambent::aws::testing::heard;
using lambent::aws::testing::http_answer;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

namespace {

constexpr sys_seconds start{seconds{1'440'938'160}};  // 2015-08-30 12:36:00.
const credentials keys{.access_key_id = "AKIDEXAMPLE",
                       .secret_access_key = "secret",
                       .session_token = "token",
                       .from = "the test"};

// A world where time passes only by sleeping.
struct world {
  sys_seconds now = start;
  std::vector<milliseconds> slept{};
  surroundings around{.now = [this] { return std::chrono::system_clock::time_point(now); },
                      .sleep = [this](milliseconds time) { slept.push_back(time); },
                      .jitter = [] { return 1.0; }};
  caller with{around, {}, 3};

  auto call(const fake_server& server, const request& what, const caller::body_sink& sink = {}) {
    return with.call(what, {.url = server.url(), .signing_region = "eu-west-1", .keys = &keys},
                     sink);
  }
};

// Answers these one after the other, the last one again and again.
fake_server::answerer in_turn(std::vector<std::string> answers) {
  return [answers = std::move(answers), next = std::size_t{0}](const heard&) mutable {
    return answers[std::min(next++, answers.size() - 1)];
  };
}

auto verified(const heard& said, sys_seconds now) {
  return sigv4::verify(
      {said.method, said.target, said.headers, said.body},
      [](std::string_view) { return "secret"; }, now);
}

request get(std::vector<std::string> path = {"x"}) {
  return {.service = "lambda", .method = "GET", .path = std::move(path)};
}
request post() { return {.service = "lambda", .method = "POST", .path = {"x"}, .body = "{}"}; }

}  // namespace

TEST_CASE("a request is encoded as AWS's own clients encode it") {
  auto form = encode({.service = "lambda",
                      .path = {"2017-03-31", "tags", "arn:aws:lambda:x:f/1"},
                      .query = {{"tagKeys", "b c"}, {"tagKeys", "a"}, {"empty", ""}}},
                     "https://lambda.eu-west-1.amazonaws.com:443");
  REQUIRE(form.has_value());
  CHECK(form->url ==
        "https://lambda.eu-west-1.amazonaws.com/2017-03-31/tags/arn%3Aaws%3Alambda%3Ax%3Af%2F1"
        "?tagKeys=b%20c&tagKeys=a&empty=");
  CHECK(form->path == "/2017-03-31/tags/arn%3Aaws%3Alambda%3Ax%3Af%2F1");
  CHECK(form->query == "tagKeys=b%20c&tagKeys=a&empty=");
  CHECK(form->host == "lambda.eu-west-1.amazonaws.com");
  CHECK(encode({}, "http://h").value().url == "http://h/");
  CHECK(encode({.encoded_path = "/a%2fb/"}, "http://[::1]:80/base").value().url ==
        "http://[::1]/base/a%2fb/");
  CHECK(encode({.service = "s3", .path = {"b", "k/e y=1"}}, "http://h:81").value().url ==
        "http://h:81/b/k/e%20y%3D1");
  CHECK(encode({}, "h").error().what.starts_with("'h' is not an http or https URL"));
}

TEST_CASE("what is sent is signed, whatever its path, query and headers are") {
  fake_server server(200);
  world in;
  request odd = post();
  odd.path = {"functions", "arn:aws:lambda:eu-west-1:1:function:f\u00fc:live", "a//b", ".."};
  odd.query = {{"b", "2"}, {"a", "+ /"}, {"a", ""}};
  odd.headers = {{"Content-Type", "application/json"},
                 {"X-Amzn-Trace-Id", "Root=1"},
                 {"X-Amz-Client-Context", "  e30=  "}};
  REQUIRE(in.call(server, odd).has_value());
  heard said = server.requests().at(0);
  auto by = verified(said, start);
  REQUIRE_MESSAGE(by.has_value(), by.error().message);
  CHECK(by->access_key_id == "AKIDEXAMPLE");
  CHECK(by->session_token == "token");
  CHECK(by->signed_for.text() == "20150830/eu-west-1/lambda/aws4_request");
  CHECK(said.header("authorization")
            .contains("SignedHeaders=content-type;host;x-amz-client-context;x-amz-date;x-amz-"
                      "security-token,"));
}

TEST_CASE("requests to S3 carry the hash of their body, the one that is given first") {
  fake_server server(200);
  world in;
  request put{.service = "s3", .method = "PUT", .path = {"b", "a//b c"}, .body = "zip"};
  REQUIRE(in.call(server, put).has_value());
  CHECK(verified(server.requests().at(0), start)->body_is_signed);
  CHECK(server.requests().at(0).header("x-amz-content-sha256").size() == 64);
  put.headers = {{"X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"}};
  REQUIRE(in.call(server, put).has_value());
  auto by = verified(server.requests().at(1), start);
  REQUIRE(by.has_value());
  CHECK(!by->body_is_signed);
}

TEST_CASE("a refusal has AWS's code, message and request id") {
  fake_server server(
      404, R"({"Type":"User","Message":"Function not found: f"})",
      {{"x-amzn-ErrorType", "ResourceNotFoundException"}, {"x-amzn-RequestId", "r"}});
  world in;
  auto answer = in.call(server, get());
  REQUIRE(!answer.has_value());
  const call_error& e = answer.error();
  CHECK(e.kind == call_failure::refused);
  CHECK(e.is("ResourceNotFoundException"));
  CHECK(e.message == "Function not found: f");
  CHECK(e.status == 404);
  CHECK(e.request_id == "r");
  CHECK(e.error.what == "ResourceNotFoundException: Function not found: f");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a gateway's page is an error by its status") {
  fake_server server(403, "<html>no</html>");
  world in;
  CHECK(in.call(server, get()).error().error.what == "HTTP status 403");
}

TEST_CASE("passing troubles are repeated for what may be repeated, and only for that") {
  std::string busy = http_answer(503, "");
  fake_server recovers(in_turn({busy, busy, http_answer(200, "ok")}));
  world in;
  CHECK(in.call(recovers, get()).value().body == "ok");
  CHECK(in.slept == std::vector{milliseconds(50), milliseconds(100)});

  fake_server lasting(in_turn({busy}));
  CHECK(in.call(lasting, get()).error().status == 503);
  CHECK(lasting.requests().size() == 3);

  fake_server invoked(in_turn({busy, http_answer(200)}));
  CHECK(in.call(invoked, post()).error().status == 503);
  CHECK(invoked.requests().size() == 1);
}

TEST_CASE("a connection that breaks is an invocation's end, but not a reader's") {
  fake_server cut(in_turn({"", http_answer(200, "ok")}));
  world in;
  CHECK(in.call(cut, get()).value().body == "ok");
  fake_server cut_again(in_turn({"", http_answer(200, "ok")}));
  auto answer = in.call(cut_again, post());
  REQUIRE(!answer.has_value());
  CHECK(answer.error().kind == call_failure::broken);
  CHECK(cut_again.requests().size() == 1);
}

TEST_CASE("throttling is repeated for everything, and waits as long as the server asks") {
  fake_server server(in_turn(
      {http_answer(429, R"({"message":"Rate Exceeded."})",
                   {{"x-amzn-ErrorType", "TooManyRequestsException"}, {"Retry-After", "3"}}),
       http_answer(200, "ok")}));
  world in;
  CHECK(in.call(server, post()).value().body == "ok");
  CHECK(in.slept == std::vector{milliseconds(3000)});
}

TEST_CASE("where nothing listens is asked again, but not on this machine") {
  world in;
  std::string url = "http://127.0.0.1:" + std::to_string(testing::closed_port());
  auto answer = in.with.call(post(), {.url = url});
  CHECK(answer.error().kind == call_failure::unreachable);
  CHECK(in.slept.size() == 2);
  CHECK(!in.with.call(post(), {.url = url, .is_local = true}).has_value());
  CHECK(in.slept.size() == 2);
}

TEST_CASE("a wrong clock is set by the server's date, once") {
  auto only_at = [](sys_seconds server_time) {
    return [server_time](const heard& said) {
      if (verified(said, server_time)) return http_answer(200, "ok");
      return http_answer(403, R"({"message":"Signature expired: …"})",
                         {{"x-amzn-ErrorType", "InvalidSignatureException"},
                          {"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
    };
  };
  fake_server ahead(only_at(start + seconds(3600)));
  world in;
  CHECK(in.call(ahead, post()).value().body == "ok");
  CHECK(ahead.requests().size() == 2);
  // What was learned is kept.
  CHECK(in.call(ahead, post()).value().body == "ok");
  CHECK(ahead.requests().size() == 3);

  fake_server wrong_keys(only_at(start + seconds(7200)));
  world other;
  auto answer = other.call(wrong_keys, post());
  REQUIRE(!answer.has_value());
  CHECK(wrong_keys.requests().size() == 2);
  CHECK(answer.error().kind == call_failure::credentials);
  CHECK(answer.error().error.hint ==
        "the credentials came from the test; `aws sts get-caller-identity` tries them");
}

TEST_CASE("a refusal of the keys with a right clock is final") {
  fake_server server(
      403, R"({"message":"expired"})",
      {{"x-amzn-ErrorType", "ExpiredTokenException"}, {"Date", "Sun, 30 Aug 2015 12:36:00 GMT"}});
  world in;
  auto answer = in.call(server, get());
  CHECK(answer.error().kind == call_failure::credentials);
  CHECK(answer.error().error.hint == "the credentials came from the test; sign in again");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a streamed body is not begun anew") {
  fake_server server(in_turn({"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", ""}));
  world in;
  std::string streamed;
  auto sink = [&](std::string_view piece) {
    streamed += piece;
    return true;
  };
  request slow = get();
  slow.read_timeout = milliseconds(200);
  auto answer = in.call(server, slow, sink);
  REQUIRE(!answer.has_value());
  CHECK(answer.error().kind == call_failure::broken);
  CHECK(streamed == "half");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a call that is given up is not sent again") {
  fake_server server([](const heard&) { return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"; });
  world in;
  caller with{in.around, {.give_up = [] { return true; }}, 3};
  auto answer = with.call(get(), {.url = server.url()});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().kind == call_failure::broken);
  CHECK(in.slept.empty());
}

TEST_CASE("a header with a line break is refused before anything is sent") {
  fake_server server(200);
  world in;
  request bad = get();
  bad.headers = {{"X-A", "b\r\nX-Injected: c"}};
  auto answer = in.call(server, bad);
  REQUIRE(!answer.has_value());
  CHECK(answer.error().kind == call_failure::usage);
  CHECK(answer.error().error.what == "the value of header X-A has a line break");
  credentials pasted = keys;
  pasted.session_token = "token\n";
  answer = in.with.call(get(), {.url = server.url(), .keys = &pasted});
  CHECK(answer.error().kind == call_failure::credentials);
  CHECK(answer.error().error.what == "the keys from the test have a line break");
  CHECK(server.requests().empty());
}
