#include "cli/watch/build/code_copies.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/sha256.hpp"

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t file_bytes_max = 1UL << 30U;

result<std::vector<zip_member>> read_all(const fs::path& built,
                                         const std::vector<std::string>& files) {
  std::vector<zip_member> out;
  for (const std::string& name : files) {
    if (name.empty() || fs::path(name).is_absolute() || name.find("..") != std::string::npos)
      return fail("'" + name + "' is not inside the function's folder");
    fs::path path = built / name;
    zip_member one;
    one.content = TRY(read_file(path, file_bytes_max));
    one.name = name;
    struct stat status{};
    bool executable = name == "bootstrap" ||
                      (::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0);
    if (executable) one.mode = S_IFREG | 0755U;
    out.push_back(std::move(one));
  }
  return out;
}

// Of each file its name, mode and digest, so that no two different trees look alike.
std::string list_of(const std::vector<zip_member>& files) {
  std::string list;
  for (const zip_member& file : files)
    list += to_hex(sha256(file.content)) + " " + std::to_string(file.mode) + " " + file.name + "\n";
  return list;
}

// What comes from elsewhere may have any links: nothing is written through one.
result<> check_links(const std::vector<zip_member>& files) {
  std::set<std::string> links;
  for (const zip_member& file : files)
    if (S_ISLNK(file.mode)) links.insert(file.name);
  for (const zip_member& file : files)
    for (fs::path above = fs::path(file.name).parent_path(); !above.empty();
         above = above.parent_path())
      if (links.contains(above.generic_string()))
        return fail(
            "'" + file.name + "' would lie behind the link '" + above.generic_string() + "'",
            "leave one of them out");
  return {};
}

result<> write(const zip_member& file, const fs::path& folder) {
  const fs::path path = folder / file.name;
  if (!S_ISLNK(file.mode)) return replace_file(path, file.content, file.mode & 07777U);
  std::error_code ec;
  fs::create_directories(path.parent_path(), ec);
  if (!ec) fs::create_symlink(file.content, path, ec);
  if (ec) return sys_fail("place the link " + path.string(), ec.value());
  return {};
}

// Functions are another user, who enters whatever the umask here says.
void open_folders(const fs::path& top, std::error_code& ec) {
  constexpr fs::perms enterable{0755};
  fs::permissions(top, enterable, ec);
  for (fs::recursive_directory_iterator at(top, ec), end; !ec && at != end; at.increment(ec))
    if (at->symlink_status().type() == fs::file_type::directory)
      fs::permissions(at->path(), enterable, ec);
}

}  // namespace

result<code_copy> code_copies::put(const fs::path& built, const std::vector<std::string>& files,
                                   const std::vector<zip_member>& beside) {
  std::vector<zip_member> all = TRY(read_all(built, files));
  for (const zip_member& one : beside) {
    if (std::ranges::find(files, one.name) != files.end())
      return fail("'" + one.name + "' is included, and the build makes a file of that name",
                  "give it another name: --include NAME:PATH");
    all.push_back(one);
  }
  TRY(check_links(all));
  std::string list = list_of(all);
  code_copy out{.folder = folder_ / to_hex(sha256(list)), .sha256_base64 = base64_of_sha256(list)};
  for (const zip_member& file : all) out.bytes += file.content.size();
  std::error_code ec;
  if (fs::is_directory(out.folder, ec)) return out;
  fs::path unfinished = folder_ / "unfinished";
  fs::remove_all(unfinished, ec);
  fs::create_directories(unfinished, ec);  // A layer may have no files.
  for (const zip_member& file : all) TRY(write(file, unfinished));
  open_folders(unfinished, ec);
  if (!ec) fs::rename(unfinished, out.folder, ec);
  if (ec) return sys_fail("place the function's code at " + out.folder.string(), ec.value());
  return out;
}

void code_copies::keep_only(const std::set<fs::path>& folders) {
  std::error_code failed;
  for (fs::directory_iterator at(folder_, failed), end; !failed && at != end;
       at.increment(failed)) {
    std::error_code ignored;
    if (!folders.contains(at->path())) fs::remove_all(at->path(), ignored);
  }
}

}  // namespace lambent::cli::watch
