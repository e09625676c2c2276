#include "sandbox/testing/driver.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

namespace lambent::sandbox::testing {

namespace {
constexpr int reply_limit_ms = 10'000;
}

scratch_dir::scratch_dir() {
  std::string pattern = "/tmp/lambent-sandbox-test-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
  (void)::chmod(path_.c_str(), 0755);
}

scratch_dir::~scratch_dir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

driver::~driver() { end(); }

result<reply> driver::begin(const std::string& program, configure how) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return sys_fail("make a socket pair");
  }
  socket_.reset(ends[0]);
  fd other(ends[1]);
  child_ = ::fork();
  if (child_ < 0) return sys_fail("fork");
  if (child_ == 0) {
    (void)::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (other.get() == control_fd) {
      (void)::fcntl(control_fd, F_SETFD, 0);
    } else {
      (void)::dup2(other.get(), control_fd);
    }
    ::execl(program.c_str(), program.c_str(), nullptr);
    ::_exit(127);
  }
  other.reset();
  if (how.run_dir.empty()) how.run_dir = run_dir_.path();
  ask(how);
  return std::move(TRY(next()).first);
}

int driver::end() {
  socket_.reset();
  int status = 0;
  if (child_ > 0) (void)::waitpid(child_, &status, 0);
  child_ = 0;
  return status;
}

void driver::ask(const request& message) { (void)send_packet(socket_.get(), encode(message)); }

result<std::pair<reply, std::vector<fd>>> driver::next() {
  if (!wait_readable(socket_, reply_limit_ms)) return fail("no reply came in time");
  auto got = TRY(receive_packet(socket_.get()));
  if (!got || got->bytes.empty()) return fail("the program has gone");
  reply message = TRY(decode_reply(got->bytes));
  return std::pair(std::move(message), std::move(got->fds));
}

result<held> driver::prepare_one(sandbox_id id) {
  ask(prepare{id});
  auto got = TRY(next());
  auto* info = std::get_if<prepared>(&got.first);
  if (info == nullptr) return fail(describe(got.first));
  std::size_t wanted = 2U + (info->has_memory_peak ? 1U : 0U) + (info->has_freezer ? 1U : 0U);
  if (got.second.size() != wanted) return fail("wrong number of descriptors");
  held h{*info, std::move(got.second[0]), std::move(got.second[1]), {}, {}};
  if (info->has_memory_peak) h.memory_peak = std::move(got.second[2]);
  if (info->has_freezer) h.freezer = std::move(got.second.back());
  return h;
}

std::string driver::describe(const reply& message) {
  static constexpr std::array<const char*, 9> names{"ready",      "refused",   "prepared",
                                                    "started",    "failed",    "exited",
                                                    "reset_done", "destroyed", "socket_made"};
  std::string text = names[message.index()];
  if (const auto* f = std::get_if<failed>(&message)) text += ": " + f->why.what;
  if (const auto* r = std::get_if<refused>(&message)) text += ": " + r->why.what;
  if (const auto* e = std::get_if<exited>(&message)) {
    text += (e->by_signal ? " by signal " : " with status ") + std::to_string(e->code);
    if (e->out_of_memory) text += ", out of memory";
  }
  return text;
}

bool wait_readable(const fd& file, int limit_ms) {
  pollfd waiting{file.get(), POLLIN, 0};
  return ::poll(&waiting, 1, limit_ms) > 0;
}

std::string read_available(const fd& output) {
  std::string text;
  std::array<char, 65536> buffer;
  while (true) {
    ssize_t size = ::read(output.get(), buffer.data(), buffer.size());
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

void copy_program(const std::string& from, const std::string& to, mode_t mode) {
  std::error_code ignored;
  std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, ignored);
  (void)::chmod(to.c_str(), mode);
}

}  // namespace lambent::sandbox::testing
