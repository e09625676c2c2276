// Which copies of code must stay on disk: what each function runs from, and for a while what it ran
// from before, because an invocation in flight is finished on the code that it began with. No
// files, no clock.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/watch/reload.hpp"

namespace lambent::cli::watch {

class code_in_use {
public:
  // Of the folders that were replaced so many are kept, the latest; all of one build in any case.
  static constexpr std::size_t replaced_max = 16;

  // From `now` on new environments of the function run from these folders. Those before may be in
  // use for as long as `invocation_max`, and what begins and ends an environment beside it.
  void put(const std::string& function, std::set<std::filesystem::path> folders, time_point now,
           std::chrono::seconds invocation_max);
  // There is no such function any more.
  void remove(const std::string& function, time_point now);

  [[nodiscard]] std::set<std::filesystem::path> folders(time_point now) const;

private:
  struct current {
    std::set<std::filesystem::path> folders;
    std::chrono::seconds invocation_max{};
  };
  struct replaced {
    std::filesystem::path folder;
    time_point until;
  };
  void retire(const std::filesystem::path& folder, time_point until);

  std::map<std::string, current> functions_;
  std::vector<replaced> replaced_;  // The latest is the last.
};

}  // namespace lambent::cli::watch
