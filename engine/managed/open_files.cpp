#include "engine/managed/open_files.hpp"

#include <cstdio>

namespace lambent::managed {
namespace {

namespace fs = std::filesystem;

result<> open_to_all(const fs::path& path, fs::perms how) {
  std::error_code ec;
  fs::permissions(path, how, ec);
  if (ec) return sys_fail("open " + path.string() + " to all", ec.value());
  return {};
}

result<> copy_file(const fs::path& from, const fs::path& to, copy_budget& budget) {
  std::error_code ec;
  const std::uint64_t bytes = fs::file_size(from, ec);
  if (ec) return sys_fail("look at " + from.string(), ec.value());
  if (bytes > budget.bytes || budget.files == 0) return fail(from.string() + ": it is too large");
  budget.bytes -= bytes;
  --budget.files;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, ec);
  if (ec) return sys_fail("copy " + from.string(), ec.value());
  return open_to_all(to, fs::perms(0644));
}

}  // namespace

result<> make_open_dir(const fs::path& dir) {
  std::error_code ec;
  fs::create_directories(dir, ec);
  if (ec) return sys_fail("make " + dir.string(), ec.value());
  return open_to_all(dir, fs::perms(0755));
}

result<> write_open_file(const fs::path& path, std::string_view text) {
  std::error_code ec;
  fs::remove(path, ec);
  FILE* file = std::fopen(path.c_str(), "wxe");
  if (file == nullptr) return sys_fail("make " + path.string());
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  if (!whole || !closed) return sys_fail("write " + path.string());
  return open_to_all(path, fs::perms(0644));
}

result<> copy_open(const fs::path& from, const fs::path& to, copy_budget& budget) {
  std::error_code ec;
  if (!fs::is_directory(from, ec)) {
    TRY(make_open_dir(to.parent_path()));
    return copy_file(from, to, budget);
  }
  TRY(make_open_dir(to));
  auto each = fs::recursive_directory_iterator(from, ec);
  for (; !ec && each != fs::recursive_directory_iterator(); each.increment(ec)) {
    const fs::file_status status = each->symlink_status(ec);
    if (ec) break;
    const fs::path place = to / each->path().lexically_relative(from);
    if (fs::is_directory(status) && each->path().filename() == "__pycache__")
      each.disable_recursion_pending();
    else if (fs::is_directory(status))
      TRY(make_open_dir(place));
    else if (fs::is_regular_file(status))
      TRY(copy_file(each->path(), place, budget));
  }
  if (ec) return sys_fail("read " + from.string(), ec.value());
  return {};
}

}  // namespace lambent::managed
