#include "engine/s3_service.hpp"

#include <boost/asio/post.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "engine/answer_on.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/upload.hpp"

namespace lambent::engine {

namespace asio = boost::asio;
namespace s3 = companions::s3;
namespace limits = companions::s3::limits;

namespace {

// One body on its way: collected on the loop into pieces, which the worker decodes and writes. It
// lives as long as a piece is out or more may come; the loop ends it, as the exchange wants.
class incoming final : public http::body_sink, public std::enable_shared_from_this<incoming> {
public:
  incoming(const s3_service::parts& with, http::exchange&& exchange, model::caller&& from)
      : with_(with),
        exchange_(std::move(exchange)),
        head_(std::move(exchange_.request)),
        from_(std::move(from)) {}

  void begin() {
    coming_ = shared_from_this();
    on_worker([](incoming& self) {
      auto wanted = self.with_.service.checksum_of_upload(s3::read_call(self.head_, self.from_));
      self.receiver_.emplace(self.head_, self.with_.blobs, wanted);
      return true;
    });
    exchange_.receive_body(*this);
  }

  bool on_body(std::string_view bytes) override {
    // Answered already, and not yet told: nothing more is wanted.
    if (!coming_) return false;
    piece_ += bytes;
    if (piece_.size() < limits::body_piece_bytes) return true;
    on_worker([piece = std::exchange(piece_, {})](incoming& self) {
      self.receiver_->take(piece);
      return !self.receiver_->too_long();
    });
    return pieces_out_ < limits::body_pieces_max;
  }

  void on_body_end(const http::headers&) override {
    if (coming_) answer();
  }

  void on_body_broken() override { coming_.reset(); }

private:
  // Does one thing on the worker, and comes back to ask for more; what gives false is the last.
  template <class Work>
  void on_worker(Work&& work) {
    ++pieces_out_;
    asio::post(with_.worker, [self = shared_from_this(), work = std::forward<Work>(work)]() mutable {
      bool more = work(*self);
      asio::io_context& loop = self->with_.loop;
      asio::post(loop, [self = std::move(self), more] {
        --self->pieces_out_;
        if (!self->coming_) return;
        if (!more) return self->answer();
        if (self->pieces_out_ < limits::body_pieces_max) self->exchange_.resume_body();
      });
    });
  }

  // What has come is all: it becomes an object, or is refused.
  void answer() {
    auto self = std::move(coming_);
    std::string rest = std::exchange(piece_, {});
    asio::post(with_.worker, [self = std::move(self), rest = std::move(rest)]() mutable {
      self->receiver_->take(rest);
      http::response answer =
          self->with_.service.handle(self->head_, self->from_, self->receiver_->finish());
      asio::io_context& loop = self->with_.loop;
      asio::post(loop, [self = std::move(self), answer = std::move(answer)]() mutable {
        self->exchange_.respond(std::move(answer));
      });
    });
  }

  s3_service::parts with_;
  http::exchange exchange_;
  http::request head_;
  model::caller from_;
  std::string piece_;
  std::size_t pieces_out_ = 0;
  std::shared_ptr<incoming> coming_;           // Itself, while more of the body may come.
  std::optional<s3::body_receiver> receiver_;  // The worker's.
};

}  // namespace

http::body_plan s3_service::plan_body(const http::request& head) const {
  if (s3::carries_object(head)) return {.in_pieces = true};
  return {.bytes_max = limits::document_max_bytes};
}

void s3_service::handle(http::exchange&& exchange, model::caller&& from) {
  if (s3::carries_object(exchange.request))
    return std::make_shared<incoming>(with_, std::move(exchange), std::move(from))->begin();
  if (exchange.body_too_large) return exchange.respond({413, {}, "The document is too large."});
  http::request request = std::move(exchange.request);
  answer_on(with_.worker, with_.loop, std::move(exchange),
            [&service = with_.service, request = std::move(request), from = std::move(from)] {
              return service.handle(request, from);
            });
}

}  // namespace lambent::engine
