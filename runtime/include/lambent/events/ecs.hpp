// Amazon ECS: details of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::ecs {

struct attribute {
  std::string name;
  std::optional<std::string> value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(attribute, style::camel_case | style::defaults, name, value, other);

struct resource {
  std::string name;  ///< "CPU" in 1/1024 of a vCPU, "MEMORY" in MiB, "PORTS", …
  std::string type;  ///< "INTEGER" or "STRINGSET".
  std::optional<std::int64_t> integer_value;
  std::optional<std::vector<std::string>> string_set_value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(resource, style::camel_case | style::defaults, name, type, integer_value,
                string_set_value, other);

struct version_info {
  std::optional<std::string> agent_hash;
  std::optional<std::string> agent_version;
  std::optional<std::string> docker_version;
  json::unknown_members other;
};
LAMBENT_JSON_AS(version_info, style::camel_case | style::defaults, agent_hash, agent_version,
                docker_version, other);

/// "ECS Container Instance State Change".
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_container_instance_events.html
struct container_instance_state_change {
  std::string cluster_arn;
  std::string container_instance_arn;
  std::optional<std::string> ec2_instance_id;
  std::string status;  ///< "ACTIVE", "DRAINING", "INACTIVE", …
  bool agent_connected = false;
  std::vector<attribute> attributes;
  std::vector<resource> registered_resources;
  std::vector<resource> remaining_resources;
  ecs::version_info version_info;
  std::int64_t version = 0;  ///< Grows with each change of the resource.
  std::optional<std::string> registered_at;
  std::string updated_at;
  json::unknown_members other;
};
LAMBENT_JSON_AS(container_instance_state_change, style::camel_case | style::defaults, cluster_arn,
                (container_instance_arn, "containerInstanceArn", required), ec2_instance_id,
                (status, "status", required), agent_connected, attributes, registered_resources,
                remaining_resources, version_info, version, registered_at, updated_at, other);

struct container {
  std::string name;
  std::string container_arn;
  std::string last_status;
  std::string task_arn;
  std::optional<std::string> image;
  std::optional<std::string> image_digest;
  std::optional<std::string> runtime_id;
  std::optional<int> exit_code;  ///< When it has stopped.
  std::optional<std::string> reason;
  std::optional<std::string> cpu;
  std::optional<std::string> memory;
  json::unknown_members other;
};
LAMBENT_JSON_AS(container, style::camel_case | style::defaults, name, container_arn, last_status,
                task_arn, image, image_digest, runtime_id, exit_code, reason, cpu, memory, other);

/// "ECS Task State Change".
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
struct task_state_change {
  std::string cluster_arn;
  std::string task_arn;
  std::string task_definition_arn;
  std::string last_status;     ///< "PROVISIONING", "RUNNING", "STOPPED", …
  std::string desired_status;  ///< "RUNNING" or "STOPPED".
  std::vector<container> containers;
  std::optional<std::string> launch_type;  ///< "EC2", "FARGATE", "EXTERNAL".
  std::optional<std::string> group;
  std::optional<std::string> started_by;
  std::optional<std::string> stop_code;
  std::optional<std::string> stopped_reason;
  std::optional<std::string> availability_zone;
  std::optional<std::string> cpu;
  std::optional<std::string> memory;
  std::optional<std::string> created_at;
  std::optional<std::string> started_at;
  std::optional<std::string> stopping_at;
  std::optional<std::string> stopped_at;
  std::string updated_at;
  std::int64_t version = 0;  ///< Grows with each change of the task.
  json::unknown_members other;
};
LAMBENT_JSON_AS(task_state_change, style::camel_case | style::defaults, cluster_arn,
                (task_arn, "taskArn", required), task_definition_arn,
                (last_status, "lastStatus", required), desired_status, containers, launch_type,
                group, started_by, stop_code, stopped_reason, availability_zone, cpu, memory,
                created_at, started_at, stopping_at, stopped_at, updated_at, version, other);

}  // namespace lambent::events::ecs
