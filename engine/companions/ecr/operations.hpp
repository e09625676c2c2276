// ECR's operations by resource, and what they share. Internal to this folder; service.cpp
// dispatches.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "engine/companions/ecr/input.hpp"
#include "engine/model/caller.hpp"
#include "engine/registry/image_registry.hpp"

namespace lambent::companions::ecr {

struct call {
  registry::image_registry& images;
  input in;
  const model::caller& who;
  std::string endpoint;  // "http://localhost:4566", as the caller reaches this engine.

  [[nodiscard]] registry::catalog& knows() const { return images.knows(); }
};

using runner = answer<boost::json::object>(call&);  // The body of the answer.

runner create_repository, delete_repository, describe_repositories;
runner put_image_tag_mutability, put_image_scanning_configuration;
runner get_authorization_token;
runner list_images, describe_images, batch_get_image, batch_delete_image, put_image;
runner batch_check_layer_availability, get_download_url_for_layer;
runner initiate_layer_upload, upload_layer_part, complete_layer_upload;
runner get_repository_policy, set_repository_policy, delete_repository_policy;
runner get_lifecycle_policy, put_lifecycle_policy, delete_lifecycle_policy;
runner tag_resource, untag_resource, list_tags_for_resource;

// The repository that a request names, and whose it is.
struct target {
  registry::repository repository;
  std::string registry;  // An account: registryId, or the caller's.

  [[nodiscard]] place where() const { return {repository.name, registry}; }
};
// Reads registryId and repositoryName, checks all that was read before, and finds it.
[[nodiscard]] answer<target> find_target(call& from);
[[nodiscard]] answer<target> find_named(call& from, const std::string& name,
                                        const std::string& registry);
[[nodiscard]] std::string registry_of(call& from);

// {"registryId": …, "repositoryName": …}
[[nodiscard]] boost::json::object members_of(const target& of);
[[nodiscard]] double seconds(std::int64_t unix_ms);

// Pages: nextToken is where the page before ended.
struct paging {
  std::string after;
  std::size_t count = 0;
};
[[nodiscard]] paging read_paging(input& in);
void add_next_token(boost::json::object& to, std::string_view last);

// "sha256:…", whatever the algorithm; as AWS checks it.
[[nodiscard]] bool has_digest_form(std::string_view text);

// Names of settings in the registry's catalog.
namespace settings {
inline constexpr std::string_view tags = "ecr:tags", policy = "ecr:policy",
                                  lifecycle = "ecr:lifecycle", scan_on_push = "ecr:scanOnPush",
                                  encryption = "ecr:encryption";
}  // namespace settings

}  // namespace lambent::companions::ecr
