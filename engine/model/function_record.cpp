#include "engine/model/function_record.hpp"

#include <charconv>

namespace lambent::model {

function_ptr find_version(const function_record& in, std::string_view version) {
  if (version == "$LATEST") return in.latest;
  std::uint64_t number = 0;
  const char* end = version.data() + version.size();
  auto [stop, failed] = std::from_chars(version.data(), end, number);
  // "007" is no version, though it reads as 7.
  if (failed != std::errc() || stop != end || version.starts_with('0')) return nullptr;
  auto found = in.versions.find(number);
  return found == in.versions.end() ? nullptr : found->second;
}

function_ptr resolve(const function_record& in, std::string_view qualifier, double choice) {
  if (qualifier.empty()) return in.latest;
  if (auto version = find_version(in, qualifier)) return version;
  auto found = in.aliases.find(qualifier);
  return found == in.aliases.end() ? nullptr : find_version(in, version_for(found->second, choice));
}

bool published_as(const function& latest, const function& version) {
  // Everything but what is a version's own, so that a member added later is compared too.
  function as = latest;
  as.version = version.version;
  as.description = version.description;
  as.latest_description = latest.description;
  as.tags = version.tags;
  as.last_modified_ms = version.last_modified_ms;
  as.revision_id = version.revision_id;
  as.state = version.state;
  as.state_reason = version.state_reason;
  as.state_reason_code = version.state_reason_code;
  as.last_update = version.last_update;
  as.last_update_reason = version.last_update_reason;
  as.last_update_reason_code = version.last_update_reason_code;
  return as == version;
}

}  // namespace lambent::model
