#include "function_process.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace lambent {

namespace {

// Another build's functions can be tested in place of this one's.
std::string functions_dir() {
  const char* const other = std::getenv("LAMBENT_FUNCTIONS_DIR");
  return other != nullptr ? other : LAMBENT_FUNCTIONS_DIR;
}

std::string drain(int fd) {
  std::string text;
  char block[4096];
  for (ssize_t got = 0; (got = read(fd, block, sizeof block)) > 0;) {
    text.append(block, static_cast<std::size_t>(got));
  }
  close(fd);
  return text;
}

}  // namespace

function_process::function_process(const std::string& function,
                                   std::vector<std::string> environment) {
  int out_pipe[2] = {-1, -1};
  int err_pipe[2] = {-1, -1};
  REQUIRE(pipe2(out_pipe, O_CLOEXEC) == 0);
  REQUIRE(pipe2(err_pipe, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out_pipe[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err_pipe[1], STDERR_FILENO);
  std::string program = functions_dir() + "/" + function + "/bootstrap";
  char* const arguments[] = {program.data(), nullptr};
  std::vector<char*> env;
  env.reserve(environment.size() + 1);
  for (std::string& e : environment) env.push_back(e.data());
  env.push_back(nullptr);
  REQUIRE(posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, env.data()) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(out_pipe[1]);
  close(err_pipe[1]);
  out_ = out_pipe[0];
  err_ = err_pipe[0];
}

void function_process::signal(int number) const { (void)::kill(pid_, number); }

bool function_process::wait_for_output(const std::string& text) {
  char block[4096];
  while (out.find(text) == std::string::npos) {
    const ssize_t got = read(out_, block, sizeof block);
    if (got <= 0) return false;
    out.append(block, static_cast<std::size_t>(got));
  }
  return true;
}

int function_process::wait() {
  out += drain(out_);
  err += drain(err_);
  int status = 0;
  waitpid(pid_, &status, 0);
  return status;
}

}  // namespace lambent
