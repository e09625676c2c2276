// ListTags, TagResource and UntagResource, for functions.
#include "base/random.hpp"
#include "engine/api/body.hpp"
#include "engine/api/control_plane.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {

using model::error_code;
using model::refuse;

model::answer<model::function_ptr> control_plane::find_tagged(const call& request) const {
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
  auto at = functions_.find({request.account, request.region, reference.name});
  if (at == functions_.end()) return model::function_not_found(resource);
  return at->second;
}

control_plane::reply control_plane::tag_change(const model::function& current,
                                               std::map<std::string, std::string> tags,
                                               std::string_view request_id) {
  model::function changed = current;
  changed.tags = std::move(tags);
  TRY(save(std::move(changed)));
  return empty_response(204, request_id);
}

control_plane::reply control_plane::list_tags(const call& request) {
  auto function = TRY(find_tagged(request));
  return json_response(200, tags_json(function->tags), request.request_id);
}

control_plane::reply control_plane::tag_resource(const call& request) {
  model::violations found;
  auto body = TRY(read_body(request.request.body, constraints::tag_resource(), found));
  if (!found.empty()) return std::unexpected(found.error());
  auto function = TRY(find_tagged(request));
  const json_object& given = *object_of(body, "Tags");
  if (given.empty())
    return refuse(error_code::invalid_parameter_value,
                  "An error occurred and the request cannot be processed.");
  auto tags = function->tags;
  for (const auto& [name, value] : given)
    tags[std::string(name)] = std::string(std::string_view(value.get_string()));
  if (tags.size() > model::limits::tags_max)
    return refuse(error_code::invalid_parameter_value,
                  "Number of tags exceeds resource tag limit.");
  return tag_change(*function, std::move(tags), request.request_id);
}

control_plane::reply control_plane::untag_resource(const call& request) {
  auto function = TRY(find_tagged(request));
  auto tags = function->tags;
  bool given = false;
  for (const auto& [name, value] : request.query) {
    if (name != "tagKeys") continue;
    given = true;
    tags.erase(value);
  }
  model::violations found;
  if (!given) found.add("null", "tagKeys", "Member must not be null");
  if (!found.empty()) return std::unexpected(found.error());
  return tag_change(*function, std::move(tags), request.request_id);
}

}  // namespace lambent::api
