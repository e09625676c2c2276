#include "engine/log_service.hpp"

#include "engine/answer_on.hpp"
#include "engine/logs/operations.hpp"

namespace lambent::engine {

void log_service::handle(http::exchange&& exchange, api::call&& from) {
  constexpr std::string_view target_prefix = "Logs_20140328.";
  std::string operation(exchange.request.headers.get("X-Amz-Target"));
  if (operation.starts_with(target_prefix)) operation.erase(0, target_prefix.size());
  from.request = std::move(exchange.request);
  with_.writer.flush();
  answer_on(with_.worker, with_.loop, std::move(exchange),
            [&store = with_.store, operation = std::move(operation), from = std::move(from)] {
              logs::caller who{from.account, from.region, from.request_id, from.now_ms};
              return logs::handle(operation, from.request, who, store);
            });
}

}  // namespace lambent::engine
