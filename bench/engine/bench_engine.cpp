// What the engine costs against a floor measured in the same run: cold starts, cold and warm
// Invokes, throughput, idle environments. `./dev bench engine` runs it.
#include <sys/resource.h>

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>

#include "bench/engine/rows.hpp"

namespace {

using namespace lambent;
using namespace lambent::bench;

struct options {
  bench_settings settings;
  std::string json;
  std::string only;  // Empty: every group.
};

constexpr const char* usage =
    "usage: bench_engine [--quick] [--idle N] [--only GROUP] [--json FILE]\n"
    "groups: cold, at-once, warm, throughput, idle\n";

struct group {
  const char* name;
  result<> (*measure)(const bench_parts&);
};

constexpr group groups[] = {{"cold", measure_cold},
                            {"at-once", measure_cold_at_once},
                            {"warm", measure_warm},
                            {"throughput", measure_throughput},
                            {"idle", measure_idle}};

bool known_group(std::string_view name) {
  for (const group& g : groups)
    if (name == g.name) return true;
  return false;
}

bool parse(int argc, char** argv, options& out) {
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == "--quick") {
      out.settings.quick = true;
      continue;
    }
    if (i + 1 == argc) return false;
    std::string_view value = argv[++i];
    if (word == "--json") {
      out.json = value;
    } else if (word == "--only" && known_group(value)) {
      out.only = value;
    } else if (word == "--idle") {
      auto read = std::from_chars(value.data(), value.data() + value.size(), out.settings.idle);
      if (read.ec != std::errc{} || read.ptr != value.data() + value.size()) return false;
    } else {
      return false;
    }
  }
  return true;
}

// Every idle environment has a connection of its own.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

result<> run(const options& wanted) {
  auto subject = TRY(engine::start());
  table rows;
  for (const group& g : groups) {
    if (!wanted.only.empty() && wanted.only != g.name) continue;
    TRY_FOR(g.name, g.measure({wanted.settings, subject, rows}));
  }
  rows.print();
  if (!wanted.json.empty()) return rows.write_json(wanted.json);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  options wanted;
  if (!parse(argc, argv, wanted)) {
    std::fputs(usage, stderr);
    return 2;
  }
  stop_on_signals();
  raise_descriptor_limit();
  auto done = run(wanted);
  if (done) return 0;
  std::fprintf(stderr, "bench_engine: %s\n", done.error().what.c_str());
  return 1;
}
