// What storing and reading logs costs: batches of three lines appended as a function writes them,
// and read back whole. The floor, a bare write() of as many bytes per batch, is measured in the
// same run, so that ratios hold whatever the machine was doing.
#include <fcntl.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/files.hpp"
#include "engine/logs/file.hpp"
#include "engine/logs/store.hpp"

namespace {

using namespace lambent;
using clock_type = std::chrono::steady_clock;

constexpr int batches = 20'000;
constexpr int lines_per_batch = 3;
constexpr int events_total = batches * lines_per_batch;
constexpr int streams = 8;
constexpr int rounds = 5;
constexpr std::int64_t first_ms = 1'700'000'000'000;

template <class T>
T must(result<T> r, const char* doing) {
  if (!r) {
    std::fprintf(stderr, "bench_logs: %s: %s\n", doing, r.error().what.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*r);
}

double seconds_since(clock_type::time_point begin) {
  return std::chrono::duration<double>(clock_type::now() - begin).count();
}

struct scratch {
  std::filesystem::path path;
  scratch() {
    char name[] = "/tmp/bench-logs-XXXXXX";
    if (::mkdtemp(name) == nullptr) std::exit(1);
    path = name;
  }
  ~scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

std::vector<logs::event> batch_of(int number) {
  const auto ms = first_ms + number;
  const std::string id = "0e6c3a52-5f7e-4c1b-9d55-0000" + std::to_string(10'000'000 + number);
  return {{ms, ms, "START RequestId: " + id + " Version: $LATEST"},
          {ms, ms, "{\"level\":\"INFO\",\"message\":\"hello, order " + id + "\"}"},
          {ms, ms, "END RequestId: " + id}};
}

double append_all(logs::store& to, const std::vector<std::vector<logs::event>>& all) {
  std::array<std::string, streams> names;
  for (int i = 0; i < streams; ++i)
    names[static_cast<std::size_t>(i)] = "2026/01/01/[$LATEST]" + std::to_string(i);
  const auto begin = clock_type::now();
  for (std::size_t i = 0; i < all.size(); ++i)
    must(to.append(model::default_owner(), "/aws/lambda/hello", names[i % streams], all[i]),
         "append");
  return seconds_since(begin);
}

double read_all(const logs::store& from) {
  const auto begin = clock_type::now();
  logs::read_options options;
  std::size_t seen = 0;
  do {
    const auto page = must(from.read(model::default_owner(), "/aws/lambda/hello", options), "read");
    seen += page.events.size();
    options.bound = page.next;
  } while (options.bound);
  if (seen != events_total) {
    std::fprintf(stderr, "bench_logs: %zu of %d events came back\n", seen, events_total);
    std::exit(1);
  }
  return seconds_since(begin);
}

double write_floor(const std::filesystem::path& path,
                   const std::vector<std::vector<logs::event>>& all) {
  const auto file = must(logs::open_file(path, O_WRONLY | O_CREAT | O_APPEND), "open");
  std::string bytes;
  const auto begin = clock_type::now();
  for (const auto& batch : all) {
    bytes.clear();
    for (const auto& e : batch) bytes += e.message;
    must(write_all(file.get(), bytes), "write");
  }
  return seconds_since(begin);
}

}  // namespace

int main() {
  std::vector<std::vector<logs::event>> all;
  all.reserve(batches);
  for (int i = 0; i < batches; ++i) all.push_back(batch_of(i));
  double append = 1e9, read = 1e9, floor = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const scratch dir;
    const auto store = must(logs::store::open(dir.path / "logs"), "open");
    append = std::min(append, append_all(*store, all));
    read = std::min(read, read_all(*store));
    floor = std::min(floor, write_floor(dir.path / "floor", all));
  }
  std::printf("best of %d, %d batches of %d lines\n", rounds, batches, lines_per_batch);
  std::printf("append       %9.0f events/s\n", events_total / append);
  std::printf("bare write   %9.0f events/s  (append takes %.2f times as long)\n",
              events_total / floor, append / floor);
  std::printf("read back    %9.0f events/s\n", events_total / read);
}
