#include "bench/report/machine.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace lambent::bench {

namespace {

std::string cpu_model() {
  const std::string text = read_file("/proc/cpuinfo");
  const auto at = text.find("model name");
  if (at == std::string::npos) return "unknown CPU";
  const auto from = text.find(": ", at) + 2;
  return text.substr(from, text.find('\n', from) - from);
}

}  // namespace

std::string machine::text() const {
  return cpu + ", " + std::to_string(cpus) + " CPUs, Linux " + kernel + ", cgroup " + cgroup;
}

std::string machine::json() const {
  return R"({"cpu": ")" + cpu + R"(", "cpus": )" + std::to_string(cpus) + R"(, "kernel": ")" +
         kernel + R"(", "cgroup": ")" + cgroup + R"("})";
}

machine this_machine() {
  utsname names{};
  return {.cpu = cpu_model(),
          .cpus = ::sysconf(_SC_NPROCESSORS_ONLN),
          .kernel = ::uname(&names) == 0 ? names.release : "unknown",
          .cgroup = ::access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0 ? "v2" : "v1"};
}

double load_average() {
  double one_minute = 0;
  return ::getloadavg(&one_minute, 1) == 1 ? one_minute : 0;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void progress(const std::string& text) {
  if (::isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
}

}  // namespace lambent::bench
