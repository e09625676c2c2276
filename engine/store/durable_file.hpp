// Files and directories that are there whole or not at all, whatever ends the program or the
// machine: written under another name, synced, then named.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::store {

// What a crash leaves half done begins with this.
inline constexpr std::string_view unfinished_prefix = "tmp-";

// A name of that kind that nothing has yet.
[[nodiscard]] std::filesystem::path unfinished_name(const std::filesystem::path& dir);

// Creates the file; it must not exist.
[[nodiscard]] result<> write_synced(const std::filesystem::path& path, std::string_view bytes);
[[nodiscard]] result<> sync_dir(const std::filesystem::path& dir);
// All directories below, too: their records are not covered by the files' own syncs.
[[nodiscard]] result<> sync_tree(const std::filesystem::path& dir);
[[nodiscard]] result<> rename_to(const std::filesystem::path& from,
                                 const std::filesystem::path& to);

// Removes all that is in a folder, with what is in it, but those entries that are kept. A directory
// loses its name before what is in it, and entries go in the order of their names.
[[nodiscard]] result<> remove_others(
    const std::filesystem::path& dir,
    const std::function<bool(const std::filesystem::path& entry)>& is_kept);

// Removes a half-made thing when the way out is an error; what was renamed is not there any more.
struct scratch {
  std::filesystem::path path;

  explicit scratch(std::filesystem::path at) : path(std::move(at)) {}
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch();
};

}  // namespace lambent::store
