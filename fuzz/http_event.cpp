// Any bytes as an HTTP event: what is accepted can be asked for everything, routed, and answered
// with JSON.
#include <lambent/http.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace http = lambent::http;

void require(bool holds) {
  if (!holds) std::abort();
}

const http::router& app() {
  static const http::router routes = [] {
    http::router made;
    made.get("/", [](const http::request&) { return "home"; });
    made.post("/{a}/b", [](const http::request& r) { return std::string(r.path_parameter("a")); });
    made.any("/{rest+}", [](const http::request& r) {
      return http::response::bytes(std::string(r.body()), std::string(r.header("accept")));
    });
    made.websocket("$default", [](const http::request& r) { return std::string(r.body()); });
    return made;
  }();
  return routes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto copy = std::make_unique<char[]>(size);
  std::copy(data, data + size, copy.get());
  auto request = http::request::from_event(std::string_view(copy.get(), size));
  if (!request) {
    require(!request.error().message.empty());
    return 0;
  }
  (void)request->form();
  (void)request->claim("sub");
  (void)request->authorizer_value("role");
  (void)request->query_string();
  for (const auto policy : {http::stage_policy::as_received, http::stage_policy::strip_stage,
                            http::stage_policy::with_stage}) {
    (void)request->path(policy);
  }
  const http::response echo =
      http::response::text(std::string(request->body())).cookie(std::string(request->raw_path()));
  require(lambent::json::raw::checked(http::to_event(echo, *request)).has_value());
  const auto answer = app()(*std::move(request), lambent::context{});
  require(answer.has_value());
  return 0;
}
