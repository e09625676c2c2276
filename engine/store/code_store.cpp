#include "engine/store/code_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.hpp"
#include "base/fd.hpp"
#include "base/sha256.hpp"
#include "engine/model/limits.hpp"
#include "engine/store/durable_file.hpp"

namespace lambent::store {
namespace {

namespace fs = std::filesystem;
namespace limits = model::limits;

constexpr unpack_limits code_limits{.bytes_max = limits::unzipped_max_bytes,
                                    .entries_max = limits::zip_entries_max};

std::unexpected<unpack_error> system_error(error&& why) {
  return std::unexpected(unpack_error{unpack_failure::system, std::move(why)});
}

std::expected<void, unpack_error> unpack_into(std::string_view zip, const fs::path& dir) {
  if (::mkdir(dir.c_str(), 0755) != 0)
    return system_error(sys_fail("create " + dir.string()).error());
  fd opened(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fchmod(opened.get(), 0755) != 0)
    return system_error(sys_fail("open " + dir.string()).error());
  return unpack(zip, opened.get(), code_limits);
}

}  // namespace

result<code_store> code_store::open(const fs::path& dir) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed) return fail("create " + dir.string() + ": " + failed.message());
  return code_store(fs::absolute(dir));
}

fs::path code_store::dir_of(std::string_view hash_hex) const { return dir_ / hash_hex; }
fs::path code_store::zip_of(std::string_view hash_hex) const {
  return dir_ / (std::string(hash_hex) + ".zip");
}

std::expected<void, unpack_error> code_store::place(std::string_view zip,
                                                    const std::string& hash_hex) const {
  scratch tree(unfinished_name(dir_));
  if (auto done = unpack_into(zip, tree.path); !done) return done;
  scratch copy(unfinished_name(dir_));
  if (auto done = sync_tree(tree.path); !done) return system_error(std::move(done.error()));
  if (auto done = write_synced(copy.path, zip); !done) return system_error(std::move(done.error()));
  // The tree comes last: it is what says that the code is there.
  if (auto done = rename_to(copy.path, zip_of(hash_hex)); !done)
    return system_error(std::move(done.error()));
  if (auto done = rename_to(tree.path, dir_of(hash_hex)); !done)
    return system_error(std::move(done.error()));
  if (auto done = sync_dir(dir_); !done) return system_error(std::move(done.error()));
  return {};
}

std::expected<stored_code, unpack_error> code_store::store_zip(std::string_view zip) {
  auto digest = sha256(zip);
  std::string hash_hex = to_hex(digest);
  stored_code stored{base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}),
                     zip.size(), dir_of(hash_hex)};
  std::error_code ignored;
  if (fs::is_directory(stored.dir, ignored)) return stored;
  if (auto placed = place(zip, hash_hex); !placed) return std::unexpected(placed.error());
  return stored;
}

std::expected<stored_code, unpack_error> code_store::check_zip(std::string_view zip) const {
  auto digest = sha256(zip);
  std::string hash_hex = to_hex(digest);
  stored_code checked{base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}),
                      zip.size(), dir_of(hash_hex)};
  scratch tree(unfinished_name(dir_));
  if (auto done = unpack_into(zip, tree.path); !done) return std::unexpected(done.error());
  return checked;
}

result<> code_store::collect(const std::set<std::string>& in_use) {
  return remove_others(dir_, [&](const fs::path& entry) {
    std::string name = entry.filename().string();
    if (name.ends_with(".zip")) name.resize(name.size() - 4);
    return in_use.contains(name);
  });
}

}  // namespace lambent::store
