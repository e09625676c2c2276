#include "engine/incoming_body.hpp"

#include <boost/asio/post.hpp>
#include <string>
#include <utility>

namespace lambent::engine {

namespace asio = boost::asio;

namespace {

// What of one body is on its way to the worker at once.
constexpr std::size_t piece_bytes = 256 * 1024;
constexpr std::size_t pieces_max = 4;

// It lives as long as a piece is out or more may come; the loop ends it, as the exchange wants.
class incoming final : public http::body_sink, public std::enable_shared_from_this<incoming> {
public:
  incoming(asio::any_io_executor worker, asio::io_context& loop, http::exchange&& exchange,
           std::unique_ptr<http::body_consumer> to)
      : worker_(std::move(worker)),
        loop_(loop),
        exchange_(std::move(exchange)),
        to_(std::move(to)) {}

  void begin() {
    coming_ = shared_from_this();
    on_worker([](incoming& self) { return self.to_->begin(); });
    exchange_.receive_body(*this);
  }

  bool on_body(std::string_view bytes) override {
    // Answered already, and not yet told: nothing more is wanted.
    if (!coming_) return false;
    piece_ += bytes;
    if (piece_.size() < piece_bytes) return true;
    on_worker([piece = std::exchange(piece_, {})](incoming& self) { return self.take(piece); });
    return pieces_out_ < pieces_max;
  }

  void on_body_end(const http::headers&) override {
    if (coming_) answer();
  }

  // What the consumer takes back then may be on the disk: it ends where it worked.
  void on_body_broken() override {
    if (!coming_) return;
    asio::post(worker_, [self = std::move(coming_)]() mutable {
      self->to_.reset();
      asio::io_context& loop = self->loop_;
      asio::post(loop, [self = std::move(self)] {});
    });
  }

private:
  // Does one thing on the worker, and comes back to ask for more; what gives false is the last.
  template <class Work>
  void on_worker(Work&& work) {
    ++pieces_out_;
    asio::post(worker_, [self = shared_from_this(), work = std::forward<Work>(work)]() mutable {
      bool more = self->wanted_ && work(*self);
      self->wanted_ = more;
      asio::io_context& loop = self->loop_;
      asio::post(loop, [self = std::move(self), more] {
        --self->pieces_out_;
        if (!self->coming_) return;
        if (!more) return self->answer();
        if (self->pieces_out_ < pieces_max) self->exchange_.resume_body();
      });
    });
  }

  bool take(std::string_view piece) { return piece.empty() || to_->take(piece); }

  // What has come is all: something becomes of it, or it is refused.
  void answer() {
    auto self = std::move(coming_);
    std::string rest = std::exchange(piece_, {});
    asio::post(worker_, [self = std::move(self), rest = std::move(rest)]() mutable {
      self->wanted_ = self->wanted_ && self->take(rest);
      http::response answer = self->to_->answer();
      asio::io_context& loop = self->loop_;
      asio::post(loop, [self = std::move(self), answer = std::move(answer)]() mutable {
        self->exchange_.respond(std::move(answer));
      });
    });
  }

  asio::any_io_executor worker_;
  asio::io_context& loop_;
  http::exchange exchange_;
  std::string piece_;
  std::size_t pieces_out_ = 0;
  std::shared_ptr<incoming> coming_;         // Itself, while more of the body may come.
  std::unique_ptr<http::body_consumer> to_;  // The worker's, as is:
  bool wanted_ = true;
};

}  // namespace

void consume_body(asio::any_io_executor worker, asio::io_context& loop, http::exchange&& exchange,
                  std::unique_ptr<http::body_consumer> to) {
  std::make_shared<incoming>(std::move(worker), loop, std::move(exchange), std::move(to))->begin();
}

}  // namespace lambent::engine
