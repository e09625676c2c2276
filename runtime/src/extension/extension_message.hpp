// The bodies of the Extensions API: what is sent to register, and what it answers. Pure.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
#pragma once

#include <lambent/extension_client.hpp>

#include <string>
#include <string_view>

namespace lambent {

[[nodiscard]] std::string register_body(const extension_events& wanted);

// False when it is no JSON object; the reason is then in `problem`. Missing members stay empty.
[[nodiscard]] bool read_registration(std::string_view body, extension_registration& out,
                                     std::string& problem);

// False when the text is no JSON, or no event. `out` has views into `body`.
[[nodiscard]] bool read_event(std::string_view body, extension_event& out, std::string& problem);

// "Extension.InvalidEventType: INVOKE: …" from the API's JSON; the text as it is when it is none.
[[nodiscard]] std::string refusal_text(std::string_view body);

}  // namespace lambent
