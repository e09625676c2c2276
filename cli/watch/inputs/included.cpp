#include "cli/watch/inputs/included.hpp"

#include "cli/build/package/includes.hpp"

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t entries_max = 100'000;  // More is no folder of assets.

result<> add_folder(const fs::path& folder, build_inputs& into) {
  into.whole.insert(folder.string());
  std::error_code failed;
  std::size_t entries = 0;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (++entries > entries_max)
      return fail("there are more than " + std::to_string(entries_max) + " files in " +
                      folder.string() + ", which is included",
                  "include a smaller folder");
    std::error_code ignored;
    if (at->is_directory(ignored) && !at->is_symlink(ignored)) {
      into.whole.insert(at->path().string());
    } else {
      into.files.emplace(at->path().string(), input_kind::source);
    }
  }
  if (failed) return sys_fail("read the folder " + folder.string(), failed.value());
  return {};
}

}  // namespace

result<> add_included(const std::vector<std::string>& includes, const fs::path& base,
                      build_inputs& into) {
  for (const std::string& text : includes) {
    const include_spec include = TRY(parse_include(text, base));
    fs::path path = include.path.lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      TRY(add_folder(path, into));
    } else {
      into.files.emplace(path.string(), input_kind::source);
    }
    into.folders.insert(path.parent_path().string());
  }
  return {};
}

}  // namespace lambent::cli::watch
