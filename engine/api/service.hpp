// Which AWS service a request is for, and who sends it. Signatures are not verified here: any key
// is taken, as on every local endpoint.
#pragma once

#include <string>

#include "engine/http/message.hpp"

namespace lambent::api {

struct addressee {
  std::string service;  // "lambda", "logs", "s3" …; empty when nothing says which.
  std::string account;
  std::string region;
};

// By the credential scope of SigV4 (header or query), else by X-Amz-Target, the path, the host or
// the parameters of a form. The account is the one that a session token of ours names, or an
// access key of twelve digits.
[[nodiscard]] addressee identify(const http::request& request);

}  // namespace lambent::api
