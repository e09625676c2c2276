// Copies an image from any source to any target: several blobs at once, documents last.
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "oci/blob_target.hpp"
#include "oci/image.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci {
namespace {

// One blob's way out of a source: counted, and ended when another blob has failed.
class watched_source final : public blob_source {
public:
  watched_source(blob_source& from, copy_progress& progress, const std::atomic<bool>& failed,
                 const std::function<bool()>& give_up)
      : from_(from), progress_(progress), failed_(failed), give_up_(give_up) {}

  [[nodiscard]] result<descriptor> root() override { return from_.root(); }
  [[nodiscard]] result<> read(const descriptor& which, const sink& to) override {
    return from_.read(which, [&](std::string_view piece) -> result<> {
      if (failed_) return fail("given up: another blob failed");
      if (give_up_ && give_up_()) return sys_fail("given up", ECANCELED);
      TRY(to(piece));
      // A target may read a blob again after a failure; that does not make it more.
      const std::uint64_t more = std::min<std::uint64_t>(piece.size(), which.size - counted_);
      counted_ += more;
      progress_.bytes += more;
      return {};
    });
  }
  // It is there, however many bytes that took.
  void finish(const descriptor& which) {
    progress_.bytes += which.size - counted_;
    ++progress_.blobs;
  }

private:
  blob_source& from_;
  copy_progress& progress_;
  const std::atomic<bool>& failed_;
  const std::function<bool()>& give_up_;
  std::uint64_t counted_ = 0;
};

class copying {
public:
  copying(blob_source& from, blob_target& to, copy_progress& progress,
          const std::function<bool()>& give_up)
      : from_(from), to_(to), progress_(progress), give_up_(give_up) {}

  // The blob after everything that it names. NOLINTNEXTLINE(misc-no-recursion): bounded.
  result<> copy(const descriptor& which, std::size_t depth) {
    if (done_.contains(which.digest)) return {};
    if (media_type::is_index(which.media_type) || media_type::is_manifest(which.media_type))
      TRY(copy_named(which, depth));
    TRY(bring(which));
    done_.insert(which.digest);
    return {};
  }

private:
  result<> bring(const descriptor& which) {
    watched_source watched(from_, progress_, failed_, give_up_);
    if (!TRY(to_.has(which))) TRY_FOR("copy " + which.digest.text(), to_.put(which, watched));
    watched.finish(which);
    return {};
  }

  // Blobs that name no others, by as many threads as the target likes. The first failure counts.
  result<> bring_all(const std::vector<descriptor>& blobs) {
    for (const descriptor& each : blobs) progress_.bytes_known += each.size;
    progress_.blobs_known += static_cast<unsigned>(blobs.size());
    std::atomic<std::size_t> next{0};
    std::mutex mutex;  // Guards `outcome`.
    result<> outcome{};
    const auto work = [&] {
      for (std::size_t i = next++; i < blobs.size() && !failed_; i = next++) {
        result<> brought = bring(blobs[i]);
        if (brought) continue;
        std::lock_guard lock(mutex);
        if (outcome) outcome = std::move(brought);
        failed_ = true;
      }
    };
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < std::min<std::size_t>(to_.puts_at_once(), blobs.size()); ++i)
        threads.emplace_back(work);
      work();
    }
    return outcome;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  result<> copy_named(const descriptor& which, std::size_t depth) {
    if (depth > limits::index_depth_max)
      return fail("there are more than " + std::to_string(limits::index_depth_max) +
                  " indexes in each other");
    std::string doing = which.digest.text() + " (" + which.media_type + ")";
    std::string bytes = TRY_FOR("read " + doing, read_document(from_, which));
    auto document = TRY_FOR(doing, parse_document(bytes, which.media_type));
    if (const auto* list = std::get_if<index>(&document)) {
      for (const descriptor& each : list->manifests) TRY(copy(each, depth + 1));
      return {};
    }
    const auto& one = std::get<manifest>(document);
    std::vector<descriptor> blobs;
    for (const descriptor& each : one.layers)
      if (done_.insert(each.digest).second) blobs.push_back(each);
    if (done_.insert(one.config.digest).second) blobs.push_back(one.config);
    return bring_all(blobs);
  }

  blob_source& from_;
  blob_target& to_;
  copy_progress& progress_;
  const std::function<bool()>& give_up_;
  std::atomic<bool> failed_{false};
  std::set<digest> done_;  // Or under way.
};

}  // namespace

result<descriptor> copy_image(blob_source& from, blob_target& to,
                              const std::optional<platform>& only, copy_progress* progress,
                              const std::function<bool()>& give_up) {
  descriptor root = TRY(from.root());
  // What an index says of its images counts; an image alone says itself what it is for.
  if (only)
    root = media_type::is_index(root.media_type) ? TRY(find_manifest(from, *only))
                                                 : TRY(read_image(from, *only)).name;
  copy_progress unseen;
  copying work(from, to, progress == nullptr ? unseen : *progress, give_up);
  TRY(work.copy(root, 0));
  TRY(to.finish(root));
  return root;
}

}  // namespace lambent::oci
