// A folder that goes away with its owner, unless it was moved elsewhere; and files that nothing can
// leave behind.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent {

// In the folder, open, empty and without a name: it is gone with its last descriptor, however the
// process ends.
[[nodiscard]] result<fd> unnamed_file(const std::filesystem::path& folder);

class temporary_folder {
public:
  // A new folder in `parent`, for this user alone; its name begins with `prefix`.
  [[nodiscard]] static result<temporary_folder> make(const std::filesystem::path& parent,
                                                     std::string_view prefix);
  // The same where the system keeps what is temporary ($TMPDIR, else /tmp).
  [[nodiscard]] static result<temporary_folder> make(std::string_view prefix);

  temporary_folder(temporary_folder&& other) noexcept
      : path_(std::exchange(other.path_, std::filesystem::path())) {}
  temporary_folder& operator=(temporary_folder&&) = delete;
  ~temporary_folder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  explicit temporary_folder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace lambent
