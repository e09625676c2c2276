#include "engine/registry_service.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <utility>

#include "engine/answer_on.hpp"
#include "engine/incoming_body.hpp"
#include "engine/registry/limits.hpp"

namespace lambent::engine {

namespace asio = boost::asio;
namespace limits = registry::limits;

registry_service::registry_service(parts from)
    : with_(from), service_(from.images), timer_(from.loop) {
  collect_later();
}

void registry_service::collect_later() {
  timer_.expires_after(limits::collect_every);
  timer_.async_wait([this](boost::system::error_code ended) {
    if (ended) return;
    asio::post(with_.worker, [this] {
      auto now = std::chrono::system_clock::now().time_since_epoch();
      auto done =
          with_.images.collect(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
      if (!done) spdlog::error("collect the registry's garbage: {}", done.error().what);
      asio::post(with_.loop, [this] { collect_later(); });
    });
  });
}

http::body_plan registry_service::plan_body(const http::request& head) const {
  if (registry::carries_blob(head)) return {.in_pieces = true};
  return {.bytes_max = limits::manifest_max_bytes};
}

void registry_service::handle(http::exchange&& exchange, model::caller&& from) {
  http::request request = std::move(exchange.request);
  if (registry::carries_blob(request)) {
    auto body = service_.receive(std::move(request), from.now_ms);
    return consume_body(asio::make_strand(with_.worker.get_executor()), with_.loop,
                        std::move(exchange), std::move(body));
  }
  if (exchange.body_too_large) return exchange.respond(registry::service::too_large());
  asio::thread_pool& on = registry::reads_blob(request) ? with_.reader : with_.worker;
  answer_on(on, with_.loop, std::move(exchange),
            [this, request = std::move(request), now_ms = from.now_ms] {
              return service_.handle(request, now_ms);
            });
}

}  // namespace lambent::engine
