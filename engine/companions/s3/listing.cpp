#include "engine/companions/s3/listing.hpp"

namespace lambent::companions::s3 {

std::string behind_prefix(std::string_view prefix) {
  std::string next(prefix);
  while (!next.empty() && next.back() == '\xff') next.pop_back();
  if (!next.empty()) next.back() = static_cast<char>(static_cast<unsigned char>(next.back()) + 1);
  return next;
}

std::string common_prefix(std::string_view key, const listing_request& wanted) {
  if (wanted.delimiter.empty()) return {};
  auto at = key.find(wanted.delimiter, wanted.prefix.size());
  if (at == std::string_view::npos) return {};
  return std::string(key.substr(0, at + wanted.delimiter.size()));
}

std::string first_key(const listing_request& wanted) {
  if (wanted.after.empty() || wanted.after < wanted.prefix) return wanted.prefix;
  // Behind a common prefix nothing that it rolls up comes again.
  bool rolled_up = wanted.after.starts_with(wanted.prefix) &&
                   common_prefix(wanted.after, wanted) == wanted.after;
  if (rolled_up) return behind_prefix(wanted.after);
  return wanted.after + '\0';
}

}  // namespace lambent::companions::s3
