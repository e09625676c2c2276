// Amazon EC2: details of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <string>

namespace lambent::events::ec2 {

/// "EC2 Instance State-change Notification".
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html
struct instance_state_change {
  std::string instance_id;
  std::string
      state;  ///< "pending", "running", "stopping", "stopped", "shutting-down", "terminated".
  json::unknown_members other;
};
LAMBENT_JSON_AS(instance_state_change, style::defaults, (instance_id, "instance-id", required),
                (state, "state", required), other);

/// "EC2 Spot Instance Interruption Warning", two minutes before.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
struct spot_interruption_warning {
  std::string instance_id;
  std::string instance_action;  ///< "hibernate", "stop", "terminate".
  json::unknown_members other;
};
LAMBENT_JSON_AS(spot_interruption_warning, style::defaults, (instance_id, "instance-id", required),
                (instance_action, "instance-action", required), other);

}  // namespace lambent::events::ec2
