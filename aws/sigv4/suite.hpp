// For tests: the cases of AWS's signing test suite, read from testdata/sigv4_suite.txt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/sigv4/signer.hpp"

namespace lambent::aws::sigv4::testing {

struct suite_case {
  std::string name;
  bool normalise = true;
  bool sign_body = false;
  bool token_is_signed = true;
  std::string method, path, query, body, token;
  std::vector<header> headers;
  std::string header_canonical, header_signature, query_canonical, query_signature;

  [[nodiscard]] std::string body_sha256() const;
  // The headers that are sent, with x-amz-content-sha256 where the case wants it signed.
  [[nodiscard]] std::vector<header> sent_headers() const;
  [[nodiscard]] signing with() const;
};

constexpr sys_seconds suite_time{std::chrono::seconds{1'440'938'160}};
constexpr std::chrono::seconds suite_validity{3600};
constexpr std::string_view suite_secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

[[nodiscard]] const std::vector<suite_case>& suite();

}  // namespace lambent::aws::sigv4::testing
