#include "cli/bench/study/artefacts/sources.hpp"

#include <array>
#include <cstdlib>

#include "base/cache_folder.hpp"
#include "base/files.hpp"

namespace lambent::cli::studying {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t source_bytes_max = 4UL * 1024 * 1024;
constexpr int depth_max = 8;

bool is_function_folder(const fs::path& folder) {
  std::error_code ec;
  return folder.filename().string().starts_with("pi-") && fs::is_directory(folder, ec);
}

bool has_functions(const fs::path& folder) {
  std::error_code ec;
  return fs::is_directory(folder / "pi-cpp", ec);
}

// What cmake and cargo leave beside the sources.
bool is_build_output(const fs::path& folder) {
  return folder.filename() == "build" || folder.filename() == "target";
}

result<> mirror_file(const fs::path& from, const fs::path& to) {
  const std::string content = TRY(read_file(from, source_bytes_max));
  if (auto there = read_file(to, source_bytes_max); there && *there == content) return {};
  return replace_file(to, content, 0644);
}

result<> mirror_folder(const fs::path& from, const fs::path& to, int depth) {
  if (depth > depth_max) return fail("copy " + from.string() + ": its folders are too deep");
  std::error_code ec;
  fs::create_directories(to, ec);
  if (ec) return sys_fail("make the folder " + to.string(), ec.value());
  fs::directory_iterator each(from, ec);
  if (ec) return sys_fail("read the folder " + from.string(), ec.value());
  for (; each != fs::directory_iterator(); each.increment(ec)) {
    const fs::path& path = each->path();
    std::error_code unreadable;
    if (fs::is_directory(path, unreadable)) {
      if (!is_build_output(path)) TRY(mirror_folder(path, to / path.filename(), depth + 1));
    } else if (fs::is_regular_file(path, unreadable)) {
      TRY(mirror_file(path, to / path.filename()));
    }
    if (ec) break;
  }
  if (ec) return sys_fail("read the folder " + from.string(), ec.value());
  return {};
}

}  // namespace

result<fs::path> find_sources(const std::string& given) {
  if (!given.empty()) {
    if (!has_functions(given))
      return fail("--study " + given + ": there is no folder pi-cpp in it",
                  "it is the folder `study` of Lambent's source tree");
    std::error_code ec;
    return fs::weakly_canonical(given, ec);
  }
  std::error_code ec;
  const fs::path own = fs::read_symlink("/proc/self/exe", ec).parent_path();
  const std::array<fs::path, 2> places = {own / "../share/lambent/study", LAMBENT_STUDY_SOURCE_DIR};
  for (const fs::path& place : places)
    if (has_functions(place)) return fs::weakly_canonical(place, ec);
  return fail("find the study's functions: they are not in " +
                  places.front().lexically_normal().string() + " or " + places.back().string(),
              "install lambent completely, or name the folder `study` of its sources with --study");
}

result<fs::path> work_folder() { return TRY(cache_folder()) / "study"; }

result<> mirror_sources(const fs::path& from, const fs::path& to) {
  std::error_code ec;
  fs::directory_iterator each(from, ec);
  if (ec) return sys_fail("read the folder " + from.string(), ec.value());
  for (; each != fs::directory_iterator(); each.increment(ec)) {
    if (is_function_folder(each->path()))
      TRY(mirror_folder(each->path(), to / each->path().filename(), 0));
    if (ec) break;
  }
  if (ec) return sys_fail("read the folder " + from.string(), ec.value());
  return {};
}

}  // namespace lambent::cli::studying
