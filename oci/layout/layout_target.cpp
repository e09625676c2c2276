#include "oci/layout/layout_target.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <concepts>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "oci/blob_check.hpp"
#include "oci/layout/file_tree.hpp"
#include "oci/layout/layout_index.hpp"
#include "oci/layout/layout_source.hpp"
#include "oci/limits.hpp"

namespace lambent::oci {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view marker = R"({"imageLayoutVersion":"1.0.0"})";
constexpr unsigned readable = 0644;

// A blob comes in the network's pieces of some kilobytes; a file is written in large ones, which
// file systems keep in large pages.
class gathered_writes {
public:
  explicit gathered_writes(const fd& to) : to_(to) {}

  result<> add(std::string_view piece) {
    if (held_.empty() && piece.size() >= gathered_bytes) return write_all(to_.get(), piece);
    if (held_.capacity() < gathered_bytes) held_.reserve(2 * gathered_bytes);
    held_ += piece;
    return held_.size() < gathered_bytes ? result<>() : flush();
  }
  result<> flush() {
    TRY(write_all(to_.get(), held_));
    held_.clear();
    return {};
  }

private:
  static constexpr std::size_t gathered_bytes = 256UL * 1024;
  const fd& to_;
  std::string held_;
};

bool is_blob_name(const std::string& name) {
  const bool part = name.starts_with('.') && name.ends_with(".part");
  return part || digest::parse("sha256:" + name).has_value();
}

// Whether all that is in the folder is `known`: of files, or of folders.
template <std::predicate<const fs::directory_entry&> Known>
bool holds_only(const fs::path& folder, const Known& known) {
  std::error_code ec;
  fs::directory_iterator at(folder, ec);
  for (; !ec && at != fs::directory_iterator(); at.increment(ec))
    if (!known(*at)) return false;
  return !ec;
}

bool is(fs::file_type type, const fs::directory_entry& entry) {
  std::error_code ec;
  return entry.symlink_status(ec).type() == type;
}
bool is_file(const fs::directory_entry& entry) { return is(fs::file_type::regular, entry); }
bool is_folder(const fs::directory_entry& entry) { return is(fs::file_type::directory, entry); }

// What a first writer leaves who is killed before his index.json has its name: blobs, and perhaps
// the marker. Nobody has an image there yet.
bool is_begun(const fs::path& directory) {
  const auto known_blob = [](const fs::directory_entry& entry) {
    return is_file(entry) && is_blob_name(entry.path().filename().string());
  };
  const auto known_kind = [&](const fs::directory_entry& entry) {
    return is_folder(entry) && entry.path().filename() == "sha256" &&
           holds_only(entry.path(), known_blob);
  };
  return holds_only(directory, [&](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    if (name == "blobs") return is_folder(entry) && holds_only(entry.path(), known_kind);
    if (name == "oci-layout")
      return is_file(entry) && read_file(entry.path(), marker.size()) == marker;
    return is_file(entry) && (name == "oci-layout.part" || name == "index.json.part");
  });
}

class layout_target final : public blob_target {
public:
  static result<std::unique_ptr<blob_target>> make(const std::string& directory,
                                                   const std::string& tag,
                                                   const std::function<bool()>& stop) {
    auto out = std::unique_ptr<layout_target>(new layout_target(directory, tag));
    TRY_FOR("image layout " + directory, out->begin(stop));
    return out;
  }

  layout_target(const layout_target&) = delete;
  layout_target& operator=(const layout_target&) = delete;
  ~layout_target() override {
    if (!finished_) take_back();
  }

  [[nodiscard]] unsigned puts_at_once() const override { return 3; }

  // A blob that is there is read once: one that a full disk or a broken copy has left behind must
  // not become part of a new image.
  [[nodiscard]] result<bool> has(const descriptor& which) override {
    auto files = TRY(open_folder(directory_));
    auto file = files->open("blobs/sha256/" + which.digest.hex());
    if (!file) {
      if (file.error().code == ENOENT) return false;
      return std::unexpected(std::move(file).error());
    }
    if (file->size != which.size) return false;
    blob_check check(which);
    TRY(read_range(*file, [&](std::string_view piece) { return check.add(piece); }));
    return check.finish().has_value();
  }

  [[nodiscard]] result<> put(const descriptor& which, blob_source& from) override {
    std::string name = which.digest.hex();
    std::string part = "." + name + ".part";
    fd file(::openat(blobs_.get(), part.c_str(),
                     O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file) return sys_fail("create " + directory_ + "/blobs/sha256/" + part);
    gathered_writes content(file);
    auto written = from.read(
        which, [&](std::string_view piece) -> result<> { return in_folder(content.add(piece)); });
    if (written) written = in_folder(content.flush());
    if (written && ::renameat(blobs_.get(), part.c_str(), blobs_.get(), name.c_str()) != 0)
      written = sys_fail("rename " + directory_ + "/blobs/sha256/" + part);
    if (!written) {
      ::unlinkat(blobs_.get(), part.c_str(), 0);
      return written;
    }
    std::lock_guard lock(mutex_);
    added_.push_back(std::move(name));
    return {};
  }

  [[nodiscard]] result<> finish(const descriptor& root) override {
    descriptor entry = root;
    entry.annotations.erase(std::string(image_name_annotation));
    entry.annotations.erase(std::string(ref_name_annotation));
    if (!tag_.empty()) entry.annotations[std::string(ref_name_annotation)] = tag_;
    std::string old;
    if (!new_layout_) {
      auto files = TRY(open_folder(directory_));
      file_range file = TRY(files->open("index.json"));
      old = TRY(read_range(file, limits::document_max_bytes));
    }
    std::string list = TRY_FOR(directory_ + "/index.json", put_into_index(old, entry));
    if (new_layout_) TRY(replace_file(fs::path(directory_) / "oci-layout", marker, readable));
    TRY(replace_file(fs::path(directory_) / "index.json", list, readable));
    finished_ = true;
    return {};
  }

private:
  layout_target(std::string directory, std::string tag)
      : directory_(std::move(directory)), tag_(std::move(tag)) {}

  [[nodiscard]] result<> in_folder(result<>&& done) const {
    TRY_FOR(directory_, std::move(done));
    return {};
  }

  result<> begin(const std::function<bool()>& stop) {
    std::error_code ec;
    new_folder_ = fs::create_directories(directory_, ec);
    if (ec) return sys_fail("create the folder", ec.value());
    folder_.reset(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder_) return sys_fail("open it");
    if (auto locked = wait_for_turn(stop); !locked) {
      finished_ = true;  // Nothing was written, and what is there is another writer's.
      return locked;
    }
    TRY(look_what_is_there());
    fd blobs = TRY(folder(folder_, "blobs"));
    blobs_ = TRY(folder(blobs, "sha256"));
    remove_parts();
    return {};
  }

  // Asks `stop` meanwhile: a signal handler alone does not end flock.
  result<> wait_for_turn(const std::function<bool()>& stop) {
    constexpr std::chrono::milliseconds look_again{50};
    while (::flock(folder_.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR) return sys_fail("lock it");
      if (stop && stop()) return fail("interrupted while another process writes it");
      std::this_thread::sleep_for(look_again);
    }
    return {};
  }

  result<> look_what_is_there() {
    std::error_code ec;
    new_layout_ = fs::is_empty(directory_, ec) || (!ec && is_begun(directory_));
    if (ec) return sys_fail("read it", ec.value());
    if (new_layout_) return {};
    auto files = TRY(open_folder(directory_));
    auto list = read_layout_index(*files);
    if (list) return {};
    finished_ = true;  // Nothing was written, and what is there is not ours to take back.
    error e = std::move(list).error();
    e.hint = "choose a folder that is empty, not there yet, or an image layout";
    return std::unexpected(std::move(e));
  }

  static result<fd> folder(const fd& in, const char* name) {
    if (::mkdirat(in.get(), name, 0777) != 0 && errno != EEXIST)
      return sys_fail(std::string("create the folder ") + name);
    fd out(::openat(in.get(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!out) return sys_fail(std::string("open the folder ") + name);
    return out;
  }

  // What writers that were killed have left: nobody else writes now.
  void remove_parts() const {
    std::error_code ignored;
    for (const auto& each : fs::directory_iterator(directory_ + "/blobs/sha256", ignored))
      if (std::string name = each.path().filename();
          name.starts_with('.') && name.ends_with(".part"))
        ::unlinkat(blobs_.get(), name.c_str(), 0);
  }

  void take_back() {
    for (const std::string& name : added_) ::unlinkat(blobs_.get(), name.c_str(), 0);
    if (!new_layout_) return;
    ::unlink((directory_ + "/oci-layout").c_str());
    ::rmdir((directory_ + "/blobs/sha256").c_str());
    ::rmdir((directory_ + "/blobs").c_str());
    if (new_folder_) ::rmdir(directory_.c_str());
  }

  std::string directory_, tag_;
  fd folder_, blobs_;
  std::mutex mutex_;                // Guards the next.
  std::vector<std::string> added_;  // Blobs of this target; they go when it is not finished.
  bool new_folder_ = false;         // The folder was made here.
  bool new_layout_ = false;         // There was nothing in it.
  bool finished_ = false;
};

}  // namespace

result<std::unique_ptr<blob_target>> make_layout(const std::string& directory,
                                                 const std::string& tag,
                                                 const std::function<bool()>& stop) {
  return layout_target::make(directory, tag, stop);
}

}  // namespace lambent::oci
