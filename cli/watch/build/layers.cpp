#include "cli/watch/build/layers.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <map>

#include "base/files.hpp"
#include "base/zip_reader.hpp"
#include "cli/build/audit/lambda_image.hpp"
#include "cli/build/cmake/functions_json.hpp"
#include "cli/build/package/includes.hpp"

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;

// Links of a zip may lead anywhere in /opt, so that only their own names are judged.
unsigned mode_of(const zip_entry& entry) {
  if (S_ISLNK(entry.unix_mode)) return S_IFLNK | 0777U;
  // A zip that was not made on Unix says nothing of rights: Lambda lets its files be executed.
  const bool executable = entry.unix_mode == 0 || (entry.unix_mode & S_IXUSR) != 0;
  return S_IFREG | (executable ? 0755U : 0644U);
}

result<std::vector<zip_member>> read_zip(const fs::path& path) {
  const std::string bytes = TRY(read_file(path, unzipped_bytes_max));
  const zip_reader archive = TRY(zip_reader::open(bytes));
  std::vector<zip_member> out;
  std::uint64_t left = unzipped_bytes_max;
  for (std::uint64_t i = 0; i < archive.entry_count(); ++i) {
    const zip_entry entry = TRY(archive.entry(i));
    if (entry.name.ends_with('/')) continue;
    if (!stays_inside(entry.name)) return fail("'" + entry.name + "' would lie outside of /opt");
    auto content = archive.read_entry(i, left);
    if (!content && content.error().code == EFBIG)
      return fail("it is larger than the 250 MB that AWS Lambda takes", "use a smaller layer");
    if (!content) return std::unexpected(in_context(entry.name, std::move(content).error()));
    left -= content->size();
    out.push_back({.name = fs::path(entry.name).lexically_normal().generic_string(),
                   .content = *std::move(content),
                   .mode = mode_of(entry)});
  }
  return out;
}

}  // namespace

result<std::vector<zip_member>> read_layers(const std::vector<std::string>& paths) {
  std::map<std::string, zip_member> all;
  for (const std::string& path : paths) {
    std::error_code ec;
    const std::string doing = "layer " + path;
    auto members = fs::is_directory(path, ec) ? read_includes({".:" + path}, ".") : read_zip(path);
    if (!members) return std::unexpected(in_context(doing, std::move(members).error()));
    for (zip_member& one : *members) all.insert_or_assign(one.name, std::move(one));
  }
  std::vector<zip_member> out;
  for (auto& [name, member] : all) out.push_back(std::move(member));
  return out;
}

}  // namespace lambent::cli::watch
