#include "cli/build/cmake/codemodel.hpp"

#include <algorithm>
#include <set>

#include "cli/build/cmake/file_api.hpp"

namespace lambent::cli {

result<std::vector<target_flags>> flags_behind(const std::filesystem::path& tree,
                                               const std::string& target) {
  file_api::replies replies = TRY(file_api::read(tree));
  std::vector<target_flags> out;
  auto first = std::ranges::find(replies.targets, target, &file_api::target::name);
  if (first == replies.targets.end()) return out;
  for (const file_api::target* each : file_api::closure(replies, {first->id})) {
    std::set<std::string> flags(each->flags.begin(), each->flags.end());
    out.push_back({each->name, {flags.begin(), flags.end()}});
  }
  return out;
}

}  // namespace lambent::cli
