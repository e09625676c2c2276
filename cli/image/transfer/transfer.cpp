#include "cli/image/transfer/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/json_string.hpp"
#include "cli/image/transfer/ends.hpp"
#include "cli/terminal/interrupt.hpp"
#include "oci/local_image.hpp"
#include "oci/media_type.hpp"

namespace lambent::cli {
namespace {

using clock_type = std::chrono::steady_clock;
using oci::distribution::registry_target;
using oci::distribution::upload_counts;

constexpr double mega = 1e6;
constexpr std::uint64_t megabyte = 1'000'000;

double seconds_since(clock_type::time_point begin) {
  return std::chrono::duration<double>(clock_type::now() - begin).count();
}

// The status line of a copy, from a thread of its own.
class ticker {
public:
  ticker(const oci::copy_progress& seen, clock_type::time_point begin)
      : thread_([this, &seen, begin](const std::stop_token& stop) {
          progress line;
          std::unique_lock lock(mutex_);
          constexpr std::chrono::milliseconds step{200};
          while (!stopped_.wait_for(lock, stop, step, [] { return false; })) {
            if (stop.stop_requested()) return;
            line.step(progress_text(seen, seconds_since(begin)));
          }
        }) {}

private:
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

struct outcome {
  oci::reference to;
  oci::descriptor root;
  std::uint64_t bytes = 0;
  double seconds = 0;
  std::optional<upload_counts> counts{};  // Of a registry.
};

// What a failure is about, where a registry can be asked what to do.
struct place {
  std::optional<oci::registry_reference> from{}, to{};
};

class transferring {
public:
  transferring(const transfer_options& options, place& about) : options_(options), about_(about) {}

  result<outcome> run() {
    const oci::reference from = TRY(oci::parse_reference(options_.from));
    const oci::reference to = named_after(TRY(oci::parse_reference(options_.to)), from);
    std::optional<oci::platform> only = TRY(named_platform());
    const registry_access access = TRY(registry_access::open(options_.registry));
    auto source = TRY(open(from, access, in_registry(to)));
    // A source that refuses us does it now, while nothing else can be meant.
    TRY(source->root());
    if (!only) only = TRY(usual_platform(*source, to));
    // From here on there is something to take back.
    listen_for_interrupt();
    auto target = TRY(make(to, from, access, *source));
    oci::copy_progress seen;
    const auto begin = clock_type::now();
    outcome out{.to = to};
    {
      const ticker shown(seen, begin);
      out.root = TRY(oci::copy_image(*source, *target, only, &seen, interrupted));
    }
    out.seconds = seconds_since(begin);
    out.bytes = seen.bytes;
    if (registry_ != nullptr) out.counts = registry_->counts();
    return out;
  }

private:
  result<std::optional<oci::platform>> named_platform() const {
    if (options_.platform.empty()) return std::nullopt;
    return TRY(parse_platform(options_.platform));
  }

  // Of an index, where nobody named one: an archive has room for one. An image alone is taken
  // whatever it is for.
  result<std::optional<oci::platform>> usual_platform(oci::blob_source& from,
                                                      const oci::reference& to) const {
    if (options_.all && !std::holds_alternative<oci::archive_reference>(to)) return std::nullopt;
    const oci::descriptor root = TRY(from.root());
    if (!oci::media_type::is_index(root.media_type)) return std::nullopt;
    return platform_of_this_machine();
  }

  result<std::unique_ptr<oci::blob_source>> open(const oci::reference& from,
                                                 const registry_access& access, bool to_registry) {
    const auto* registry = std::get_if<oci::registry_reference>(&from);
    if (registry == nullptr) return oci::open_local(from);
    about_.from = *registry;
    using enum registry_access::whose;
    return access.source(*registry, to_registry ? files : flags);
  }

  result<std::unique_ptr<oci::blob_target>> make(const oci::reference& to,
                                                 const oci::reference& from,
                                                 const registry_access& access,
                                                 oci::blob_source& source) {
    const auto* registry = std::get_if<oci::registry_reference>(&to);
    if (registry == nullptr) return oci::make_local(to, interrupted);
    about_.to = *registry;
    oci::distribution::upload_options how{.chunk_bytes = options_.chunk_megabytes * megabyte,
                                          .mount_from = options_.mount_from};
    for (std::string& each : related_repositories(source, from, registry->registry))
      if (each != registry->repository &&
          std::ranges::find(how.mount_from, each) == how.mount_from.end())
        how.mount_from.push_back(std::move(each));
    auto made = TRY(access.target(*registry, std::move(how)));
    registry_ = made.get();
    return made;
  }

  const transfer_options& options_;
  place& about_;
  const registry_target* registry_ = nullptr;  // The target, where it is one.
};

std::string name_of(const outcome& done) {
  oci::reference name = done.to;
  if (auto* registry = std::get_if<oci::registry_reference>(&name)) {
    registry->tag.clear();
    registry->pinned = done.root.digest;
  }
  return oci::to_text(name);
}

std::string summary(const outcome& done) {
  std::string out =
      fmt::format("{:.1f} MB in {:.1f} s", static_cast<double>(done.bytes) / mega, done.seconds);
  if (done.counts)
    out += fmt::format(": {} blobs sent, {} mounted, {} were there", done.counts->sent,
                       done.counts->mounted, done.counts->existed);
  return out;
}

std::string as_json(const outcome& done) {
  std::string blobs;
  if (done.counts)
    blobs = fmt::format(R"(,"blobs":{{"sent":{},"sentBytes":{},"mounted":{},"existed":{}}})",
                        done.counts->sent, done.counts->sent_bytes, done.counts->mounted,
                        done.counts->existed);
  return fmt::format(R"({{"image":{},"digest":{},"mediaType":{},"bytes":{},"seconds":{:.3f}{}}})"
                     "\n",
                     json_string(name_of(done)), json_string(done.root.digest.text()),
                     json_string(done.root.media_type), done.bytes, done.seconds, blobs);
}

}  // namespace

std::string progress_text(const oci::copy_progress& seen, double seconds) {
  const double done = static_cast<double>(seen.bytes) / mega;
  const double known = static_cast<double>(seen.bytes_known) / mega;
  if (seen.blobs_known == 0) return "reading the image";
  return fmt::format("{:.1f} of {:.1f} MB, {} of {} blobs, {:.1f} MB/s", std::min(done, known),
                     known, std::min(seen.blobs.load(), seen.blobs_known.load()),
                     seen.blobs_known.load(), seconds > 0 ? done / seconds : 0.0);
}

exit_code transfer_image(std::string_view doing, const transfer_options& options) {
  place about;
  auto done = transferring(options, about).run();
  if (!done) {
    error why = in_context(doing, std::move(done).error());
    if (interrupted()) return report(why, exit_code::interrupted);
    const exit_code code = exit_code_of_registry(why);
    if (about.to) why = with_hint(std::move(why), *about.to);
    if (about.from) why = with_hint(std::move(why), *about.from);
    return report(why, code);
  }
  note(summary(*done));
  return finish_with(options.output == output_format::json ? as_json(*done)
                                                           : name_of(*done) + "\n");
}

}  // namespace lambent::cli
