#include "aws/sigv4/suite.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/sha256.hpp"

namespace lambent::aws::sigv4::testing {
namespace {

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool escape = text[i] == '\\' && i + 1 < text.size();
    if (!escape)
      out += text[i];
    else
      out += text[++i] == 'n' ? '\n' : text[i];
  }
  return out;
}

void begin_case(std::vector<suite_case>& cases, const std::string& text) {
  suite_case& opened = cases.emplace_back();
  opened.name = text.substr(0, text.find(' '));
  opened.normalise = !text.contains(" as-it-is");
  opened.sign_body = text.contains(" sign-body");
  opened.token_is_signed = !text.contains(" token-unsigned");
}

void take_line(suite_case& into, const std::string& key, const std::string& text) {
  if (key == "request") {
    into.method = text.substr(0, text.find(' '));
    std::string target = text.substr(into.method.size() + 1);
    into.path = target.substr(0, target.find('?'));
    if (target.size() > into.path.size()) into.query = target.substr(into.path.size() + 1);
  } else if (key == "header") {
    std::size_t colon = text.find(':');
    into.headers.emplace_back(text.substr(0, colon), unescaped(text.substr(colon + 1)));
  } else if (key == "body") {
    into.body = unescaped(text);
  } else if (key == "token") {
    into.token = text;
  } else if (key == "header-canonical") {
    into.header_canonical = unescaped(text);
  } else if (key == "header-signature") {
    into.header_signature = text;
  } else if (key == "query-canonical") {
    into.query_canonical = unescaped(text);
  } else if (key == "query-signature") {
    into.query_signature = text;
  } else {
    FAIL("testdata/sigv4_suite.txt: unknown line ", key);
  }
}

}  // namespace

std::string suite_case::body_sha256() const { return to_hex(sha256(body)); }

std::vector<header> suite_case::sent_headers() const {
  std::vector<header> all = headers;
  if (sign_body) all.emplace_back("x-amz-content-sha256", body_sha256());
  return all;
}

signing suite_case::with() const {
  return {.keys = {"AKIDEXAMPLE", suite_secret, token},
          .region = "us-east-1",
          .service = "service",
          .time = suite_time,
          .rules = {.normalise = normalise, .encode_again = true},
          .token_is_signed = token_is_signed};
}

const std::vector<suite_case>& suite() {
  static const std::vector<suite_case> cases = [] {
    std::vector<suite_case> read;
    std::ifstream file(LAMBENT_AWS_TESTDATA "/sigv4_suite.txt");
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || line.starts_with('#')) continue;
      std::string key = line.substr(0, line.find(' '));
      std::string text = line.substr(key.size() + 1);
      if (key == "case")
        begin_case(read, text);
      else
        take_line(read.back(), key, text);
    }
    return read;
  }();
  return cases;
}

}  // namespace lambent::aws::sigv4::testing
