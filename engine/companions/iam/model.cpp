#include "engine/companions/iam/model.hpp"

namespace lambent::companions::iam {

arn_parts split_arn(std::string_view arn, std::string_view kind) {
  constexpr std::string_view prefix = "arn:aws:iam::";
  if (!arn.starts_with(prefix)) return {};
  arn.remove_prefix(prefix.size());
  auto colon = arn.find(':');
  if (colon == std::string_view::npos) return {};
  std::string_view account = arn.substr(0, colon), resource = arn.substr(colon + 1);
  if (!resource.starts_with(kind) || resource.substr(kind.size(), 1) != "/") return {};
  resource.remove_prefix(kind.size());
  auto slash = resource.rfind('/');
  return {std::string(account), std::string(resource.substr(0, slash + 1)),
          std::string(resource.substr(slash + 1))};
}

std::string make_arn(std::string_view kind, const arn_parts& parts) {
  std::string arn = "arn:aws:iam::";
  arn.append(parts.account).append(":").append(kind).append(parts.path).append(parts.name);
  return arn;
}

std::string arn_of(const role& of) { return make_arn("role", {of.account, of.path, of.name}); }
std::string arn_of(const policy& of) { return make_arn("policy", {of.account, of.path, of.name}); }

}  // namespace lambent::companions::iam
