// What the front doors answer themselves: refusals as AWS's function URLs word them, and what only
// a local engine can be asked. `why` is for whoever looks at the answer's headers, in
// X-Lambent-Error; AWS's texts do not say it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/http/message.hpp"

namespace lambent::url {

// 403 to a caller that may not invoke.
[[nodiscard]] http::response forbidden(std::string_view why);
// 403 to a host that is nobody's URL.
[[nodiscard]] http::response unknown_url(std::string_view why);
// 502: the function failed, or its answer cannot be an HTTP response.
[[nodiscard]] http::response bad_gateway(std::string_view why);

// 500: the function's last build failed; `messages` are the compiler's. A page that asks again by
// itself, where a browser can show one, else text.
[[nodiscard]] http::response build_failed(const http::request& request, std::string_view function,
                                          std::string_view messages);

// 404 to a name that no function has; says which there are.
[[nodiscard]] http::response missing_function(std::string_view name,
                                              const std::vector<std::string>& available);
// 404 to a name that functions of several accounts or regions have.
[[nodiscard]] http::response ambiguous_function(std::string_view name, std::size_t count);
// 404 to a path that no route takes.
[[nodiscard]] http::response missing_route(const std::vector<std::string>& available);
// 405 to a method that no route of the path takes.
[[nodiscard]] http::response method_not_allowed(const std::vector<std::string_view>& allowed);

}  // namespace lambent::url
