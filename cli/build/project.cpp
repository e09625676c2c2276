#include "cli/build/project.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/ascii.hpp"
#include "base/files.hpp"
#include "cli/configuration/document.hpp"
#include "cli/configuration/load.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t cmake_file_bytes_max = 4UL * 1024 * 1024;

bool calls_project(const fs::path& cmake_file) {
  auto text = read_file(cmake_file, cmake_file_bytes_max);
  if (!text) return false;
  std::string_view rest = *text;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) continue;
    constexpr std::string_view command = "project";
    std::string word = lower_case(line.substr(start, command.size()));
    std::size_t after = line.find_first_not_of(" \t", start + command.size());
    if (word == command && after != std::string_view::npos && line[after] == '(') return true;
  }
  return false;
}

fs::path own_folder() {
  std::error_code ec;
  return fs::read_symlink("/proc/self/exe", ec).parent_path();
}

result<fs::path> canonical_folder(const fs::path& from) {
  std::error_code ec;
  fs::path start = fs::canonical(from, ec);
  if (ec) return sys_fail("find the folder " + from.string(), ec.value());
  return start;
}

bool has_command(const configuration::node& table) {
  const configuration::node* build = table.find("build");
  return build != nullptr && build->find("command") != nullptr;
}

// What is wrong with the file, its owner included, says whoever reads it for its settings.
std::optional<fs::path> folder_with_command(const fs::path& start) {
  auto file = configuration::find_file(start);
  if (!file || !*file) return std::nullopt;
  auto text = read_file(**file, configuration::document_bytes_max);
  if (!text) return std::nullopt;
  auto read = configuration::parse_document(*text, (*file)->string());
  if (!read) return std::nullopt;
  bool marks = has_command(read->root);
  if (const configuration::node* contexts = read->root.find("context"))
    for (const configuration::member& context : contexts->members)
      marks = marks || has_command(context.value);
  if (!marks) return std::nullopt;
  return (*file)->parent_path();
}

}  // namespace

result<fs::path> find_project_of_command(const fs::path& from) {
  fs::path start = TRY(canonical_folder(from));
  return folder_with_command(start).value_or(start);
}

result<fs::path> find_project(const fs::path& from) {
  fs::path start = TRY(canonical_folder(from));
  if (auto marked = folder_with_command(start)) return *marked;
  fs::path dir = start;
  while (true) {
    if (calls_project(dir / "CMakeLists.txt")) return dir;
    if (!dir.has_relative_path()) break;
    dir = dir.parent_path();
  }
  return fail("there is no CMake project in " + start.string() + " or a folder above it",
              "`lambent new NAME` makes one; for another tool say command = \"make\" in [build] of "
              "lambent.toml");
}

result<fs::path> find_package_dir() {
  fs::path own = own_folder();
  std::array<fs::path, 4> candidates = {own / "../lib/cmake/lambent",
                                        own / "../lib64/cmake/lambent",
                                        own / "../share/cmake/lambent", LAMBENT_BUILD_PACKAGE_DIR};
  std::error_code ec;
  for (const fs::path& dir : candidates)
    if (fs::exists(dir / "lambentConfig.cmake", ec)) return fs::weakly_canonical(dir, ec);
  return fail("find the CMake package lambent: there is no lambentConfig.cmake in " +
                  candidates.front().lexically_normal().string() + " or " +
                  candidates.back().string(),
              "install lambent completely, or run it from its source tree's build");
}

}  // namespace lambent::cli
