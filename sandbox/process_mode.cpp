#include "sandbox/process_mode.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>

#include "sandbox/root/files.hpp"

namespace lambent::sandbox {

namespace {

bool is_in(std::string_view path, std::string_view place) {
  return path.starts_with(place) && (path.size() == place.size() || path[place.size()] == '/');
}

// Where the innermost place that holds it is shown from.
std::string on_host(const std::string& path, const std::map<std::string, std::string>& places) {
  for (auto each = places.rbegin(); each != places.rend(); ++each)
    if (is_in(path, each->first)) return each->second + path.substr(each->first.size());
  return path;
}

}  // namespace

start seen_on_host(start what) {
  std::map<std::string, std::string> places = what.shown;
  if (!what.code_dir.empty()) places[std::string(code_place)] = what.code_dir;
  if (!what.opt_dir.empty()) places[std::string(opt_place)] = what.opt_dir;
  for (std::string& program : what.programs) program = on_host(program, places);
  // What a managed runtime's interpreter is to run; a function's own program has no arguments.
  if (!what.shown.empty())
    for (std::string& argument : what.arguments) argument = on_host(argument, places);
  what.working_directory = on_host(what.working_directory, places);
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
