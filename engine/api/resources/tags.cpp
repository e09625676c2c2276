// ListTags, TagResource and UntagResource, for functions.
#include <array>

#include "base/error.hpp"
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

using model::error_code;
using model::refuse;
using tag_map = std::map<std::string, std::string>;

model::answer<model::record_ptr> find_tagged(const function_catalog& functions,
                                             const call& request) {
  std::string_view resource = request.parameter("Resource");
  model::violations found;
  const auto& pattern = model::patterns::tagged_resource;
  if (!pattern.matches(resource))
    found.add(model::quoted(resource), "resource", model::must_match(pattern));
  if (!found.empty()) return std::unexpected(found.error());
  if (resource.find(":function:") == std::string_view::npos)
    return model::not_available("Tags of resources other than functions");
  auto reference = TRY(model::read_function_reference({.function_name = resource,
                                                       .qualifier = std::nullopt,
                                                       .rule = model::name_rule::read,
                                                       .account = request.account,
                                                       .region = request.region,
                                                       .operation = request.operation->name}));
  if (!reference.qualifier.empty())
    return refuse(error_code::invalid_parameter_value,
                  "Tags on function aliases and versions are not supported. Please specify a "
                  "function ARN.");
  auto record = functions.find(key_of(request, reference.name));
  if (record == nullptr) return model::function_not_found(resource);
  return record;
}

// Tags are no configuration: nothing is InProgress, but the revision is another one.
reply change_tags(function_catalog& functions, const model::function_record& before, tag_map tags,
                  std::string_view request_id) {
  auto latest = std::make_shared<model::function>(*before.latest);
  latest->tags = std::move(tags);
  latest->revision_id = random_uuid();
  model::function_record record = before;
  record.latest = std::move(latest);
  (void)TRY(functions.put(std::move(record)));
  return empty_response(204, request_id);
}

reply list_tags(function_catalog& functions, const call& request) {
  auto record = TRY(find_tagged(functions, request));
  return json_response(200, tags_json(record->latest->tags), request.request_id);
}

reply tag_resource(function_catalog& functions, const call& request) {
  model::violations found;
  auto body = TRY(read_body(request.request.body, constraints::tag_resource(), found));
  if (!found.empty()) return std::unexpected(found.error());
  auto record = TRY(find_tagged(functions, request));
  const json_object& given = *object_of(body, "Tags");
  if (given.empty())
    return refuse(error_code::invalid_parameter_value,
                  "An error occurred and the request cannot be processed.");
  auto tags = record->latest->tags;
  for (const auto& [name, value] : given)
    tags[std::string(name)] = std::string(std::string_view(value.get_string()));
  if (tags.size() > model::limits::tags_max)
    return refuse(error_code::invalid_parameter_value,
                  "Number of tags exceeds resource tag limit.");
  return change_tags(functions, *record, std::move(tags), request.request_id);
}

reply untag_resource(function_catalog& functions, const call& request) {
  auto record = TRY(find_tagged(functions, request));
  auto tags = record->latest->tags;
  bool given = false;
  for (const auto& [name, value] : request.query) {
    if (name != "tagKeys") continue;
    given = true;
    tags.erase(value);
  }
  model::violations found;
  if (!given) found.add("null", "tagKeys", "Member must not be null");
  if (!found.empty()) return std::unexpected(found.error());
  return change_tags(functions, *record, std::move(tags), request.request_id);
}

}  // namespace

table tags() {
  static constexpr std::array all{
      handler{"ListTags", list_tags},
      handler{"TagResource", tag_resource},
      handler{"UntagResource", untag_resource},
  };
  return all;
}

}  // namespace lambent::api::resources
