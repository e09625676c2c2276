#include "aws/config/endpoint.hpp"

#include <algorithm>
#include <array>

namespace lambent::aws {
namespace {

struct partition_row {
  std::string_view region_prefix;
  partition found;
};

// The prefixes exclude one another; regions of the first partition have none in common.
constexpr std::array partitions = {
    partition_row{"cn-",
                  {"aws-cn", "amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"}},
    partition_row{"us-gov-",
                  {"aws-us-gov", "amazonaws.com", "iam.us-gov.amazonaws.com", "us-gov-west-1"}},
    partition_row{"us-iso-",
                  {"aws-iso", "c2s.ic.gov", "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"}},
    partition_row{
        "us-isob-",
        {"aws-iso-b", "sc2s.sgov.gov", "iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"}},
    partition_row{
        "eu-isoe-",
        {"aws-iso-e", "cloud.adc-e.uk", "iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"}},
    partition_row{
        "us-isof-",
        {"aws-iso-f", "csp.hci.ic.gov", "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"}},
    partition_row{
        "eusc-", {"aws-eusc", "amazonaws.eu", "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"}},
};
constexpr partition commercial{"aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1"};

bool is_label_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

const partition& partition_of(std::string_view region) {
  for (const partition_row& row : partitions)
    if (region.starts_with(row.region_prefix)) return row.found;
  return commercial;
}

bool is_region(std::string_view text) {
  constexpr std::size_t chars_max = 40;
  return !text.empty() && text.size() <= chars_max && !text.starts_with('-') &&
         !text.ends_with('-') && std::ranges::all_of(text, is_label_character);
}

service_location default_location(std::string_view service, std::string_view region) {
  const partition& in = partition_of(region);
  if (service == "iam")
    return {.url = "https://" + std::string(in.iam_host),
            .signing_region = std::string(in.iam_region)};
  // ECR's registries have the shorter name.
  std::string url = service == "ecr" ? "https://api." : "https://";
  url.append(service).append(".").append(region).append(".").append(in.dns_suffix);
  return {.url = std::move(url), .signing_region = std::string(region)};
}

std::string service_key(std::string_view service) {
  if (service == "logs") return "cloudwatch_logs";
  std::string key(service);
  std::ranges::replace(key, '-', '_');
  return key;
}

bool is_host_label(std::string_view bucket) {
  constexpr std::size_t chars_min = 3;
  constexpr std::size_t chars_max = 63;
  return bucket.size() >= chars_min && bucket.size() <= chars_max && !bucket.starts_with('-') &&
         !bucket.ends_with('-') && std::ranges::all_of(bucket, is_label_character);
}

}  // namespace lambent::aws
