#include "oci/distribution/blob_stream.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "oci/distribution/limits.hpp"

namespace lambent::oci::distribution {

// Two buffers change sides: one is filled by the source while the other is read.
struct blob_stream::reading {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::string filling;  // Guarded, as are the next two.
  bool ended = false;
  result<> outcome{};
  std::string draining{};  // The reader's own.
  std::size_t drained = 0;
  std::jthread thread;  // Last: it uses the others until it is joined.

  reading(blob_source& from, const descriptor& what)
      : thread([this, &from, what](const std::stop_token& stop) {
          result<> made = from.read(what, [&](std::string_view piece) { return add(piece, stop); });
          std::lock_guard lock(mutex);
          outcome = std::move(made);
          ended = true;
          changed.notify_all();
        }) {}

  result<> add(std::string_view piece, const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    if (!changed.wait(lock, stop, [&] { return filling.size() < limits::stream_ahead_bytes / 2; }))
      return lambent::fail("nobody reads on");
    filling += piece;
    changed.notify_all();
    return {};
  }

  result<std::size_t> read(std::span<char> into) {
    if (drained == draining.size()) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return ended || !filling.empty(); });
      if (filling.empty()) {
        if (!outcome) return std::unexpected(outcome.error());
        return std::size_t{0};
      }
      draining.clear();
      std::swap(draining, filling);
      drained = 0;
      changed.notify_all();
    }
    std::size_t count = draining.copy(into.data(), into.size(), drained);
    drained += count;
    return count;
  }
};

blob_stream::blob_stream(blob_source& from, descriptor what)
    : from_(from), what_(std::move(what)) {}
blob_stream::~blob_stream() = default;

result<> blob_stream::seek(std::uint64_t offset) {
  if (offset < at_) reading_.reset();
  if (!reading_) {
    reading_ = std::make_unique<reading>(from_, what_);
    at_ = 0;
  }
  constexpr std::size_t skip_bytes = 65536;
  std::array<char, skip_bytes> skipped;
  while (at_ < offset) {
    std::size_t wanted = std::min<std::uint64_t>(skipped.size(), offset - at_);
    std::size_t count = TRY(reading_->read({skipped.data(), wanted}));
    if (count == 0) return fail("the blob ends before byte " + std::to_string(offset));
    at_ += count;
  }
  return {};
}

result<std::size_t> blob_stream::read(std::span<char> into) {
  if (!reading_) TRY(seek(0));
  std::size_t count = TRY(reading_->read(into));
  at_ += count;
  return count;
}

}  // namespace lambent::oci::distribution
