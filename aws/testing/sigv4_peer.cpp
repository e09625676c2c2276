// The other side of compare_with_botocore.py: reads requests from stdin, signs each as the client
// does or verifies it as a server would, and writes what came out.
//
// A request is lines of a key and a percent-encoded value ("query NAME VALUE" and "header NAME
// VALUE" have two), ended by an empty line; so is an answer.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "aws/sigv4/signer.hpp"
#include "aws/sigv4/verifier.hpp"
#include "aws/transport/caller.hpp"
#include "base/percent.hpp"
#include "base/sha256.hpp"

using namespace lambent;
using namespace lambent::aws;

namespace {

struct peer_request {
  std::map<std::string, std::string> values{};
  request what{};
};

void take_line(peer_request& into, const std::string& line) {
  std::string key = line.substr(0, line.find(' '));
  std::string rest = line.size() > key.size() ? line.substr(key.size() + 1) : "";
  std::string first = percent_decode(rest.substr(0, rest.find(' ')));
  std::string second =
      rest.contains(' ') ? percent_decode(rest.substr(rest.find(' ') + 1)) : std::string();
  if (key == "segment") {
    into.what.path.push_back(first);
  } else if (key == "query") {
    into.what.query.emplace_back(first, second);
  } else if (key == "header") {
    into.what.headers.emplace_back(first, second);
  } else {
    into.values[key] = first;
  }
}

void say(std::string_view key, std::string_view value) {
  std::cout << key << ' ' << percent_encode(value) << '\n';
}

sys_seconds time_of(const peer_request& asked) {
  return sys_seconds(std::chrono::seconds(std::stoll(asked.values.at("time"))));
}

void sign(peer_request& asked) {
  request& what = asked.what;
  what.service = asked.values.at("service");
  what.method = asked.values.at("method");
  wire_form form = encode(what, asked.values.at("endpoint")).value();
  say("url", form.url);
  std::vector<sigv4::header> headers{{"Host", form.host}};
  headers.insert(headers.end(), what.headers.begin(), what.headers.end());
  std::string hash = to_hex(sha256(asked.values["body"]));
  bool presign = asked.values.contains("expires");
  if (what.service == "s3" && presign) hash = sigv4::unsigned_payload;
  if (what.service == "s3" && !presign) headers.emplace_back("X-Amz-Content-SHA256", hash);
  sigv4::wire_request wire{what.method, form.path, form.query, headers, hash};
  sigv4::signing with{
      .keys = {asked.values.at("key"), asked.values.at("secret"), asked.values["token"]},
      .region = asked.values.at("region"),
      .service = what.service,
      .time = time_of(asked),
      .rules = sigv4::rules_for(what.service)};
  if (presign) {
    say("presigned", sigv4::presigned_query(
                         wire, with, std::chrono::seconds(std::stoll(asked.values["expires"]))));
    return;
  }
  auto added = sigv4::authorization_headers(wire, with);
  say("authorization", added.back().second);
  added.pop_back();
  headers.insert(headers.end(), added.begin(), added.end());
  wire.headers = headers;
  say("canonical", sigv4::canonical_request(wire, with.rules));
}

void verify(peer_request& asked) {
  auto by = sigv4::verify(
      {.method = asked.values.at("method"),
       .target = asked.values.at("target"),
       .headers = asked.what.headers,
       .body = asked.values["body"]},
      [&](std::string_view) { return asked.values.at("secret"); }, time_of(asked));
  say("verified", by ? by->access_key_id : "");
  if (!by) say("why", by.error().message);
}

}  // namespace

int main() {
  peer_request asked;
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty()) {
      take_line(asked, line);
      continue;
    }
    asked.values.contains("target") ? verify(asked) : sign(asked);
    std::cout << '\n';
    asked = {};
  }
  return std::cout.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
