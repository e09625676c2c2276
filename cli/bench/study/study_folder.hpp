// The folder that a study keeps its record in and writes its report to.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "study/report/record.hpp"

namespace lambent::cli::studying {

class study_folder {
public:
  /// Makes the folder where it is missing. One command at a time has it; fails where another does.
  [[nodiscard]] static result<study_folder> open(const std::filesystem::path& path);
  /// The same, and fails where there is none.
  [[nodiscard]] static result<study_folder> open_existing(const std::filesystem::path& path);

  /// What an earlier call of the command kept.
  [[nodiscard]] result<std::optional<study::record>> read() const;
  /// In one step: a reader sees the record from before or this one.
  [[nodiscard]] result<> keep(const study::record& what) const;
  /// The page, its other forms and the charts; the charts as PNG, too, where rsvg-convert is
  /// installed. Returns what is left out of that, with the reason; empty: nothing.
  [[nodiscard]] result<std::string> write_report(const study::record& what) const;

  [[nodiscard]] std::filesystem::path page() const { return path_ / "study.html"; }
  [[nodiscard]] std::filesystem::path record_file() const { return path_ / "study.json"; }

private:
  study_folder(std::filesystem::path path, fd lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}

  std::filesystem::path path_;
  fd lock_;
};

}  // namespace lambent::cli::studying
