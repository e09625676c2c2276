#include "oci/layout/file_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "base/files.hpp"

namespace lambent::oci {
namespace {

class folder_tree final : public file_tree {
public:
  folder_tree(std::string path, fd folder) : path_(std::move(path)), folder_(std::move(folder)) {}

  [[nodiscard]] const std::string& where() const override { return path_; }

  // Step by step, following no symbolic link: layouts have none, and one that leads out of the
  // folder would read what its author cannot.
  [[nodiscard]] result<file_range> open(std::string_view name) const override {
    std::string doing = "open " + path_ + "/" + std::string(name);
    fd folder;
    std::string_view rest = name;
    while (true) {
      std::size_t slash = rest.find('/');
      std::string step(rest.substr(0, slash));
      if (step.empty() || step == "." || step == "..") return fail(doing + ": is no plain name");
      bool last = slash == std::string_view::npos;
      // O_NONBLOCK: a named pipe must not hold up the reader.
      int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (last ? O_NONBLOCK : O_DIRECTORY);
      fd next(::openat(folder ? folder.get() : folder_.get(), step.c_str(), flags));
      if (!next && errno == ELOOP)
        return fail(doing + ": '" + step + "' is a symbolic link, which an image layout has not");
      if (!next) return sys_fail(doing);
      if (last) return range_of(std::move(next), doing);
      folder = std::move(next);
      rest.remove_prefix(slash + 1);
    }
  }

private:
  static result<file_range> range_of(fd file, const std::string& doing) {
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return sys_fail(doing);
    if (!S_ISREG(status.st_mode)) return fail(doing + ": is not a regular file");
    return file_range{.file = std::make_shared<const fd>(std::move(file)),
                      .offset = 0,
                      .size = static_cast<std::uint64_t>(status.st_size)};
  }

  std::string path_;
  fd folder_;
};

}  // namespace

result<> read_range(const file_range& range, const sink& to) {
  return read_pieces(range.file->get(), range.offset, range.size, to);
}

result<std::string> read_range(const file_range& range, std::size_t bytes_max) {
  if (range.size > bytes_max)
    return fail("it has " + std::to_string(range.size) + " bytes, more than " +
                std::to_string(bytes_max));
  std::string out;
  out.reserve(range.size);
  TRY(read_range(range, [&out](std::string_view piece) -> result<> {
    out += piece;
    return {};
  }));
  return out;
}

result<std::unique_ptr<file_tree>> open_folder(const std::string& path) {
  fd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return sys_fail("open the folder " + path);
  return std::make_unique<folder_tree>(path, std::move(folder));
}

}  // namespace lambent::oci
