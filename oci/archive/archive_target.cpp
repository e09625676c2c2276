#include "oci/archive/archive_target.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "base/json_string.hpp"
#include "base/random.hpp"
#include "oci/archive/tar_header.hpp"
#include "oci/image_config.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"
#include "oci/pack/gzip.hpp"
#include "oci/reference.hpp"

namespace lambent::oci {
namespace {

// "debian:12" for Docker Hub's, as `docker save` writes names.
result<std::string> familiar(const std::string& tag) {
  registry_reference name = TRY(parse_registry_reference(tag));
  if (name.pinned) return fail("the name of an image in an archive has no digest: " + tag);
  std::string text = to_text(name);
  for (std::string_view prefix : {"docker.io/library/", "docker.io/"})
    if (text.starts_with(prefix)) return text.substr(prefix.size());
  return text;
}

namespace fs = std::filesystem;

// What is written beside an archive until it is whole: "image.tar.0f3a9c12.part". Each writer has
// one of its own, and a lock on it that ends with the process.
constexpr std::size_t part_digits = 8;
constexpr std::string_view part_end = ".part";

std::string part_of(const std::string& archive) {
  return archive + "." + random_hex(part_digits) + std::string(part_end);
}

bool is_part_of(const std::string& archive_name, std::string_view name) {
  const std::string begin = archive_name + ".";
  if (!name.starts_with(begin) || !name.ends_with(part_end)) return false;
  name.remove_prefix(begin.size());
  name.remove_suffix(std::min(part_end.size(), name.size()));
  return name.size() == part_digits &&
         name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Those of writers that were killed: nobody holds them.
void remove_left_parts(const fs::path& archive) {
  const fs::path folder = archive.has_parent_path() ? archive.parent_path() : fs::path(".");
  std::error_code ec;
  fs::directory_iterator at(folder, ec);
  for (; !ec && at != fs::directory_iterator(); at.increment(ec)) {
    const fs::path& each = at->path();
    if (!is_part_of(archive.filename().string(), each.filename().string())) continue;
    const fd part(::open(each.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (part && ::flock(part.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(each.c_str());
  }
}

// Nothing when another writer took it for left behind, between its name and its lock.
result<fd> create_part(const std::string& path) {
  fd out(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!out) return sys_fail("create " + path);
  // Where a file system knows no locks, nobody gets one, and nothing is removed.
  if (::flock(out.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return fd();
  struct stat status{};
  if (::fstat(out.get(), &status) != 0) return sys_fail("look at " + path);
  if (status.st_nlink == 0) return fd();
  return out;
}

class archive_target final : public blob_target {
public:
  static result<std::unique_ptr<blob_target>> make(const std::string& file,
                                                   const std::string& tag) {
    std::string name = tag.empty() ? std::string() : TRY(familiar(tag));
    auto out = std::unique_ptr<archive_target>(new archive_target(file, std::move(name)));
    remove_left_parts(file);
    for (int tries = 0; !out->out_; ++tries) {
      if (tries == tries_max) return fail("create " + out->part_ + ": others remove it each time");
      out->part_ = part_of(file);
      out->out_ = TRY(create_part(out->part_));
    }
    return out;
  }

  archive_target(const archive_target&) = delete;
  archive_target& operator=(const archive_target&) = delete;
  ~archive_target() override {
    if (out_) ::unlink(part_.c_str());
  }

  [[nodiscard]] result<bool> has(const descriptor& which) override {
    return layers_.contains(which.digest) || documents_.contains(which.digest);
  }

  [[nodiscard]] result<> put(const descriptor& which, blob_source& from) override {
    if (media_type::is_index(which.media_type))
      return fail("a docker-archive holds the image of one platform, not an index",
                  "choose a platform, or write an image layout (oci:DIR)");
    if (media_type::packing_of(which.media_type) != media_type::packing::not_a_layer)
      return put_layer(which, from);
    documents_.insert_or_assign(which.digest, TRY(read_document(from, which)));
    return {};
  }

  [[nodiscard]] result<> finish(const descriptor& root) override {
    auto found = documents_.find(root.digest);
    if (found == documents_.end()) return fail("the image's manifest was not copied");
    manifest document = TRY(parse_manifest(found->second, root.media_type));
    const std::string& config = documents_[document.config.digest];
    image_config parsed = TRY(parse_image_config(config));
    if (parsed.diff_ids.size() != document.layers.size())
      return fail("the manifest has " + std::to_string(document.layers.size()) +
                  " layers, its configuration " + std::to_string(parsed.diff_ids.size()));
    std::vector<std::string> names;
    for (std::size_t i = 0; i < document.layers.size(); ++i) {
      const digest& content = layers_[document.layers[i].digest];
      if (parsed.diff_ids[i] != content)
        return fail("layer " + document.layers[i].digest.text() + " unpacks to " + content.text() +
                    ", the image's configuration says otherwise");
      names.push_back(name_of_layer(content));
    }
    std::string config_name = document.config.digest.hex() + ".json";
    std::vector<std::string> tags;
    if (!tag_.empty()) tags.push_back(tag_);
    TRY(add_file(config_name, config));
    TRY(add_file("manifest.json", "[{\"Config\":" + json_string(config_name) +
                                      ",\"RepoTags\":" + json_string_list(tags) +
                                      ",\"Layers\":" + json_string_list(names) + "}]\n"));
    TRY_FOR(part_, write_all(out_.get(), tar_end()));
    if (::rename(part_.c_str(), file_.c_str()) != 0) return sys_fail("rename " + part_);
    out_.reset();
    return {};
  }

private:
  archive_target(std::string file, std::string tag)
      : file_(std::move(file)), tag_(std::move(tag)) {}

  static constexpr int tries_max = 8;

  static std::string name_of_layer(const digest& content) { return content.hex() + ".tar"; }

  result<> add_file(const std::string& name, std::string_view content) {
    tar_entry entry{.name = name, .size = content.size(), .link = {}};
    TRY_FOR(part_, write_all(out_.get(), tar_header(entry)));
    TRY_FOR(part_, write_all(out_.get(), content));
    TRY_FOR(part_, write_all(out_.get(), tar_padding(content.size())));
    return {};
  }

  // How long a layer is and what it is called is known when it is unpacked: its header is written
  // last, in the place that was left for it.
  result<> put_layer(const descriptor& which, blob_source& from) {
    off_t begin = ::lseek(out_.get(), 0, SEEK_CUR);
    if (begin < 0) return sys_fail("write " + part_);
    TRY_FOR(part_, write_all(out_.get(), std::string(tar_block_bytes, '\0')));
    hasher hash;
    std::uint64_t size = 0;
    sink content = [&](std::string_view piece) -> result<> {
      hash.add(piece);
      size += piece.size();
      TRY_FOR(part_, write_all(out_.get(), piece));
      return {};
    };
    TRY(unpack(which, from, content));
    digest diff_id = hash.finish();
    layers_.insert_or_assign(which.digest, diff_id);
    if (!contents_.insert(diff_id).second) return go_back(begin);
    TRY_FOR(part_, write_all(out_.get(), tar_padding(size)));
    std::string header = tar_header({.name = name_of_layer(diff_id), .size = size, .link = {}});
    if (::pwrite(out_.get(), header.data(), header.size(), begin) !=
        static_cast<ssize_t>(header.size()))
      return sys_fail("write " + part_);
    return {};
  }

  static result<> unpack(const descriptor& which, blob_source& from, const sink& to) {
    switch (media_type::packing_of(which.media_type)) {
      case media_type::packing::none:
        return from.read(which, to);
      case media_type::packing::gzip: {
        gzip_unpacker unpacker(to, limits::unpacked_max_bytes);
        TRY(from.read(which, [&](std::string_view piece) { return unpacker.add(piece); }));
        return unpacker.finish();
      }
      case media_type::packing::zstd:
      case media_type::packing::not_a_layer:
        break;
    }
    return fail("the layer " + which.digest.text() + " is packed as " + which.media_type +
                    ", which an archive cannot hold",
                "write an image layout instead (oci:DIR)");
  }

  result<> go_back(off_t to) {
    if (::ftruncate(out_.get(), to) != 0 || ::lseek(out_.get(), to, SEEK_SET) < 0)
      return sys_fail("write " + part_);
    return {};
  }

  std::string file_, tag_;
  std::string part_;
  fd out_;  // Of `part_`, locked, until it has its name.
  std::map<digest, std::string> documents_;
  std::map<digest, digest> layers_;  // Of a blob: what it unpacks to.
  std::set<digest> contents_;        // Layers that are in the archive.
};

}  // namespace

result<std::unique_ptr<blob_target>> make_archive(const std::string& file, const std::string& tag) {
  return archive_target::make(file, tag);
}

}  // namespace lambent::oci
