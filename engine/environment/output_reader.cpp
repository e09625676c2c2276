#include "engine/environment/output_reader.hpp"

#include <unistd.h>

#include <array>
#include <utility>

namespace lambent::environment {

namespace asio = boost::asio;

namespace {

constexpr std::size_t output_read_bytes = 64 * 1024;
constexpr std::chrono::milliseconds congestion_pause{5};

}  // namespace

output_reader::output_reader(asio::io_context& loop, fd pipe, const log_sink& logs, take_line each)
    : logs_(logs), each_(std::move(each)), pipe_(loop, pipe.release()), pause_(loop) {}

void output_reader::begin() { wait(); }

void output_reader::wait() {
  if (!pipe_.is_open()) return;
  pipe_.async_wait(asio::posix::stream_descriptor::wait_read,
                   [weak = weak_from_this()](boost::system::error_code ec) {
                     auto self = weak.lock();
                     if (ec || !self || !self->pipe_.is_open()) return;
                     self->read();
                     if (!self->logs_.congested()) return self->wait();
                     self->pause_.expires_after(congestion_pause);
                     self->pause_.async_wait([weak](boost::system::error_code stopped) {
                       auto later = weak.lock();
                       if (!stopped && later) later->wait();
                     });
                   });
}

void output_reader::read() {
  if (!pipe_.is_open()) return;
  static thread_local std::array<char, output_read_bytes> buffer;
  ssize_t n = ::read(pipe_.native_handle(), buffer.data(), buffer.size());
  if (n > 0) {
    lines_.feed({buffer.data(), static_cast<std::size_t>(n)}, each_);
  } else if (n == 0) {
    boost::system::error_code ignored;
    pipe_.close(ignored);
  }
}

}  // namespace lambent::environment
