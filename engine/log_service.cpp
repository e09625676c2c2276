#include "engine/log_service.hpp"

#include "engine/answer_on.hpp"
#include "engine/logs/operations.hpp"

namespace lambent::engine {

http::body_plan log_service::plan_body(const http::request&) const {
  return {.bytes_max = logs::request_bytes_max};
}

void log_service::handle(http::exchange&& exchange, model::caller&& from) {
  if (exchange.body_too_large) return exchange.respond(logs::too_large(from));
  constexpr std::string_view target_prefix = "Logs_20140328.";
  std::string operation(exchange.request.headers.get("X-Amz-Target"));
  if (operation.starts_with(target_prefix)) operation.erase(0, target_prefix.size());
  http::request request = std::move(exchange.request);
  with_.writer.flush();
  answer_on(with_.worker, with_.loop, std::move(exchange),
            [&store = with_.store, operation = std::move(operation), request = std::move(request),
             from = std::move(from)] { return logs::handle(operation, request, from, store); });
}

}  // namespace lambent::engine
