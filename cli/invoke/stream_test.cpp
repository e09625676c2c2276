#include "cli/invoke/stream.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;
using namespace std::chrono_literals;

TEST_CASE("a piece of a stream is a line of JSON, as text or as base64") {
  CHECK(piece_as_json(1500us, "data: 1\n\n") ==
        "{\"ms\":1.500,\"bytes\":9,\"payload\":\"data: 1\\n\\n\"}\n");
  CHECK(piece_as_json(0us, "") == "{\"ms\":0.000,\"bytes\":0,\"payload\":\"\"}\n");
  // The first half of a character.
  CHECK(piece_as_json(2ms, "\xc3") == "{\"ms\":2.000,\"bytes\":1,\"payloadBase64\":\"ww==\"}\n");
}

TEST_CASE("a stream's last line says how it ended") {
  CHECK(end_as_json({.executed_version = "3", .error_code = "E", .request_id = "r"}) ==
        R"({"executedVersion":"3","errorCode":"E","errorDetails":null,"requestId":"r",)"
        R"("logTail":null})"
        "\n");
}
