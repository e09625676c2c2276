#include "bench/runtime/contender.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/zip_writer.hpp"

namespace lambent::bench {

namespace {

namespace fs = std::filesystem;

contender own(const char* key, const char* label, const char* folder, const char* counted_folder) {
  return {.key = key,
          .label = label,
          .folder = folder,
          .argv = {std::string(folder) + "/bootstrap"},
          .allocations = allocation_counting::linked,
          .counted_folder = counted_folder};
}

result<contender> parse_peer(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream text(line);
  for (std::string field; std::getline(text, field, '\t');) fields.push_back(field);
  if (fields.size() == 4 && fields[2] == "missing") {
    return contender{.key = fields[0], .label = fields[1], .missing = fields[3]};
  }
  if (fields.size() < 6 || fields[2] != "run") return fail("a line with wrong fields: " + line);
  return contender{.key = fields[0],
                   .label = fields[1],
                   .folder = fields[4],
                   .argv = {fields.begin() + 5, fields.end()},
                   .allocations = fields[3] == "preload" ? allocation_counting::preloaded
                                                         : allocation_counting::none};
}

}  // namespace

std::size_t contender::program_bytes() const {
  std::error_code failed;
  if (!argv[0].starts_with(folder + "/")) return 0;
  const auto bytes = fs::file_size(argv[0], failed);
  return failed ? 0 : bytes;
}

result<std::size_t> contender::zip_bytes() const {
  std::vector<zip_member> members;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    const fs::path path = at->path();
    struct stat about = {};
    if (::stat(path.c_str(), &about) != 0) return sys_fail("read " + path.string());
    if (!S_ISREG(about.st_mode)) continue;
    std::ifstream file(path, std::ios::binary);
    members.push_back({.name = path.lexically_relative(folder).string(),
                       .content = {std::istreambuf_iterator<char>(file), {}},
                       .mode = about.st_mode});
  }
  if (failed) return fail("read " + folder + ": " + failed.message());
  return TRY_FOR("zip " + folder, make_zip(std::move(members))).size();
}

std::vector<contender> own_contenders() {
  contender floor = own("floor", "floor: raw C, static glibc", LAMBENT_BENCH_FLOOR,
                        LAMBENT_BENCH_FLOOR "_counted");
  contender bytes =
      own("bytes", "Lambent, bytes", LAMBENT_BENCH_ECHO, LAMBENT_BENCH_ECHO "_counted");
  contender typed = own("typed", "Lambent, a JSON struct and the context", LAMBENT_BENCH_TYPED,
                        LAMBENT_BENCH_TYPED "_counted");
  contender floor_pipelined =
      own("floor_pipelined", "floor, pipelined", LAMBENT_BENCH_FLOOR_PIPELINED,
          LAMBENT_BENCH_FLOOR_PIPELINED "_counted");
  contender pipelined = own("pipelined", "Lambent, bytes, pipelined", LAMBENT_BENCH_PIPELINED,
                            LAMBENT_BENCH_PIPELINED "_counted");
  return {std::move(floor), std::move(floor_pipelined), std::move(bytes), std::move(pipelined),
          std::move(typed)};
}

result<std::vector<contender>> read_peers(const std::string& list_file) {
  std::ifstream file(list_file);
  if (!file) return sys_fail("read the list of peers " + list_file);
  std::vector<contender> peers;
  for (std::string line; std::getline(file, line);) {
    peers.push_back(TRY_FOR("read " + list_file, parse_peer(line)));
  }
  return peers;
}

}  // namespace lambent::bench
