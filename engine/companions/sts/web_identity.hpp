// Reads what a JSON Web Token claims (RFC 7519). Its signature is not verified: there is no
// identity provider here to ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent::companions::sts {

struct web_identity {
  std::string subject;   // sub
  std::string audience;  // aud; the first when there are several.
  std::string issuer;    // iss, without its scheme.
};

// Nothing when it is no token, or one without a subject.
[[nodiscard]] std::optional<web_identity> read_web_identity(std::string_view token);

}  // namespace lambent::companions::sts
