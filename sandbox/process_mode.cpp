#include "sandbox/process_mode.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>

#include "sandbox/root/files.hpp"

namespace lambent::sandbox {

namespace {

std::string replaced(const std::string& path, std::string_view from, const std::string& to) {
  if (to.empty() || !path.starts_with(from)) return path;
  std::string rest = path.substr(from.size());
  if (!rest.empty() && rest.front() != '/') return path;
  return to + rest;
}

}  // namespace

start seen_on_host(start what) {
  auto translate = [&what](const std::string& path) {
    return replaced(replaced(path, "/var/task", what.code_dir), "/opt", what.opt_dir);
  };
  for (std::string& program : what.programs) program = translate(program);
  what.working_directory = translate(what.working_directory);
  return what;
}

result<> adopt_orphans() {
  if (::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) return sys_fail("adopt orphans");
  return {};
}

std::vector<pid_t> living_children() { return living_children_of(::getpid()); }

std::vector<pid_t> living_children_of(pid_t parent) {
  std::vector<pid_t> children;
  const std::string number = std::to_string(parent);
  auto text = read_text("/proc/" + number + "/task/" + number + "/children");
  if (!text) return children;
  const char* at = text->c_str();
  while (true) {
    char* end = nullptr;
    long child = std::strtol(at, &end, 10);
    if (end == at) return children;
    if (child > 1) children.push_back(static_cast<pid_t>(child));
    at = end;
  }
}

}  // namespace lambent::sandbox
