#include "engine/front/front_door.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/random.hpp"
#include "engine/api/invoke.hpp"
#include "engine/api/respond.hpp"
#include "engine/front/trace.hpp"
#include "engine/front/url_admission.hpp"
#include "engine/front/url_response.hpp"
#include "engine/model/limits.hpp"
#include "engine/url/event.hpp"

namespace lambent::engine {

namespace {

namespace limits = model::limits;

model::api_error too_large() {
  return {model::error_code::request_too_large,
          fmt::format("Request must be smaller than {} bytes for the InvokeFunction operation",
                      limits::invoke_request_max_bytes)};
}

}  // namespace

void front_door::handle(http::exchange&& call, arrival&& from) {
  auto admitted = admit(call.request,
                        {with_.registry, with_.routing, from.account, from.region, random_unit()});
  if (!admitted) {
    admitted.error().headers.add("x-amzn-RequestId", from.request_id);
    return call.respond(std::move(admitted.error()));
  }
  auto refuse = [&](const model::api_error& why) {
    call.respond(api::to_response(why, from.request_id));
  };
  if (call.body_too_large) return refuse(too_large());
  if (auto active = api::check_state(*admitted->function); !active) return refuse(active.error());

  std::string_view given_trace = call.request.headers.get("X-Amzn-Trace-Id");
  environment::invocation event;
  event.trace_id = given_trace.empty() ? new_trace(from.now_ms) : std::string(given_trace);
  std::string source_ip = call.peer_address();
  url::event_context context;
  context.target = admitted->target;
  context.api_id = admitted->api_id;
  context.owner_account = admitted->function->account;
  context.request_id = from.request_id;
  // A new trace has a parent that is nobody's: the request shows its root alone.
  context.trace_id = std::string_view(event.trace_id);
  if (given_trace.empty()) context.trace_id = context.trace_id.substr(0, event.trace_id.find(';'));
  context.source_ip = source_ip;
  context.now_ms = from.now_ms;
  context.route_key = admitted->route_key;
  context.path_parameters = std::move(admitted->path_parameters);
  context.signer = std::move(admitted->signer);
  event.payload = url::make_event(call.request, context);
  if (event.payload.size() > limits::invoke_request_max_bytes) return refuse(too_large());
  event.request_id = from.request_id;
  event.invoked_arn = std::move(admitted->invoked_arn);
  auto response = std::make_shared<url_response>(
      std::move(call),
      url_response::parts{admitted->function->name, std::move(from.request_id), event.trace_id,
                          admitted->mode, std::move(admitted->cors)});
  if (admitted->mode != url_mode::buffered) event.stream = response;
  with_.fleet.invoke(std::move(event), admitted->function, false,
                     [response](environment::invocation_result&& result) {
                       response->complete(std::move(result));
                     });
}

}  // namespace lambent::engine
