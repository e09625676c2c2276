#include "cli/invoke/curl.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("a call is a curl command whose words a shell keeps as they are") {
  curl_call call{.what = {.headers = {{"Content-Type", "application/json"}},
                          .body = "{\"say\":\"it's $HOME\"}"},
                 .url = "http://127.0.0.1:4566/2015-03-31/functions/f/invocations"};
  CHECK(curl_command(call) ==
        "curl --silent --show-error --fail-with-body \\\n"
        "  --header 'Content-Type: application/json' \\\n"
        "  --data-binary '{\"say\":\"it'\\''s $HOME\"}' \\\n"
        "  http://127.0.0.1:4566/2015-03-31/functions/f/invocations");
  call.body_file = "an event.json";
  call.streamed = true;
  call.url = "http://[::1]:9000/f";
  CHECK(curl_command(call) ==
        "curl --silent --show-error --fail-with-body --no-buffer --globoff \\\n"
        "  --header 'Content-Type: application/json' \\\n"
        "  --data-binary '@an event.json' \\\n"
        "  'http://[::1]:9000/f'");
}

TEST_CASE("a command that signs names the variables that have the keys") {
  curl_call call{.what = {.body = "1"}, .url = "https://h/f", .region = "eu-north-1"};
  call.with = curl_call::keys::own;
  CHECK(curl_command(call) ==
        "curl --silent --show-error --fail-with-body \\\n"
        "  --aws-sigv4 aws:amz:eu-north-1:lambda \\\n"
        "  --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" \\\n"
        "  ${AWS_SESSION_TOKEN:+-H\"X-Amz-Security-Token: $AWS_SESSION_TOKEN\"} \\\n"
        "  --data-binary 1 \\\n"
        "  https://h/f");
  call.with = curl_call::keys::invented;
  CHECK(curl_command(call).contains(
      "--user \"${AWS_ACCESS_KEY_ID:-test}:${AWS_SECRET_ACCESS_KEY:-test}\""));
}
