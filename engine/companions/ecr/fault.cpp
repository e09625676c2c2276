#include "engine/companions/ecr/fault.hpp"

#include <fmt/format.h>

namespace lambent::companions::ecr {

fault::fault(registry::fault&& why)
    : type("InvalidParameterException"), message(std::move(why.message)) {
  if (why.status >= 500) {
    type = "ServerException";
    status = 500;
  } else if (why.code == "TOOMANYREQUESTS" || why.code == "DENIED") {
    type = "LimitExceededException";
  }
}

refusal invalid_parameter(std::string_view member, std::string_view constraint) {
  return refusal(fault("InvalidParameterException",
                       fmt::format("Invalid parameter at '{}' failed to satisfy constraint: '{}'",
                                   member, constraint)));
}

refusal repository_not_found(const place& at) {
  return refusal(
      fault("RepositoryNotFoundException",
            fmt::format("The repository with name '{}' does not exist in the registry with id '{}'",
                        at.repository, at.registry)));
}

refusal repository_exists(const place& at) {
  return refusal(
      fault("RepositoryAlreadyExistsException",
            fmt::format("The repository with name '{}' already exists in the registry with id '{}'",
                        at.repository, at.registry)));
}

refusal repository_not_empty(const place& at) {
  return refusal(fault("RepositoryNotEmptyException",
                       fmt::format("The repository with name '{}' in registry with id '{}' cannot "
                                   "be deleted because it still contains images",
                                   at.repository, at.registry)));
}

refusal policy_not_found(const place& at) {
  return refusal(fault("RepositoryPolicyNotFoundException",
                       fmt::format("Repository policy does not exist for the repository with name "
                                   "'{}' in the registry with id '{}'",
                                   at.repository, at.registry)));
}

refusal lifecycle_policy_not_found(const place& at) {
  return refusal(fault("LifecyclePolicyNotFoundException",
                       fmt::format("Lifecycle policy does not exist for the repository with name "
                                   "'{}' in the registry with id '{}'",
                                   at.repository, at.registry)));
}

refusal image_not_found(const place& at, std::string_view digest, std::string_view tag) {
  return refusal(
      fault("ImageNotFoundException",
            fmt::format("The image with imageId {{imageDigest:'{}', imageTag:'{}'}} does not exist "
                        "within the repository with name '{}' in the registry with id '{}'",
                        digest.empty() ? "null" : digest, tag.empty() ? "null" : tag, at.repository,
                        at.registry)));
}

refusal image_exists(const place& at, std::string_view digest, std::string_view tag) {
  return refusal(
      fault("ImageAlreadyExistsException",
            fmt::format("Image with digest '{}' and tag '{}' already exists in the "
                        "repository with name '{}' in registry with id '{}'",
                        digest, tag.empty() ? "null" : tag, at.repository, at.registry)));
}

refusal upload_not_found(const place& at, std::string_view id) {
  return refusal(fault("UploadNotFoundException",
                       fmt::format("Upload with id '{}' could not be found for the repository with "
                                   "name '{}' in the registry with id '{}'",
                                   id, at.repository, at.registry)));
}

refusal invalid_layer_part(const place& at, std::string_view id, std::int64_t last_byte) {
  fault why("InvalidLayerPartException",
            fmt::format("Invalid layer part upload for upload with id '{}' in the repository with "
                        "name '{}' in the registry with id '{}'",
                        id, at.repository, at.registry));
  why.details = {{"registryId", std::string(at.registry)},
                 {"repositoryName", std::string(at.repository)},
                 {"uploadId", std::string(id)},
                 {"lastValidByteReceived", last_byte}};
  return refusal(std::move(why));
}

}  // namespace lambent::companions::ecr
