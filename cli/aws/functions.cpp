#include "cli/aws/functions.hpp"

#include <algorithm>

#include "aws/services/lambda.hpp"
#include "cli/command_line/arguments.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {

std::string hint_of_existing(const std::vector<std::string>& existing) {
  constexpr std::size_t shown_max = 8;
  if (existing.empty())
    return "there is no function yet; `lambent deploy` makes one, `lambent watch` runs a project's";
  std::string out = "there " + std::string(existing.size() == 1 ? "is " : "are ");
  for (std::size_t i = 0; i < std::min(existing.size(), shown_max); ++i)
    out += (i == 0 ? "" : ", ") + existing[i];
  if (existing.size() > shown_max)
    out += " and " + std::to_string(existing.size() - shown_max) + " more; `lambent list` has all";
  return out;
}

std::expected<std::vector<std::string>, aws::call_error> function_names(aws::client& with) {
  auto functions = TRY(aws::lambda::list_functions(with));
  std::vector<std::string> names;
  for (const aws::json_object& each : functions)
    names.push_back(aws::text_at(each, "FunctionName"));
  std::ranges::sort(names);
  return names;
}

std::string hint_for_missing(std::string_view reference, const std::vector<std::string>& existing) {
  const std::string name = bare_function_name(reference);
  if (std::ranges::find(existing, name) != existing.end())
    return "`lambent list " + name + "` shows its versions and aliases";
  std::string similar = closest(name, existing);
  return similar.empty() ? hint_of_existing(existing) : "did you mean '" + similar + "'?";
}

std::string hint_for_missing(aws::client& with, std::string_view reference) {
  if (!with.is_local("lambda")) return "`lambent list --remote` shows what exists";
  auto names = function_names(with);
  return names ? hint_for_missing(reference, *names) : "`lambent list` shows what exists";
}

}  // namespace lambent::cli
