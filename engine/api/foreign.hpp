// Answers to calls of AWS services that the engine does not serve, each in the protocol by which
// that service's clients read errors; a client that cannot read an error says nothing of use.
// Source: https://smithy.io/2.0/aws/protocols/
#pragma once

#include <string_view>

#include "engine/http/message.hpp"

namespace lambent::api {

// `service` is the name in the credential scope of the caller's signature: "sts", "s3".
[[nodiscard]] http::response service_not_available(const http::request& request,
                                                   std::string_view service,
                                                   std::string_view request_id);

}  // namespace lambent::api
