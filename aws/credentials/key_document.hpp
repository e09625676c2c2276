// Credentials as a JSON document: what credential_process prints, and what the endpoints of
// containers and instances answer. Pure.
#pragma once

#include <string_view>

#include "aws/credentials/credentials.hpp"
#include "base/error.hpp"

namespace lambent::aws {

// AccessKeyId and SecretAccessKey, with Token or SessionToken and Expiration. Where there is a
// Version it must be 1. An answer with Code and Message in their place is the error it says.
[[nodiscard]] result<credentials> read_key_document(std::string_view text);

}  // namespace lambent::aws
