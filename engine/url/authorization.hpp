// Who signed a request for a function URL with AuthType AWS_IAM. The signature is read and not
// verified: nobody here knows the caller's secret key, and any key may call.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
#pragma once

#include <optional>
#include <string>

#include "engine/http/message.hpp"

namespace lambent::url {

// The access key id. Nothing when the request carries no Signature Version 4 for the service lambda
// that is complete and well formed, in its Authorization header or its query.
[[nodiscard]] std::optional<std::string> signer_of(const http::request& request);

}  // namespace lambent::url
