// Any HTTP requests as events: each is one JSON value, wherever it is routed and whoever signed it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "engine/api/json_check.hpp"
#include "engine/http/request_reader.hpp"
#include "engine/url/address.hpp"
#include "engine/url/authorization.hpp"
#include "engine/url/cors.hpp"
#include "engine/url/event.hpp"
#include "engine/url/router.hpp"

namespace {

using namespace lambent;
using event = http::request_reader::event;

void require(bool holds) {
  if (!holds) std::abort();
}

const url::router& routes() {
  static const url::router made =
      url::router::make({{"GET", "/a/{id}", "f"}, {"", "/{rest+}", "g"}, {"POST", "/", "h"}})
          .value();
  return made;
}

void read(const http::request& request) {
  std::string target = request.target;
  if (auto found = url::address_in_path(target)) target = found->target;
  (void)url::id_in_host(request.headers.get("Host"));
  (void)url::is_preflight(request);
  url::event_context context;
  context.target = target;
  context.api_id = "abc";
  context.trace_id = request.headers.get("X-Amzn-Trace-Id");
  if (auto key = url::signer_of(request)) context.signer = url::iam_caller{*key, "123456789012"};
  auto match = routes().find(request.method, std::string_view(target).substr(0, target.find('?')));
  context.path_parameters = std::move(match.parameters);
  const std::string made = url::make_event(request, context);
  require(!api::json_fault(made, 1'000));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4'096) return 0;
  http::request_reader reader({.head_bytes_max = 8'192, .discarded_bytes_max = 0});
  if (size > 0) std::memcpy(reader.prepare().data(), data, size);
  reader.commit(size);
  while (true) {
    switch (reader.next()) {
      case event::head:
        reader.plan_body({.bytes_max = 8'192});
        break;
      case event::whole:
        read(reader.request());
        reader.reset();
        break;
      case event::piece:
      case event::need_more:
      case event::refused:
        return 0;
    }
  }
}
