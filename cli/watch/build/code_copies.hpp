// Copies of what a build made, one folder for each content: a function's environments never see a
// file that the linker is writing, and unchanged code is the same folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/zip_writer.hpp"

namespace lambent::cli::watch {

struct code_copy {
  std::filesystem::path folder;
  std::string sha256_base64;  // Of the names and contents.
  std::uint64_t bytes = 0;

  friend bool operator==(const code_copy&, const code_copy&) = default;
};

class code_copies {
public:
  explicit code_copies(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // `files` are relative to `built`; "bootstrap" is made executable. `beside` come from elsewhere
  // and keep their modes; links stay links.
  [[nodiscard]] result<code_copy> put(const std::filesystem::path& built,
                                      const std::vector<std::string>& files,
                                      const std::vector<zip_member>& beside = {});
  // Removes all but these folders. What still runs from another is not disturbed.
  void keep_only(const std::set<std::filesystem::path>& folders);

private:
  std::filesystem::path folder_;
};

}  // namespace lambent::cli::watch
