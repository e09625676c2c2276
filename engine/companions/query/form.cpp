#include "engine/companions/query/form.hpp"

namespace lambent::companions::query {
namespace {

std::string member_name(std::string_view list, std::size_t number) {
  return std::string(list) + ".member." + std::to_string(number);
}

}  // namespace

std::optional<std::string_view> form::find(std::string_view name) const {
  for (const auto& [key, value] : pairs_)
    if (key == name) return value;
  return std::nullopt;
}

std::string_view form::get(std::string_view name) const { return find(name).value_or(""); }

std::vector<std::string> form::texts(std::string_view list) const {
  std::vector<std::string> found;
  while (auto text = find(member_name(list, found.size() + 1))) found.emplace_back(*text);
  return found;
}

std::vector<std::pair<std::string, std::string>> form::pairs(std::string_view list,
                                                             std::string_view key,
                                                             std::string_view value) const {
  std::vector<std::pair<std::string, std::string>> found;
  while (true) {
    std::string prefix = member_name(list, found.size() + 1) + ".";
    auto name = find(prefix + std::string(key));
    auto text = find(prefix + std::string(value));
    if (!name && !text) return found;
    found.emplace_back(name.value_or(""), text.value_or(""));
  }
}

}  // namespace lambent::companions::query
