#include "engine/companions/ecr/service.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/base64.hpp"
#include "engine/companions/ecr/limits.hpp"
#include "engine/companions/ecr/operations.hpp"
#include "engine/model/error.hpp"
#include "engine/registry/address.hpp"

namespace lambent::companions::ecr {
namespace {

namespace json = boost::json;

struct entry {
  std::string_view name;
  runner* run;
};

constexpr std::array table{
    entry{"BatchCheckLayerAvailability", batch_check_layer_availability},
    entry{"BatchDeleteImage", batch_delete_image},
    entry{"BatchGetImage", batch_get_image},
    entry{"CompleteLayerUpload", complete_layer_upload},
    entry{"CreateRepository", create_repository},
    entry{"DeleteLifecyclePolicy", delete_lifecycle_policy},
    entry{"DeleteRepository", delete_repository},
    entry{"DeleteRepositoryPolicy", delete_repository_policy},
    entry{"DescribeImages", describe_images},
    entry{"DescribeRepositories", describe_repositories},
    entry{"GetAuthorizationToken", get_authorization_token},
    entry{"GetDownloadUrlForLayer", get_download_url_for_layer},
    entry{"GetLifecyclePolicy", get_lifecycle_policy},
    entry{"GetRepositoryPolicy", get_repository_policy},
    entry{"InitiateLayerUpload", initiate_layer_upload},
    entry{"ListImages", list_images},
    entry{"ListTagsForResource", list_tags_for_resource},
    entry{"PutImage", put_image},
    entry{"PutImageScanningConfiguration", put_image_scanning_configuration},
    entry{"PutImageTagMutability", put_image_tag_mutability},
    entry{"PutLifecyclePolicy", put_lifecycle_policy},
    entry{"SetRepositoryPolicy", set_repository_policy},
    entry{"TagResource", tag_resource},
    entry{"UntagResource", untag_resource},
    entry{"UploadLayerPart", upload_layer_part},
};

std::string_view operation_of(const http::request& request) {
  std::string_view target = request.headers.get("X-Amz-Target");
  return target.substr(std::min(target.find('.') + 1, target.size()));
}

answer<json::object> run(const http::request& request, const model::caller& who,
                         registry::image_registry& images) {
  std::string_view name = operation_of(request);
  auto found = std::ranges::find(table, name, &entry::name);
  if (found == table.end()) {
    auto missing = model::not_available("The operation " + std::string(name)).error();
    return refusal(fault("UnknownOperationException", std::move(missing.message)));
  }
  call from{images, TRY(input::parse(request.body)), who,
            "http://" + std::string(request.headers.get("Host"))};
  return found->run(from);
}

}  // namespace

http::response service::handle(const http::request& request, const model::caller& who) {
  auto made = run(request, who, images_);
  http::response out;
  out.headers.add("Content-Type", "application/x-amz-json-1.1");
  out.headers.add("x-amzn-RequestId", who.request_id);
  if (!made) {
    fault& why = made.error();
    out.status = why.status;
    why.details["__type"] = why.type;
    why.details["message"] = why.message;
    out.body = json::serialize(why.details);
    return out;
  }
  out.body = json::serialize(*made);
  return out;
}

std::string registry_of(call& from) {
  std::string given = from.in.text("registryId");
  return given.empty() ? from.who.account : given;
}

answer<target> find_named(call& from, const std::string& name, const std::string& registry) {
  auto found = TRY(from.knows().find_repository(name));
  if (!found) return repository_not_found({name, registry});
  return target{std::move(*found), registry};
}

answer<target> find_target(call& from) {
  std::string registry = registry_of(from), name = from.in.repository_name();
  TRY(from.in.check());
  return find_named(from, name, registry);
}

json::object members_of(const target& of) {
  return {{"registryId", of.registry}, {"repositoryName", of.repository.name}};
}

double seconds(std::int64_t unix_ms) { return static_cast<double>(unix_ms) / 1000; }

paging read_paging(input& in) {
  auto count = in.number("maxResults", 1, static_cast<std::int64_t>(limits::page_max));
  std::string token = in.text("nextToken");
  auto after = base64_decode(token);
  if (!after) in.refuse("nextToken", "must be a token that a page before this one ended with");
  return {after.value_or(""), count ? static_cast<std::size_t>(*count) : limits::page_default};
}

void add_next_token(json::object& to, std::string_view last) {
  to["nextToken"] = base64_encode(last);
}

bool has_digest_form(std::string_view text) { return registry::has_digest_form(text); }

}  // namespace lambent::companions::ecr
