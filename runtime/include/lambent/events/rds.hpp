// Amazon RDS: the detail of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <string>
#include <vector>

namespace lambent::events::rds {

/// "RDS DB Instance Event", "RDS DB Cluster Event", "RDS DB Snapshot Event", …
/// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-cloud-watch-events.html
struct rds_event {
  std::string event_id;                       ///< "RDS-EVENT-0006".
  std::vector<std::string> event_categories;  ///< "failover", "availability", …
  std::string source_type;                    ///< "DB_INSTANCE", "CLUSTER", "SNAPSHOT", …
  std::string source_arn;
  std::string source_identifier;
  std::string date;
  std::string message;
  json::unknown_members other;
};
LAMBENT_JSON_AS(rds_event, style::pascal_case | style::defaults, (event_id, "EventID", required),
                event_categories, source_type, source_arn,
                (source_identifier, "SourceIdentifier", required), date, message, other);

}  // namespace lambent::events::rds
