#include "engine/log_writer.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <utility>

namespace lambent::engine {

namespace {

constexpr std::chrono::milliseconds batch_delay{10};
constexpr std::size_t batch_bytes_max = 256 * 1024;
constexpr std::size_t in_flight_bytes_max = 16 * 1024 * 1024;

}  // namespace

log_writer::log_writer(boost::asio::io_context& loop, boost::asio::thread_pool& worker,
                       logs::store& store)
    : worker_(worker),
      store_(store),
      timer_(loop),
      in_flight_(std::make_shared<std::atomic<std::size_t>>(0)) {}

void log_writer::write(const environment::log_destination_ptr& to, environment::log_origin,
                       std::int64_t unix_ms, std::string&& message) {
  buffered_bytes_ += message.size();
  buffer_[to].push_back({unix_ms, unix_ms, std::move(message)});
  if (buffered_bytes_ >= batch_bytes_max) return flush();
  if (std::exchange(armed_, true)) return;
  timer_.expires_after(batch_delay);
  timer_.async_wait([this](boost::system::error_code ec) {
    if (!ec) flush();
  });
}

bool log_writer::congested() const { return in_flight_->load() > in_flight_bytes_max; }

void log_writer::flush() {
  armed_ = false;
  if (buffer_.empty()) return;
  std::size_t bytes = std::exchange(buffered_bytes_, 0);
  in_flight_->fetch_add(bytes);
  boost::asio::post(
      worker_, [&store = store_, bytes, in_flight = in_flight_, all = std::exchange(buffer_, {})] {
        for (const auto& [to, events] : all) {
          auto stored = store.append(to->owner, to->group, to->stream, events);
          if (!stored) spdlog::error("store {} log events: {}", events.size(), stored.error().what);
        }
        in_flight->fetch_sub(bytes);
      });
}

}  // namespace lambent::engine
