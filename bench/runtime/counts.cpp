// What an invocation asks of malloc and of the kernel: counted in runs of their own, which are
// slower than those that are timed.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdint>

#include "base/fd.hpp"
#include "base/process.hpp"
#include "base/temp_dir.hpp"
#include "bench/report/machine.hpp"
#include "bench/runtime/conversation.hpp"
#include "bench/runtime/measure.hpp"
#include "bench/runtime/started_function.hpp"

namespace lambent::bench {

namespace {

constexpr int warm_up = 100;

// As in allocation_counter.c.
struct counter_page {
  std::uint64_t in_use;
  std::uint64_t calls;
};

// The page in a file that the function's allocation counter maps, too.
class shared_page {
public:
  [[nodiscard]] static result<shared_page> make(const std::string& path) {
    const fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file || ::ftruncate(file.get(), sizeof(counter_page)) != 0) {
      return sys_fail("write " + path);
    }
    void* const page = ::mmap(nullptr, sizeof(counter_page), PROT_READ, MAP_SHARED, file.get(), 0);
    if (page == MAP_FAILED) return sys_fail("map " + path);
    return shared_page(static_cast<const volatile counter_page*>(page));
  }
  shared_page(shared_page&& other) noexcept : page_(std::exchange(other.page_, nullptr)) {}
  shared_page& operator=(shared_page&&) = delete;
  ~shared_page() {
    if (page_ != nullptr) {
      (void)::munmap(const_cast<counter_page*>(page_), sizeof(counter_page));
    }
  }

  [[nodiscard]] bool in_use() const { return page_->in_use != 0; }
  [[nodiscard]] std::uint64_t calls() const { return page_->calls; }

private:
  explicit shared_page(const volatile counter_page* page) : page_(page) {}

  const volatile counter_page* page_;
};

// Of "1234 total", strace's last line.
result<double> total_of(const std::string& summary) {
  const std::size_t end = summary.rfind(" total");
  if (end == std::string::npos) return fail("strace wrote no summary");
  const std::size_t line = summary.rfind('\n', end) + 1;  // npos + 1: the first line.
  const std::size_t digits = summary.find_first_not_of(' ', line);
  double calls = 0;
  (void)std::from_chars(summary.data() + digits, summary.data() + end, calls);
  return calls;
}

// How many system calls a whole run of so many invocations makes.
result<double> traced_calls(const contender& who, const std::string& strace, int invocations) {
  const testing::temp_dir folder;
  const std::string summary = folder.path / "summary";
  stub api = TRY(stub::start());
  started_function tracer = TRY(started_function::start(
      who,
      {.api_port = api.port(),
       .tracer = {strace, "-f", "-c", "-I", "waiting", "-U", "calls,name", "-o", summary, "--"}}));
  TRY(api.watch(tracer.pid()));
  TRY(api.await_next());
  TRY(conversation(api, who, load{}.payload_bytes).invoke(invocations));
  tracer.end_by(SIGTERM);  // It ends the function and writes the summary.
  return total_of(read_file(summary));
}

}  // namespace

result<double> count_allocations(const contender& who, int invocations) {
  if (who.allocations == allocation_counting::none) return fail("not by malloc");
  const testing::temp_dir folder;
  const std::string path = folder.path / "allocations";
  const shared_page counter = TRY(shared_page::make(path));
  stub api = TRY(stub::start());
  start_options options = {.api_port = api.port(),
                           .environment = {"LAMBENT_BENCH_ALLOCATIONS=" + path}};
  if (who.allocations == allocation_counting::linked) {
    options.folder = who.counted_folder;
  } else {
    options.environment.emplace_back("LD_PRELOAD=" LAMBENT_BENCH_ALLOCATION_COUNTER);
  }
  const started_function function = TRY(started_function::start(who, options));
  TRY(api.watch(function.pid()));
  TRY(api.await_next());
  if (!counter.in_use()) return fail("the allocation counter did not load");
  conversation talk(api, who, load{}.payload_bytes);
  TRY(talk.invoke(warm_up));
  const std::uint64_t before = counter.calls();
  TRY(talk.invoke(invocations));
  return static_cast<double>(counter.calls() - before) / invocations;
}

result<double> count_system_calls(const contender& who, int invocations) {
  const std::string strace = find_program("strace");
  if (strace.empty()) return fail("strace is missing");
  const double some = TRY(traced_calls(who, strace, warm_up));
  const double all = TRY(traced_calls(who, strace, warm_up + invocations));
  return (all - some) / invocations;
}

}  // namespace lambent::bench
