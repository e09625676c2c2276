// PublishVersion and ListVersionsByFunction.
#include "engine/api/resources/versions.hpp"

#include <array>

#include "base/error.hpp"
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/resources/page.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

using model::error_code;
using model::name_rule;
using model::refuse;

constexpr std::array publish_to_values{std::string_view("LATEST_PUBLISHED")};
const std::array publish_members{
    member{.name = "CodeSha256"},
    member{.name = "Description", .max = model::limits::description_max_chars},
    member{.name = "RevisionId"}, member{.name = "PublishTo", .values = publish_to_values}};

reply publish_version(function_catalog& functions, const call& request) {
  auto body = TRY(read_named_body(request, publish_members, name_rule::manage));
  auto found = TRY(find_changeable(functions, request));
  if (value_of(body, "PublishTo") != nullptr) return model::not_available("The member PublishTo");
  const model::function& latest = *found->latest;
  TRY(check_settled(latest));
  TRY(check_revision(text_of(body, "RevisionId"), latest.revision_id));
  if (auto given = text_of(body, "CodeSha256"); given && *given != latest.code_sha256)
    return refuse(error_code::invalid_parameter_value,
                  "CodeSHA256 (" + std::string(*given) +
                      ") is different from current CodeSHA256 in $LATEST (" + latest.code_sha256 +
                      "). Please try again with the CodeSHA256 in $LATEST.");

  model::function_record record = *found;
  auto version = publish(record, text_of(body, "Description"));
  if (record.last_version != found->last_version) {
    record.latest = with_new_revision(latest);
    (void)TRY(functions.put(std::move(record)));
  }
  return json_response(201, configuration_json(*version, {.qualifier = version->version}),
                       request.request_id);
}

reply list_versions(function_catalog& functions, const call& request) {
  auto record = TRY(find_function(functions, request, name_rule::read));
  model::violations broken;
  auto wanted = TRY(page::read(request, broken));
  if (!broken.empty()) return std::unexpected(broken.error());
  std::vector<model::function_ptr> shown;
  each_version(*record, [&](const model::function_ptr& version) {
    if (wanted.takes(version_order(*version))) shown.push_back(version);
  });
  return json_response(200,
                       list_json({.member = "Versions",
                                  .functions = shown,
                                  .qualified = true,
                                  .next_marker = wanted.next_marker()}),
                       request.request_id);
}

}  // namespace

model::function_ptr publish(model::function_record& record,
                            std::optional<std::string_view> description) {
  const model::function& latest = *record.latest;
  if (!record.versions.empty()) {
    const auto& last = record.versions.rbegin()->second;
    if (model::published_as(latest, *last)) return last;
  }
  auto version = std::make_shared<model::function>(latest);
  version->version = std::to_string(++record.last_version);
  version->latest_description = latest.description;
  if (description) version->description = *description;
  version->tags.clear();
  if (latest.last_update == model::update_status::in_progress) {
    // A version of code that is under way is under way itself.
    version->state = model::function_state::pending;
    version->state_reason = std::exchange(version->last_update_reason, {});
    version->state_reason_code = std::exchange(version->last_update_reason_code, {});
    version->last_update = model::update_status::none;
  }
  version->revision_id = random_uuid();
  record.versions[record.last_version] = version;
  return version;
}

table versions() {
  static constexpr std::array all{
      handler{"PublishVersion", publish_version},
      handler{"ListVersionsByFunction", list_versions},
  };
  return all;
}

}  // namespace lambent::api::resources
