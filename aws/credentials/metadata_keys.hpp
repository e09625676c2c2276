// Credentials that the machine hands to what runs on it: the endpoint of a container (ECS, EKS Pod
// Identity, Greengrass) and the instance metadata service of EC2, version 2 alone.
// AWS SDKs and Tools Reference Guide, "Container credential provider", "IMDS credential provider".
#pragma once

#include "aws/config/configuration.hpp"
#include "aws/credentials/finding.hpp"
#include "aws/surroundings.hpp"
#include "aws/transport/caller.hpp"

namespace lambent::aws {

// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI. The token goes out over https, or to
// addresses that never leave the machine, and nowhere else. Passing troubles are waited out: asked
// three times in all.
[[nodiscard]] finding keys_of_container(const configuration& config, caller& with,
                                        const surroundings& around);

[[nodiscard]] finding keys_of_instance(const configuration& config, caller& with);

}  // namespace lambent::aws
