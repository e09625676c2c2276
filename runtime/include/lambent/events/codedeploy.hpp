// AWS CodeDeploy: the hook of a deployment's lifecycle, and the details of its EventBridge events.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::codedeploy {

/// A function that is a hook of a deployment, such as BeforeAllowTraffic. Its answer goes to
/// CodeDeploy's PutLifecycleEventHookExecutionStatus; what it returns is ignored.
/// https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
struct lifecycle_hook_event {
  std::string deployment_id;
  std::string lifecycle_event_hook_execution_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(lifecycle_hook_event, style::pascal_case | style::defaults,
                (deployment_id, "DeploymentId", required),
                (lifecycle_event_hook_execution_id, "LifecycleEventHookExecutionId", required),
                other);

/// The detail of "CodeDeploy Deployment State-change Notification" and "CodeDeploy Instance
/// State-change Notification", for eventbridge::event<Detail>.
/// https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
struct state_change {
  std::string state;  ///< "START", "SUCCESS", "FAILURE", "STOP", "READY".
  std::string application;
  std::string deployment_id;
  std::string deployment_group;
  std::string instance_group_id;
  std::optional<std::string> instance_id;  ///< Of an instance.
  std::string region;
  json::unknown_members other;
};
LAMBENT_JSON_AS(state_change, style::camel_case | style::defaults, (state, "state", required),
                application, (deployment_id, "deploymentId", required), deployment_group,
                instance_group_id, instance_id, region, other);

}  // namespace lambent::events::codedeploy
