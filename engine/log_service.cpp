#include "engine/log_service.hpp"

#include "engine/answer_on.hpp"
#include "engine/logs/operations.hpp"

namespace lambent::engine {

// A batch of PutLogEvents is 1 MB at most, and may be six times that in JSON's escapes.
http::body_plan log_service::plan_body(const http::request&) const {
  constexpr std::size_t bytes_max = 8 * 1024 * 1024;
  return {.bytes_max = bytes_max};
}

void log_service::handle(http::exchange&& exchange, model::caller&& from) {
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
