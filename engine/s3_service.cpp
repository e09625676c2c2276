#include "engine/s3_service.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "engine/answer_on.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/upload.hpp"
#include "engine/incoming_body.hpp"

namespace lambent::engine {

namespace s3 = companions::s3;
namespace limits = companions::s3::limits;

namespace {

class object_body final : public http::body_consumer {
public:
  object_body(const s3_service::parts& with, http::request&& head, model::caller&& from)
      : with_(with), head_(std::move(head)), from_(std::move(from)) {}

  bool begin() override {
    auto wanted = with_.service.checksum_of_upload(s3::read_call(head_, from_));
    receiver_.emplace(head_, with_.blobs, wanted);
    return true;
  }

  bool take(std::string_view piece) override {
    receiver_->take(piece);
    return !receiver_->too_long();
  }

  http::response answer() override {
    return with_.service.handle(head_, from_, receiver_->finish());
  }

private:
  s3_service::parts with_;
  http::request head_;
  model::caller from_;
  std::optional<s3::body_receiver> receiver_;
};

}  // namespace

http::body_plan s3_service::plan_body(const http::request& head) const {
  if (s3::carries_object(head)) return {.in_pieces = true};
  return {.bytes_max = limits::document_max_bytes};
}

void s3_service::handle(http::exchange&& exchange, model::caller&& from) {
  if (s3::carries_object(exchange.request)) {
    http::request head = std::move(exchange.request);
    return consume_body(with_.worker.get_executor(), with_.loop, std::move(exchange),
                        std::make_unique<object_body>(with_, std::move(head), std::move(from)));
  }
  if (exchange.body_too_large) return exchange.respond({413, {}, "The document is too large."});
  http::request request = std::move(exchange.request);
  answer_on(with_.worker, with_.loop, std::move(exchange),
            [&service = with_.service, request = std::move(request), from = std::move(from)] {
              return service.handle(request, from);
            });
}

}  // namespace lambent::engine
