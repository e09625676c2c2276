// Where AWS's services are when nothing says otherwise: partitions, host names, and the region that
// a service's signature names. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lambent::aws {

struct partition {
  std::string_view name;        // "aws", "aws-cn": what ARNs begin with.
  std::string_view dns_suffix;  // "amazonaws.com".
  std::string_view iam_host;    // IAM is one for a partition …
  std::string_view iam_region;  // … and signed for this region.
};
[[nodiscard]] const partition& partition_of(std::string_view region);

// Letters, digits and hyphens: what may become part of a host name.
[[nodiscard]] bool is_region(std::string_view text);

struct service_location {
  std::string url{};  // Without a final slash.
  std::string signing_region{};
};
[[nodiscard]] service_location default_location(std::string_view service, std::string_view region);

// The part of AWS_ENDPOINT_URL_<SERVICE> and the key of a services section: AWS's service id, which
// for logs is "cloudwatch_logs".
[[nodiscard]] std::string service_key(std::string_view service);

// A bucket that can stand in a host name under a wildcard certificate: no dots, DNS characters.
[[nodiscard]] bool is_host_label(std::string_view bucket);

}  // namespace lambent::aws
