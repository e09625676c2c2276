#include "cli/invoke/missing.hpp"

#include <algorithm>

#include "aws/services/lambda.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {

std::string bare_function_name(std::string_view reference) {
  constexpr std::string_view mark = "function:";
  if (auto at = reference.find(mark); at != std::string_view::npos)
    reference.remove_prefix(at + mark.size());
  return std::string(reference.substr(0, reference.find(':')));
}

std::string hint_for_missing(std::string_view reference, const std::vector<std::string>& existing) {
  constexpr std::size_t shown_max = 8;
  const std::string name = bare_function_name(reference);
  if (std::ranges::find(existing, name) != existing.end())
    return "`lambent list " + name + "` shows its versions and aliases";
  if (std::string similar = closest(name, existing); !similar.empty())
    return "did you mean '" + similar + "'?";
  if (existing.empty())
    return "there is no function yet; `lambent deploy` makes one, `lambent watch` runs a project's";
  std::string out = "there " + std::string(existing.size() == 1 ? "is " : "are ");
  for (std::size_t i = 0; i < std::min(existing.size(), shown_max); ++i)
    out += (i == 0 ? "" : ", ") + existing[i];
  if (existing.size() > shown_max)
    out += " and " + std::to_string(existing.size() - shown_max) + " more; `lambent list` has all";
  return out;
}

std::string hint_for_missing(aws::client& with, std::string_view reference) {
  if (!with.is_local("lambda")) return "`lambent list --remote` shows what exists";
  auto functions = aws::lambda::list_functions(with);
  if (!functions) return "`lambent list` shows what exists";
  std::vector<std::string> names;
  for (const aws::json_object& each : *functions)
    names.push_back(aws::text_at(each, "FunctionName"));
  return hint_for_missing(reference, names);
}

}  // namespace lambent::cli
