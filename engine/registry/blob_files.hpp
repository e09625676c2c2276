// The bytes of blobs on disk, named by their digest: the same bytes are one file, whatever names
// them. A name that exists is whole and synced. Any thread.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "engine/http/file_slice.hpp"
#include "oci/digest.hpp"

namespace lambent::registry {

class blob_files {
public:
  [[nodiscard]] static result<std::unique_ptr<blob_files>> open(const std::filesystem::path& dir);

  // Takes a written file of that content over: it is synced and named. Two of the same content are
  // one afterwards.
  [[nodiscard]] result<> adopt(const std::filesystem::path& file, fd&& written,
                               const oci::digest& digest);
  [[nodiscard]] result<> write(std::string_view bytes, const oci::digest& digest);

  enum class state : std::uint8_t { good, missing, damaged };
  struct opened {
    state found = state::missing;
    http::file_slice file;  // When it is good.
  };
  // The file, whose content has been found right: hashed once since the engine started, and again
  // when the file is another one than it was.
  [[nodiscard]] result<opened> read(const oci::digest& digest, std::uint64_t size);
  // Not looked into: for who hashes it anyway.
  [[nodiscard]] result<http::file_slice> read_unverified(const oci::digest& digest) const;

  void remove(const oci::digest& digest);
  // Removes all but these, and what a crash left half done.
  [[nodiscard]] result<> keep_only(const std::set<oci::digest>& known);

private:
  // Who has changed the content has changed one of these.
  struct identity {
    ino_t inode;
    off_t size;
    std::int64_t modified_ns, changed_ns;
    bool operator==(const identity&) const = default;
  };

  explicit blob_files(std::filesystem::path dir) : dir_(std::move(dir)) {}
  [[nodiscard]] std::filesystem::path path_of(const oci::digest& digest) const;
  [[nodiscard]] static result<identity> identity_of(const fd& file);
  void remember(const oci::digest& digest, const identity& of);
  [[nodiscard]] bool verified(const oci::digest& digest, const identity& as);

  std::filesystem::path dir_;
  std::mutex one_at_a_time_;
  std::map<oci::digest, identity> verified_;
};

}  // namespace lambent::registry
