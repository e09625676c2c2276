// Amazon ECR: details of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::ecr {

/// "ECR Image Action". https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
struct image_action {
  std::string action_type;  ///< "PUSH" or "DELETE".
  std::string result;       ///< "SUCCESS" or "FAILURE".
  std::string repository_name;
  std::string image_digest;
  std::optional<std::string> image_tag;
  json::unknown_members other;
};
LAMBENT_JSON_AS(image_action, style::defaults, (action_type, "action-type", required), result,
                (repository_name, "repository-name", required), (image_digest, "image-digest"),
                (image_tag, "image-tag"), other);

/// "ECR Image Scan", of basic scanning.
struct image_scan {
  std::string scan_status;  ///< "COMPLETE" or "FAILED".
  std::string repository_name;
  std::string image_digest;
  std::vector<std::string> image_tags;
  /// By "CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED"; zeros may be missing.
  std::map<std::string, int> finding_severity_counts;
  json::unknown_members other;
};
LAMBENT_JSON_AS(image_scan, style::defaults, (scan_status, "scan-status", required),
                (repository_name, "repository-name", required), (image_digest, "image-digest"),
                (image_tags, "image-tags"), (finding_severity_counts, "finding-severity-counts"),
                other);

}  // namespace lambent::events::ecr
