#include "cli/registry/curl_transport.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "aws/testing/fake_server.hpp"
#include "oci/distribution/download.hpp"
#include "oci/limits.hpp"
#include "oci/media_type.hpp"

using namespace lambent;
using namespace lambent::cli;
using aws::testing::fake_server;
using aws::testing::heard;
using aws::testing::http_answer;
namespace distribution = lambent::oci::distribution;
using distribution::http_failure;

TEST_CASE("an answer has its status, headers and body, or the sink has the body") {
  fake_server server(200, "hello", {{"Docker-Content-Digest", "d"}});
  curl_transport over({});
  auto answer = over.send({.method = "POST", .url = server.url() + "/v2/", .body = "x"});
  REQUIRE(answer.has_value());
  CHECK(answer->body == "hello");
  CHECK(answer->header("docker-content-digest") == "d");
  CHECK(server.requests().back().body == "x");

  std::string got;
  int status = 0;
  distribution::http_request request{.url = server.url() + "/"};
  request.sink = [&](const distribution::http_answer& head, std::string_view piece) -> result<> {
    status = head.status;
    got += piece;
    return {};
  };
  answer = over.send(request);
  REQUIRE(answer.has_value());
  CHECK(got == "hello");
  CHECK(status == 200);
  CHECK(answer->body.empty());
}

TEST_CASE("a failure of a sink or a source is what the caller gets") {
  fake_server server(200, "hello");
  curl_transport over({});
  distribution::http_request request{.url = server.url() + "/"};
  request.sink = [](const distribution::http_answer&, std::string_view) -> result<> {
    return fail("the disk is full");
  };
  auto answer = over.send(request);
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::ours);
  CHECK(answer.error().error.what == "the disk is full");

  distribution::http_request upload{.method = "PATCH", .url = server.url() + "/", .body_bytes = 9};
  upload.body_source = [](std::span<char>) -> result<std::size_t> { return fail("no such file"); };
  answer = over.send(upload);
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::ours);
  CHECK(answer.error().error.what == "no such file");
}

TEST_CASE("a document without end has one, and an empty answer is no failure") {
  fake_server server([](const heard& said) {
    return said.target == "/large"
               ? http_answer(200, std::string(oci::limits::document_max_bytes + 1, 'x'))
               : http_answer(201);
  });
  curl_transport over({});
  auto answer = over.send({.url = server.url() + "/large"});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().what == http_failure::kind::ours);
  CHECK(answer.error().error.what.ends_with("the answer is larger than 4194304 bytes"));
  CHECK(over.send({.method = "PUT", .url = server.url() + "/"})->status == 201);
}

TEST_CASE("a transfer that was given up is nobody's to try again") {
  std::atomic<bool> answers = false;
  fake_server server([&](const heard&) {
    while (!answers) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return http_answer(200);
  });
  std::atomic<int> asked = 0;
  curl_transport over({.give_up = [&] { return ++asked > 1; }});
  // On the way, then before it begins.
  for (int i = 0; i < 2; ++i) {
    auto answer = over.send({.url = server.url() + "/v2/"});
    REQUIRE(!answer.has_value());
    CHECK(answer.error().what == http_failure::kind::ours);
    CHECK(answer.error().error.what == "GET " + server.url() + "/v2/: given up");
  }
  answers = true;
  CHECK(server.requests().size() <= 1);
}

TEST_CASE("nobody there is told from a connection that breaks") {
  curl_transport over({});
  auto nobody = over.send(
      {.url = "http://127.0.0.1:" + std::to_string(aws::testing::closed_port()) + "/v2/"});
  CHECK(nobody.error().what == http_failure::kind::unreachable);
  fake_server server([](const heard&) { return std::string(); });
  CHECK(over.send({.url = server.url() + "/"}).error().what == http_failure::kind::broken);
}

TEST_CASE("a blob comes through real connections that break") {
  std::string content(300'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31 % 251);
  int count = 0;
  fake_server server([&](const heard& said) -> std::string {
    std::string_view range = said.header("range");
    std::size_t first = range.empty() ? 0 : std::stoul(std::string(range.substr(6)));
    ++count;
    const std::string whole =
        http_answer(first == 0 ? 200 : 206, content.substr(first),
                    {{"Content-Range", "bytes " + std::to_string(first) + "-299999/300000"},
                     {"Connection", "close"}});
    // Without its length in time an answer ends with the connection; here in the middle.
    if (count < 3)
      return "HTTP/1.1 " + std::string(first == 0 ? "200" : "206") +
             " Said\r\n"
             "Content-Range: bytes " +
             std::to_string(first) + "-299999/300000\r\n\r\n" + content.substr(first, 100'000);
    return whole;
  });
  const oci::descriptor blob{.media_type = std::string(oci::media_type::layer_tar),
                             .digest = oci::digest::of(content),
                             .size = content.size()};
  auto registry = distribution::registry::at("127.0.0.1:" + std::to_string(server.port()), {});
  distribution::client with(registry.value(),
                            std::make_unique<curl_transport>(aws::transport_options{}));
  std::string got;
  auto done =
      distribution::download_blob(with, "app", blob, [&](std::string_view piece) -> result<> {
        got += piece;
        return {};
      });
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  CHECK(got == content);
  CHECK(count == 3);
}
