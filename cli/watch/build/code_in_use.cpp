#include "cli/watch/build/code_in_use.hpp"

#include <algorithm>
#include <utility>

namespace lambent::cli::watch {
namespace {

// The init phase and the farewell of an environment, ten and two seconds, and a busy machine.
constexpr std::chrono::seconds around_invocation{20};

}  // namespace

void code_in_use::retire(const std::filesystem::path& folder, time_point until) {
  auto before = std::ranges::find(replaced_, folder, &replaced::folder);
  if (before != replaced_.end()) {
    until = std::max(until, before->until);
    replaced_.erase(before);
  }
  replaced_.push_back({folder, until});
  // One build may replace the folders of all functions, and what is in /opt.
  if (replaced_.size() > std::max(replaced_max, functions_.size() + 1))
    replaced_.erase(replaced_.begin());
}

void code_in_use::put(const std::string& function, std::set<std::filesystem::path> folders,
                      time_point now, std::chrono::seconds invocation_max) {
  std::erase_if(replaced_, [now](const replaced& one) { return one.until < now; });
  current& here = functions_[function];
  for (const std::filesystem::path& folder : here.folders)
    if (!folders.contains(folder)) retire(folder, now + here.invocation_max + around_invocation);
  here = {std::move(folders), invocation_max};
}

void code_in_use::remove(const std::string& function, time_point now) {
  put(function, {}, now, {});
  functions_.erase(function);
}

std::set<std::filesystem::path> code_in_use::folders(time_point now) const {
  std::set<std::filesystem::path> out;
  for (const auto& [name, here] : functions_) out.insert(here.folders.begin(), here.folders.end());
  for (const replaced& one : replaced_)
    if (one.until >= now) out.insert(one.folder);
  return out;
}

}  // namespace lambent::cli::watch
