#include "oci/unpack/piece_pipe.hpp"

namespace lambent::oci {

piece_pipe::piece_pipe(std::uint64_t bytes_max) : left_(bytes_max) {
  for (auto& one : ring_) one.bytes.resize(buffer_bytes);
}

std::span<char> piece_pipe::room() {
  auto& into = ring_[filling_];
  if (!holds_room_) {
    std::unique_lock lock(guard_);
    changed_.wait(lock, [this] { return full_ < buffers || abandoned_; });
    if (abandoned_) return {};
    into.used = 0;
    holds_room_ = true;
  }
  return std::span(into.bytes).subspan(into.used);
}

result<> piece_pipe::filled(std::size_t bytes) {
  if (bytes > left_) {
    exceeded_ = true;
    return fail("the layer is too big unpacked");
  }
  left_ -= bytes;
  auto& into = ring_[filling_];
  into.used += bytes;
  if (into.used == into.bytes.size()) hand_over();
  return {};
}

void piece_pipe::hand_over() {
  filling_ = (filling_ + 1) % buffers;
  holds_room_ = false;
  {
    std::scoped_lock lock(guard_);
    ++full_;
  }
  changed_.notify_one();
}

void piece_pipe::finish(result<> how) {
  if (holds_room_ && ring_[filling_].used > 0) hand_over();
  {
    std::scoped_lock lock(guard_);
    finished_ = std::move(how);
  }
  changed_.notify_one();
}

result<std::string_view> piece_pipe::next() {
  std::unique_lock lock(guard_);
  if (holds_piece_) {
    holds_piece_ = false;
    emptying_ = (emptying_ + 1) % buffers;
    --full_;
    changed_.notify_one();
  }
  changed_.wait(lock, [this] { return full_ > 0 || finished_; });
  if (full_ == 0) {
    if (!*finished_) return std::unexpected(finished_->error());
    return std::string_view();
  }
  holds_piece_ = true;
  const auto& piece = ring_[emptying_];
  return std::string_view(piece.bytes.data(), piece.used);
}

void piece_pipe::abandon() {
  {
    std::scoped_lock lock(guard_);
    abandoned_ = true;
  }
  changed_.notify_one();
}

}  // namespace lambent::oci
