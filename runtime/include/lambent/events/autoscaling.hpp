// Amazon EC2 Auto Scaling: details of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::autoscaling {

struct details {
  std::optional<std::string> availability_zone;
  std::optional<std::string> subnet_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(details, style::defaults, (availability_zone, "Availability Zone"),
                (subnet_id, "Subnet ID"), other);

/// "EC2 Instance Launch Successful", "… Launch Unsuccessful", "… Terminate Successful" and
/// "… Terminate Unsuccessful".
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
struct scaling_activity {
  std::string activity_id;
  std::string auto_scaling_group_name;
  std::string ec2_instance_id;
  std::string status_code;  ///< "InProgress", "Failed", …
  std::string status_message;
  std::string description;
  std::string cause;
  std::string request_id;
  std::string start_time;
  std::string end_time;
  std::optional<autoscaling::details> details;
  std::optional<std::string> origin;       ///< "EC2", "WarmPool", "AutoScalingGroup".
  std::optional<std::string> destination;  ///< The same.
  json::unknown_members other;
};
LAMBENT_JSON_AS(scaling_activity, style::pascal_case | style::defaults,
                (activity_id, "ActivityId", required),
                (auto_scaling_group_name, "AutoScalingGroupName", required),
                (ec2_instance_id, "EC2InstanceId"), status_code, status_message, description, cause,
                request_id, start_time, end_time, details, origin, destination, other);

/// "EC2 Instance-launch Lifecycle Action" and "EC2 Instance-terminate Lifecycle Action": the
/// instance waits for Auto Scaling's CompleteLifecycleAction.
struct lifecycle_action {
  std::string lifecycle_action_token;
  std::string auto_scaling_group_name;
  std::string lifecycle_hook_name;
  std::string ec2_instance_id;
  std::string lifecycle_transition;  ///< "autoscaling:EC2_INSTANCE_LAUNCHING", "…TERMINATING".
  std::optional<std::string> notification_metadata;
  std::optional<std::string> origin;
  std::optional<std::string> destination;
  json::unknown_members other;
};
LAMBENT_JSON_AS(lifecycle_action, style::pascal_case | style::defaults,
                (lifecycle_action_token, "LifecycleActionToken", required),
                (auto_scaling_group_name, "AutoScalingGroupName", required), lifecycle_hook_name,
                (ec2_instance_id, "EC2InstanceId"), lifecycle_transition, notification_metadata,
                origin, destination, other);

}  // namespace lambent::events::autoscaling
