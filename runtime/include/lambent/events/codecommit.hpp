// AWS CodeCommit: a repository's trigger, and the detail of its EventBridge events.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lambent::events::codecommit {

struct reference {
  std::string commit;
  std::string ref;  ///< "refs/heads/main".
  std::optional<bool> created;
  std::optional<bool> deleted;
  json::unknown_members other;
};
LAMBENT_JSON_AS(reference, style::camel_case | style::defaults, commit, ref, created, deleted,
                other);

struct references {
  std::vector<codecommit::reference> references;
  json::unknown_members other;
};
LAMBENT_JSON_AS(references, style::camel_case | style::defaults, references, other);

struct record {
  std::string event_id;
  std::string event_version;
  std::string event_time;  ///< "2031-03-09T05:41:17.264+0000".
  std::string event_name;
  std::string event_trigger_name;
  std::string event_trigger_config_id;
  int event_part_number = 1;  ///< Of `event_total_parts`, where there are many references.
  int event_total_parts = 1;
  codecommit::references codecommit;
  std::string event_source;
  std::string event_source_arn;  ///< The repository.
  std::string user_identity_arn;
  std::string aws_region;
  std::optional<std::string> custom_data;  ///< Of the trigger.
  json::unknown_members other;
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults, event_id, event_version, event_time,
                event_name, event_trigger_name, event_trigger_config_id, event_part_number,
                event_total_parts, (codecommit, "codecommit", required), event_source,
                (event_source_arn, "eventSourceARN"), (user_identity_arn, "userIdentityARN"),
                aws_region, custom_data, other);

/// A push, or a branch or tag that came or went.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-codecommit.html
struct event {
  std::vector<record> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, (records, "Records", required), other);

/// The detail of "CodeCommit Repository State Change", for eventbridge::event<Detail>.
/// https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
struct repository_state_change {
  std::string event;  ///< "referenceCreated", "referenceUpdated", "referenceDeleted".
  std::string repository_name;
  std::string repository_id;
  std::string reference_type;  ///< "branch" or "tag".
  std::string reference_name;
  std::string reference_full_name;
  std::optional<std::string> commit_id;
  std::optional<std::string> old_commit_id;
  std::optional<std::string> caller_user_arn;
  json::unknown_members other;
};
LAMBENT_JSON_AS(repository_state_change, style::camel_case | style::defaults,
                (event, "event", required), (repository_name, "repositoryName", required),
                repository_id, reference_type, reference_name, reference_full_name, commit_id,
                old_commit_id, caller_user_arn, other);

}  // namespace lambent::events::codecommit
