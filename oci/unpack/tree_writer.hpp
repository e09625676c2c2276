// Writes what is in a layer's tar as a folder that overlayfs takes as one of its layers: whiteouts
// become devices 0:0, opaque folders an extended attribute.
// https://github.com/opencontainers/image-spec/blob/main/layer.md
// https://docs.kernel.org/filesystems/overlayfs.html#whiteouts-and-opaque-directories
#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <unordered_map>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "oci/archive/tar_reader.hpp"
#include "oci/unpack/budget.hpp"
#include "oci/unpack/tree_path.hpp"

namespace lambent::oci {

// What an image asks for that is not kept: its owners, setuid and setgid, and of the extended
// attributes all but user.*. Files get their owner's read bit, folders all three of theirs:
// whoever has the image on disk must be able to read it and to remove it.
//
// Errors with a code are this machine's (disk, permissions), those without one the layer's.
class tree_writer final : public tar_visitor {
public:
  // `root` is an open, empty directory that nobody else writes to. `lower` are the unpacked layers
  // below this one, the lowest first: hard links to their files are made copies. All outlive this.
  tree_writer(int root, std::span<const std::filesystem::path> lower, unpack_budget& budget)
      : root_(root), lower_(lower), budget_(budget) {}

  result<> begin(const tar_item&) override;
  result<> content(std::string_view bytes) override;
  result<> end() override;

  // Everything is there: gives the folders their modes and times, which had to wait.
  [[nodiscard]] result<> finish();

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  // A hard link to a file of `lower` was copied: the tree depends on more than its own layer.
  [[nodiscard]] bool used_lower() const { return used_lower_; }
  // Names of extended attributes that were left out.
  [[nodiscard]] const std::set<std::string>& dropped() const { return dropped_; }

private:
  struct folder_attributes {
    mode_t mode;
    timespec modified;
  };
  // A folder that is open, to write into. Kept from one entry to the next: most are neighbours.
  struct open_folder {
    std::string path;
    fd handle;
  };

  // The folder at a path, made when it is not there; the descriptor is this object's.
  result<int> enter(const std::string& folder);
  result<fd> make_folders(const std::string& folder);
  result<fd> make_one_folder(int parent, const std::string& name, const std::string& whole);
  // Whether there was something; folders with all that is in them.
  result<> remove(int parent, const tree_path& at);
  result<> make_opaque(int parent, const std::string& name);

  result<> place_whiteout(const tree_path&);
  result<> place_file(const tar_item&, const tree_path&);
  result<> place_folder(const tar_item&, const tree_path&);
  result<> place_symbolic_link(const tar_item&, const tree_path&);
  result<> place_hard_link(const tar_item&, const tree_path&);
  result<> copy_from_lower(const tree_path& from, const tree_path& at);
  // Makes something new under a name, in place of what is there. `make` is called with the folder's
  // descriptor and the name, once or twice; it sets errno.
  template <class Make>
  result<int> create(const tree_path& at, Make&& make);
  result<> set_xattrs(int file, const tar_item&);

  int root_;
  std::span<const std::filesystem::path> lower_;
  unpack_budget& budget_;
  open_folder current_;
  std::unordered_map<std::string, folder_attributes> folders_;
  std::uint64_t folder_names_bytes_ = 0;  // Of the names in folders_.
  std::set<std::string> dropped_;
  std::uint64_t bytes_ = 0;
  bool used_lower_ = false;

  // The file whose content comes.
  fd file_;
  std::string file_name_;
  mode_t file_mode_ = 0;
  timespec file_modified_{};
  bool skips_content_ = false;  // Of a whiteout that has some.
};

// Whether a folder at the root of an unpacked layer hides all layers below. overlayfs asks that of
// every folder but this one.
[[nodiscard]] bool hides_all_below(const std::filesystem::path& layer);

}  // namespace lambent::oci
