#include "bench/runtime/started_function.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <filesystem>

#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

constexpr int end_ms_max = 5'000;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  made.reserve(texts.size() + 1);
  for (std::string& text : texts) made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

std::vector<std::string> lambda_environment(const std::string& folder, unsigned api_port) {
  return {"AWS_LAMBDA_RUNTIME_API=127.0.0.1:" + std::to_string(api_port),
          "LAMBDA_TASK_ROOT=" + folder,
          "LAMBDA_RUNTIME_DIR=/var/runtime",
          "_HANDLER=index.handler",
          "AWS_LAMBDA_FUNCTION_NAME=echo",
          "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1769",
          "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
          "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/echo",
          "AWS_LAMBDA_LOG_STREAM_NAME=2026/11/25/[$LATEST]0123456789abcdef0123456789abcdef",
          "AWS_REGION=us-east-2",
          "AWS_DEFAULT_REGION=us-east-2",
          "LANG=en_US.UTF-8",
          "TZ=:UTC",
          "PATH=/usr/local/bin:/usr/bin:/bin"};
}

double number_behind(const std::string& text, std::string_view name) {
  double value = 0;
  const std::size_t at = text.find(name);
  if (at == std::string::npos) return 0;
  const std::size_t digits = text.find_first_of("0123456789", at + name.size());
  if (digits != std::string::npos) {
    (void)std::from_chars(text.data() + digits, text.data() + text.size(), value);
  }
  return value;
}

}  // namespace

result<started_function> started_function::start(const contender& who,
                                                 const start_options& options) {
  const std::string& folder = options.folder.empty() ? who.folder : options.folder;
  std::vector<std::string> argv = options.tracer;
  argv.insert(argv.end(), who.argv.begin(), who.argv.end());
  if (!options.folder.empty()) argv[options.tracer.size()] = folder + "/bootstrap";
  std::vector<std::string> environment = lambda_environment(folder, options.api_port);
  environment.insert(environment.end(), options.environment.begin(), options.environment.end());

  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addchdir_np(&files, folder.c_str());
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, argv[0].c_str(), &files, nullptr, pointers(argv).data(),
                                   pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return sys_fail("start " + argv[0], failed);
  return started_function(pid);
}

double started_function::cpu_us() const {
  double total = 0;
  std::error_code ended;
  const std::string tasks = "/proc/" + std::to_string(pid_) + "/task";
  for (std::filesystem::directory_iterator at(tasks, ended), end; !ended && at != end;
       at.increment(ended)) {
    const std::string text = read_file(at->path() / "schedstat");
    double ns = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), ns);
    total += ns / 1e3;
  }
  return total;
}

double started_function::peak_rss_kb() const {
  // Not wait4's ru_maxrss: that counts what this process had when it started the other.
  return number_behind(read_file("/proc/" + std::to_string(pid_) + "/status"), "VmHWM:");
}

void started_function::end_by(int signal) {
  if (pid_ <= 0) return;
  const pid_t pid = std::exchange(pid_, -1);
  (void)::kill(pid, signal);
  for (int waited = 0; signal != SIGKILL && waited < end_ms_max; ++waited) {
    if (::waitpid(pid, nullptr, WNOHANG) != 0) return;
    (void)::poll(nullptr, 0, 1);
  }
  (void)::kill(pid, SIGKILL);
  (void)::waitpid(pid, nullptr, 0);
}

}  // namespace lambent::bench
