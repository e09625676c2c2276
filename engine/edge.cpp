#include "engine/edge.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "base/random.hpp"
#include "engine/answer_on.hpp"
#include "engine/api/foreign.hpp"
#include "engine/api/invoke.hpp"
#include "engine/api/respond.hpp"
#include "engine/front/event_stream_response.hpp"
#include "engine/front/refusal.hpp"
#include "engine/front/trace.hpp"
#include "engine/front/url_admission.hpp"
#include "engine/model/limits.hpp"
#include "engine/registry_service.hpp"

namespace lambent::engine {

namespace asio = boost::asio;
namespace limits = model::limits;

namespace {

// Until what a disk has refused is tried again.
constexpr std::chrono::seconds settle_pause{1};
// Until code that was replaced is looked for; environments that end have ended by then.
constexpr std::chrono::seconds tidy_pause{5};

model::api_error too_large(std::string_view operation) {
  if (operation.starts_with("Invoke")) {
    return {model::error_code::request_too_large,
            fmt::format("Request must be smaller than {} bytes for the {} operation",
                        limits::invoke_request_max_bytes, api::invoke_operation(operation))};
  }
  return {model::error_code::request_entity_too_large,
          fmt::format("Request must be smaller than {} bytes for the {} operation",
                      limits::code_request_max_bytes, operation)};
}

}  // namespace

http::body_plan edge::plan_body(const http::request& head) const {
  std::string_view path = std::string_view(head.target).substr(0, head.target.find('?'));
  // Looked at for every invocation, so without identifying it: a key of S3 may end so, too.
  bool invokes = path.ends_with("invocations") || addresses_function(head);
  if (invokes && !head.headers.get("Authorization").contains("/s3/"))
    return {.bytes_max = limits::invoke_request_max_bytes};
  if (aws_service* service = service_for(head, api::identify(head)))
    return service->plan_body(head);
  return {.bytes_max = limits::code_request_max_bytes};
}

aws_service* edge::service_for(const http::request& request, const api::addressee& to) const {
  if (!to.service.empty()) return with_.services.find(to.service);
  // Functions with routes of their own may have such paths, too: then these are theirs.
  bool of_registry = registry::is_addressed(request.target) && !with_.urls.takes_the_rest();
  return of_registry ? with_.services.find(registry_service::name) : nullptr;
}

void edge::handle(http::exchange&& exchange) {
  api::call call;
  call.request_id = random_uuid();
  call.now_ms = environment::read_clocks().unix_ms;
  api::addressee to = api::identify(exchange.request);
  call.account = std::move(to.account);
  call.region = std::move(to.region);
  if (with_.everyone) {
    call.account = with_.everyone->account;
    call.region = with_.everyone->region;
  }

  auto to_function = [&] {
    with_.urls.handle(std::move(exchange), {std::move(call.request_id), call.now_ms,
                                            std::move(call.account), std::move(call.region)});
  };
  if (addresses_function(exchange.request)) return to_function();
  if (exchange.request.target.starts_with("/_lambent/code/"))
    return download(std::move(exchange), std::move(call.request_id));
  if (aws_service* service = service_for(exchange.request, to))
    return service->handle(std::move(exchange), {std::move(call.account), std::move(call.region),
                                                 std::move(call.request_id), call.now_ms});
  if (!to.service.empty() && to.service != "lambda")
    return exchange.respond(
        api::service_not_available(exchange.request, to.service, call.request_id));
  if (to.service.empty() && with_.urls.takes_the_rest()) return to_function();
  auto match = api::route(exchange.request.method, exchange.request.target);
  if (!match)
    return exchange.respond(api::to_response(
        api::unknown_route(exchange.request.method, exchange.request.target), call.request_id));
  call.operation = match->operation;
  call.parameters = std::move(match->parameters);
  call.query = std::move(match->query);
  if (exchange.body_too_large)
    return exchange.respond(api::to_response(too_large(call.operation->name), call.request_id));
  if (api::invokes(*call.operation)) return invoke(std::move(exchange), std::move(call));
  call.request = std::move(exchange.request);
  control(std::move(exchange), std::move(call));
}

void edge::adopt(std::vector<api::registry_change>&& changes) {
  if (!changes.empty()) tidy_later();
  for (const api::registry_change& change : changes) {
    auto before = with_.registry.apply(change);
    const auto* after = change.removed ? nullptr : change.record.get();
    for (const auto& version : api::changed_versions(before.get(), after)) {
      const auto& named = version.after != nullptr ? version.after : version.before;
      with_.fleet.changed(invoke::function_key(*named), version.after);
    }
    with_.fleet.reserved(*change.record->latest,
                         after == nullptr ? std::nullopt : change.record->reserved_concurrency);
  }
}

void edge::control(http::exchange&& exchange, api::call&& call) {
  asio::post(with_.control_worker, [this, exchange = std::move(exchange),
                                    call = std::move(call)]() mutable {
    http::response answer = with_.control.handle(call);
    if (auto image = with_.control.take_image_to_find())
      return find_image(std::move(exchange), std::move(call), std::move(*image));
    if (auto needs = with_.control.take_needs_to_check())
      return check_needs(std::move(exchange), std::move(call), std::move(*needs));
    auto changes = with_.control.take_changes();
    const bool unused = with_.control.has_unused();
    asio::post(with_.loop, [this, exchange = std::move(exchange), answer = std::move(answer),
                            changes = std::move(changes), unused]() mutable {
      if (unused) tidy_later();
      bool unsettled = !changes.empty();
      adopt(std::move(changes));
      exchange.respond(std::move(answer));
      if (!unsettled) return;
      // The answer has shown Pending or InProgress; now the change is completed.
      asio::post(with_.control_worker, [this] { settle(); });
    });
  });
}

// On the control worker.
void edge::settle() {
  if (auto settled = with_.control.settle(); !settled) {
    spdlog::error("complete a change: {}", settled.error().what);
    settle_later();
  }
  hand_on();
}

void edge::settle_later() {
  asio::post(with_.loop, [this] {
    if (std::exchange(settles_again_, true)) return;
    settle_again_.expires_after(settle_pause);
    settle_again_.async_wait([this](boost::system::error_code ec) {
      settles_again_ = false;
      if (!ec) asio::post(with_.control_worker, [this] { settle(); });
    });
  });
}

// On the loop.
void edge::tidy_later() {
  if (std::exchange(tidies_, true)) return;
  tidy_.expires_after(tidy_pause);
  tidy_.async_wait([this](boost::system::error_code ec) {
    tidies_ = false;
    if (ec) return;
    asio::post(with_.control_worker, [this] {
      auto held = with_.control.collect();
      if (!held) spdlog::error("remove code that nothing uses: {}", held.error().what);
      if (!held || *held) asio::post(with_.loop, [this] { tidy_later(); });
    });
  });
}

// On the control worker: other calls go on meanwhile.
void edge::find_image(http::exchange&& exchange, api::call&& call, api::image_to_find&& what) {
  asio::post(with_.look_worker, [this, exchange = std::move(exchange), call = std::move(call),
                                 what = std::move(what)]() mutable {
    auto found = with_.around.resolve_image(what.uri, what.architecture, what.whose);
    call.image = api::found_image{std::move(what), std::move(found)};
    control(std::move(exchange), std::move(call));
  });
}

// Likewise.
void edge::check_needs(http::exchange&& exchange, api::call&& call, api::needs_to_check&& what) {
  asio::post(with_.look_worker, [this, exchange = std::move(exchange), call = std::move(call),
                                 what = std::move(what)]() mutable {
    std::string why_not = with_.around.why_not_run(what.what());
    call.needs = api::checked_needs{std::move(what), std::move(why_not)};
    control(std::move(exchange), std::move(call));
  });
}

// On the control worker: what has changed goes to the loop, and what is to be unpacked to its
// worker, which comes back here.
void edge::hand_on() {
  for (api::image_to_place& each : with_.control.take_images_to_place()) {
    asio::post(with_.image_worker, [this, what = std::move(each)]() mutable {
      auto placed = with_.around.place_image(what.image, what.architecture);
      asio::post(with_.control_worker,
                 [this, what = std::move(what), placed = std::move(placed)]() mutable {
                   auto kept = with_.control.image_placed(what, std::move(placed));
                   if (!kept) {
                     spdlog::error("complete a change: {}", kept.error().what);
                     settle_later();
                   }
                   hand_on();
                 });
    });
  }
  asio::post(with_.loop, [this, changes = with_.control.take_changes()]() mutable {
    adopt(std::move(changes));
  });
}

void edge::place_images() {
  asio::post(with_.control_worker, [this] { hand_on(); });
}

void edge::resolve_default(api::call& call) const {
  if (default_.empty()) return;
  for (auto& [key, value] : call.parameters) {
    bool stands_for_it = key == "FunctionName" && (value == "_" || value == "function");
    if (stands_for_it && !with_.registry.find(call.account, call.region, value)) value = default_;
  }
}

void edge::invoke(http::exchange&& exchange, api::call&& call) {
  resolve_default(call);
  call.request = std::move(exchange.request);
  std::string request_id = call.request_id;
  std::int64_t now_ms = call.now_ms;
  bool streamed = call.operation->name == api::invoke_with_response_stream;
  auto request = api::read_invoke(std::move(call), with_.registry, random_unit());
  if (!request) return exchange.respond(api::to_response(request.error(), request_id));
  if (request->type == api::invocation_type::dry_run)
    return exchange.respond(api::dry_run_response(*request));

  environment::invocation event;
  event.request_id = request_id;
  event.payload = std::move(request->payload);
  event.invoked_arn = request->invoked_arn;
  event.client_context = std::move(request->client_context);
  event.trace_id = request->trace_id.empty() ? new_trace(now_ms) : request->trace_id;
  std::string trace_id = event.trace_id;
  bool tail = request->tail;
  model::function_ptr function = request->function;
  if (streamed) {
    auto answer = std::make_shared<event_stream_response>(std::move(exchange), std::move(*request),
                                                          std::move(trace_id));
    event.stream = answer;
    return with_.fleet.invoke(
        std::move(event), function, tail,
        [answer](environment::invocation_result&& result) { answer->complete(std::move(result)); });
  }
  with_.fleet.invoke(
      std::move(event), function, tail,
      [exchange = std::move(exchange), request = std::move(*request),
       trace_id = std::move(trace_id)](environment::invocation_result&& result) mutable {
        if (auto refusal = refusal_of(result))
          return exchange.respond(api::to_response(*refusal, request.request_id));
        model::invocation_outcome outcome;
        outcome.payload = std::move(result.outcome.payload);
        outcome.function_error = result.outcome.function_error;
        outcome.log_tail = std::move(result.log_tail);
        outcome.executed_version = request.function->version;
        outcome.request_id = request.request_id;
        outcome.trace_id = trace_id;
        exchange.respond(api::invoke_response(request, std::move(outcome)));
      });
}

void edge::download(http::exchange&& exchange, std::string&& request_id) {
  http::request request = std::move(exchange.request);
  answer_on(with_.control_worker, with_.loop, std::move(exchange),
            [this, request = std::move(request), request_id = std::move(request_id)] {
              auto path = with_.control.code_location(request.target);
              auto zip = path ? http::whole_file(path->string()) : fail("no such code");
              if (!zip)
                return api::to_response(api::unknown_route(request.method, request.target),
                                        request_id);
              http::response answer;
              answer.headers.add("Content-Type", "application/zip");
              answer.file = std::move(*zip);
              return answer;
            });
}

}  // namespace lambent::engine
