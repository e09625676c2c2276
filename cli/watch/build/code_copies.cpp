#include "cli/watch/build/code_copies.hpp"

#include <sys/stat.h>

#include "base/files.hpp"
#include "base/sha256.hpp"

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t file_bytes_max = 1UL << 30U;

struct content {
  std::string name, bytes;
  unsigned mode = 0644;
};

result<std::vector<content>> read_all(const fs::path& built,
                                      const std::vector<std::string>& files) {
  std::vector<content> out;
  for (const std::string& name : files) {
    if (name.empty() || fs::path(name).is_absolute() || name.find("..") != std::string::npos)
      return fail("'" + name + "' is not inside the function's folder");
    fs::path path = built / name;
    content one{.name = name, .bytes = TRY(read_file(path, file_bytes_max))};
    struct stat status{};
    bool executable = name == "bootstrap" ||
                      (::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0);
    if (executable) one.mode = 0755;
    out.push_back(std::move(one));
  }
  return out;
}

// Of each file its name, mode and digest, so that no two different trees look alike.
std::string list_of(const std::vector<content>& files) {
  std::string list;
  for (const content& file : files)
    list += to_hex(sha256(file.bytes)) + " " + std::to_string(file.mode) + " " + file.name + "\n";
  return list;
}

}  // namespace

result<code_copy> code_copies::put(const fs::path& built, const std::vector<std::string>& files) {
  std::vector<content> all = TRY(read_all(built, files));
  std::string list = list_of(all);
  code_copy out{.folder = folder_ / to_hex(sha256(list)), .sha256_base64 = base64_of_sha256(list)};
  for (const content& file : all) out.bytes += file.bytes.size();
  std::error_code ec;
  if (fs::is_directory(out.folder, ec)) return out;
  fs::path unfinished = folder_ / "unfinished";
  fs::remove_all(unfinished, ec);
  for (const content& file : all) TRY(replace_file(unfinished / file.name, file.bytes, file.mode));
  // Functions are another user.
  fs::permissions(unfinished, fs::perms(0755), ec);
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
