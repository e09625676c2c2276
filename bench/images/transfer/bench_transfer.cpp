// What it costs to move an image of half a gigabyte between a layout and the engine's registry.
//   bench_transfer [--json FILE] [--quick]
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "bench/images/transfer/transfer.hpp"

namespace {

using namespace lambent;
using namespace lambent::bench;

result<> run(const transfer_options& options, const std::string& json_file) {
  table rows;
  TRY(measure_transfers(options, rows));
  rows.print();
  return json_file.empty() ? result<>() : rows.write_json(json_file);
}

}  // namespace

int main(int argc, char** argv) {
  transfer_options options;
  // The programs stand beside this one.
  options.programs = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  std::string json_file;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) {
      options.quick = true;
    } else if (std::strcmp(argv[i], "--json") == 0 && i + 1 < argc) {
      json_file = argv[++i];
    } else {
      std::fputs("usage: bench_transfer [--json FILE] [--quick]\n", stderr);
      return 2;
    }
  }
  auto ran = run(options, json_file);
  if (ran) return 0;
  std::fprintf(stderr, "bench_transfer: %s\n", ran.error().what.c_str());
  return 1;
}
