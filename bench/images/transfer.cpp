#include "bench/images/transfer.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "base/json_text.hpp"
#include "base/process.hpp"
#include "base/temp_dir.hpp"
#include "bench/engine/program.hpp"
#include "bench/images/noise_image.hpp"
#include "bench/report/machine.hpp"
#include "bench/report/series.hpp"
#include "oci/blob_target.hpp"
#include "oci/layout/layout_target.hpp"

namespace lambent::bench {
namespace {

namespace fs = std::filesystem;

constexpr double memory_max_kilobytes = 64 * 1024;
// Of a plain copy: a transfer also hashes on both sides, sends and receives.
constexpr double copies_max = 3;

struct measured {
  series push, pull, copy, synced, skopeo_push, skopeo_pull;
  double push_kilobytes = 0, pull_kilobytes = 0, engine_kilobytes = 0;
};

struct ended_program {
  clock_type::duration taken{};
  double kilobytes = 0;  // At most at once.
};

// "VmHWM:     12345 kB" of a program that runs.
double peak_kilobytes(pid_t of) {
  const std::string text = read_file("/proc/" + std::to_string(of) + "/status");
  std::size_t at = text.find("VmHWM:");
  if (at == std::string::npos) return 0;
  at = text.find_first_of("0123456789", at);
  double out = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), out);
  return out;
}

// What a program has of memory, looked at while it runs: the kernel's own figure at its end
// (ru_maxrss) is not less than what this process had when it started the other.
class memory_watch {
public:
  explicit memory_watch(pid_t of)
      : thread_([this, of](const std::stop_token& stop) {
          constexpr std::chrono::milliseconds pause{10};
          for (; !stop.stop_requested(); std::this_thread::sleep_for(pause))
            peak_ = std::max(peak_.load(), peak_kilobytes(of));
        }) {}
  // At most at once, until it ended.
  double finish() {
    thread_.request_stop();
    thread_.join();
    return peak_;
  }

private:
  std::atomic<double> peak_{0};
  std::jthread thread_;
};

// A program from its start to its end.
result<ended_program> run_measured(std::vector<std::string> argv) {
  std::vector<char*> words;
  for (std::string& each : argv) words.push_back(each.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const auto begin = clock_type::now();
  const int failed = ::posix_spawnp(&pid, words[0], &files, nullptr, words.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return sys_fail("start " + argv[0], failed);
  memory_watch memory(pid);
  int status = 0;
  if (::waitpid(pid, &status, 0) != pid) return sys_fail("wait for " + argv[0]);
  const auto taken = clock_type::now() - begin;
  if (status != 0) return fail(argv[0] + " " + argv[1] + " failed");
  return ended_program{.taken = taken, .kilobytes = memory.finish()};
}

// What is written is on disk before the next begins.
void settle() { ::sync(); }

enum class durability : std::uint8_t { none, synced };

result<> copy_bytes(const fs::path& from, const fs::path& to, durability kept) {
  fd in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  fd out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!in || !out) return sys_fail("copy " + from.string());
  std::string piece(1UL << 20, '\0');
  for (;;) {
    ssize_t got = ::read(in.get(), piece.data(), piece.size());
    if (got < 0) return sys_fail("read " + from.string());
    if (got == 0) break;
    TRY(write_all(out.get(), {piece.data(), static_cast<std::size_t>(got)}));
  }
  if (kept == durability::synced && ::fsync(out.get()) != 0) return sys_fail("sync " + to.string());
  return {};
}

result<clock_type::duration> copy_plainly(const fs::path& layout, const fs::path& into,
                                          durability kept) {
  settle();
  const auto begin = clock_type::now();
  fs::create_directories(into);
  for (const auto& each : fs::directory_iterator(layout / "blobs" / "sha256"))
    TRY(copy_bytes(each.path(), into / each.path().filename(), kept));
  return clock_type::now() - begin;
}

class round {
public:
  round(const transfer_options& options, const fs::path& layout, measured& into)
      : lambent_((options.programs / "lambent").string()), layout_(layout), into_(into) {}

  result<> run(bool with_skopeo) {
    TRY(start_engine());
    const std::string from = "oci:" + layout_.string();
    const std::string there = registry_ + "/noise:v1";
    ended_program push = TRY(timed({lambent_, "-q", "image", "push", from, there}));
    into_.push.add(push.taken);
    into_.push_kilobytes = std::max(into_.push_kilobytes, push.kilobytes);
    const std::string back = "oci:" + (dir_.path / "back").string();
    ended_program pull = TRY(timed({lambent_, "-q", "image", "pull", there, "--output", back}));
    into_.pull.add(pull.taken);
    into_.pull_kilobytes = std::max(into_.pull_kilobytes, pull.kilobytes);
    into_.engine_kilobytes = std::max(into_.engine_kilobytes, peak_kilobytes(engine_->pid()));
    into_.copy.add(TRY(copy_plainly(layout_, dir_.path / "copy", durability::none)));
    into_.synced.add(TRY(copy_plainly(layout_, dir_.path / "synced", durability::synced)));
    return with_skopeo ? run_skopeo() : result<>();
  }

private:
  result<> run_skopeo() {
    engine_.reset();
    fs::remove_all(dir_.path / "data");
    fs::remove_all(dir_.path / "back");
    TRY(start_engine());
    const std::string there = "docker://" + registry_ + "/noise:v1";
    into_.skopeo_push.add(TRY(timed({"skopeo", "copy", "--quiet", "--dest-tls-verify=false",
                                     "oci:" + layout_.string() + ":noise", there}))
                              .taken);
    into_.skopeo_pull.add(TRY(timed({"skopeo", "copy", "--quiet", "--src-tls-verify=false", there,
                                     "oci:" + (dir_.path / "back").string() + ":noise"}))
                              .taken);
    return {};
  }

  static result<ended_program> timed(std::vector<std::string> argv) {
    settle();
    return run_measured(std::move(argv));
  }

  result<> start_engine() {
    engine_.emplace(TRY(program::start({.argv = {lambent_, "serve", "--port", "0", "--data-dir",
                                                 (dir_.path / "data").string(), "--output", "json"},
                                        .error_file = (dir_.path / "engine.log").string()})));
    std::string endpoint = json_member(TRY(engine_->first_line()), "endpoint");
    registry_ = endpoint.substr(endpoint.rfind('/') + 1);
    return {};
  }

  testing::temp_dir dir_;
  std::string lambent_, registry_;
  fs::path layout_;
  measured& into_;
  std::optional<program> engine_;  // Before the directory that it writes to.
};

row time_row(std::string key, std::string what, const series& of, const series* floor) {
  row out{.key = std::move(key),
          .what = std::move(what),
          .p50 = of.p50(),
          .max = of.max(),
          .count = of.values.size()};
  if (floor != nullptr) {
    out.floor = floor->p50();
    out.must = "a plain copy's time x 3";
    out.met = out.p50 <= *out.floor * copies_max;
  }
  return out;
}

row memory_row(std::string key, std::string what, double kilobytes) {
  return {.key = std::move(key),
          .what = std::move(what),
          .unit = unit::kilobytes,
          .p50 = kilobytes,
          .count = 1,
          .must = "64 MB",
          .met = kilobytes <= memory_max_kilobytes};
}

void add_rows(const measured& all, table& into) {
  into.add(time_row("copy", "copy the image's files", all.copy, nullptr));
  into.add(time_row("copy_synced", "the same, each file synced", all.synced, nullptr));
  // The registry says that a blob is there when it is on the disk.
  into.add(time_row("push", "push to the engine; floor: the copy, synced", all.push, &all.synced));
  into.add(time_row("pull", "pull from the engine; floor: the copy", all.pull, &all.copy));
  if (!all.skopeo_push.values.empty()) {
    into.add(time_row("skopeo_push", "skopeo copy to the engine", all.skopeo_push, nullptr));
    into.add(time_row("skopeo_pull", "skopeo copy from the engine", all.skopeo_pull, nullptr));
  }
  into.add(memory_row("push_memory", "memory of the push", all.push_kilobytes));
  into.add(memory_row("pull_memory", "memory of the pull", all.pull_kilobytes));
  row engine = memory_row("engine_memory", "memory of the engine", all.engine_kilobytes);
  engine.must.clear();
  into.add(std::move(engine));
}

}  // namespace

result<> measure_transfers(const transfer_options& options, table& into) {
  constexpr std::size_t layers = 5;
  const std::uint64_t layer_bytes = options.quick ? 10'000'000 : 100'000'000;
  const int rounds = options.quick ? 2 : 5;
  testing::temp_dir dir;
  progress("writing an image of noise");
  noise_image noise(layers, layer_bytes);
  auto layout = TRY(oci::make_layout((dir.path / "noise").string(), "noise"));
  TRY(oci::copy_image(noise, *layout));
  const bool with_skopeo = !find_program("skopeo").empty();
  measured all;
  for (int i = 0; i < rounds; ++i) {
    progress("transfers, round " + std::to_string(i + 1) + " of " + std::to_string(rounds));
    TRY_FOR("round " + std::to_string(i + 1),
            round(options, dir.path / "noise", all).run(with_skopeo));
  }
  add_rows(all, into);
  return {};
}

}  // namespace lambent::bench
