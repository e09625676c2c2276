// AWS CodeBuild: details of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lambent::events::codebuild {

// Times here are in CodeBuild's own form, "Mar 9, 2031 5:41:17 AM", in UTC; numbers come with a
// decimal point.

struct artifact {
  std::optional<std::string> location;
  std::optional<std::string> md5sum;
  std::optional<std::string> sha256sum;
  json::unknown_members other;
};
LAMBENT_JSON_AS(artifact, style::defaults, location, md5sum, sha256sum, other);

struct environment_variable {
  std::string name;
  std::string type;  ///< "PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER".
  std::string value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(environment_variable, style::defaults, name, type, value, other);

struct environment {
  std::string image;
  bool privileged_mode = false;
  std::string compute_type;
  std::string type;
  std::vector<environment_variable> environment_variables;
  json::unknown_members other;
};
LAMBENT_JSON_AS(environment, style::defaults, image, (privileged_mode, "privileged-mode"),
                (compute_type, "compute-type"), type,
                (environment_variables, "environment-variables"), other);

struct source {
  std::string type;
  std::optional<std::string> location;
  json::unknown_members other;
};
LAMBENT_JSON_AS(source, style::defaults, type, location, other);

struct logs {
  std::optional<std::string> group_name;
  std::optional<std::string> stream_name;
  std::optional<std::string> deep_link;
  json::unknown_members other;
};
LAMBENT_JSON_AS(logs, style::defaults, (group_name, "group-name"), (stream_name, "stream-name"),
                (deep_link, "deep-link"), other);

struct phase {
  std::string phase_type;                   ///< "SUBMITTED", "BUILD", "COMPLETED", …
  std::optional<std::string> phase_status;  ///< Missing while it runs.
  std::string start_time;
  std::optional<std::string> end_time;
  std::optional<double> duration_in_seconds;
  std::optional<std::vector<json::raw>> phase_context;
  json::unknown_members other;
};
LAMBENT_JSON_AS(phase, style::defaults, (phase_type, "phase-type"), (phase_status, "phase-status"),
                (start_time, "start-time"), (end_time, "end-time"),
                (duration_in_seconds, "duration-in-seconds"), (phase_context, "phase-context"),
                other);

struct additional_information {
  std::optional<codebuild::artifact> artifact;
  std::optional<codebuild::environment> environment;
  std::optional<double> timeout_in_minutes;
  std::optional<bool> build_complete;
  std::optional<double> build_number;  ///< A whole number.
  std::optional<std::string> initiator;
  std::optional<std::string> build_start_time;
  std::optional<codebuild::source> source;
  std::optional<std::string> source_version;
  std::optional<codebuild::logs> logs;
  std::optional<std::vector<phase>> phases;
  json::unknown_members other;
};
LAMBENT_JSON_AS(additional_information, style::defaults, artifact, environment,
                (timeout_in_minutes, "timeout-in-minutes"), (build_complete, "build-complete"),
                (build_number, "build-number"), initiator, (build_start_time, "build-start-time"),
                source, (source_version, "source-version"), logs, phases, other);

/// "CodeBuild Build State Change".
/// https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
struct build_state_change {
  std::string build_status;  ///< "IN_PROGRESS", "SUCCEEDED", "FAILED", "STOPPED", …
  std::string project_name;
  std::string build_id;  ///< An ARN.
  std::string current_phase;
  std::string current_phase_context;
  codebuild::additional_information additional_information;
  std::string version;
  json::unknown_members other;
};
LAMBENT_JSON_AS(build_state_change, style::defaults, (build_status, "build-status", required),
                (project_name, "project-name", required), (build_id, "build-id"),
                (current_phase, "current-phase"), (current_phase_context, "current-phase-context"),
                (additional_information, "additional-information"), version, other);

/// "CodeBuild Build Phase Change".
struct build_phase_change {
  std::string completed_phase;
  std::string completed_phase_status;
  std::string completed_phase_context;
  double completed_phase_duration_seconds = 0;
  std::string completed_phase_start;
  std::string completed_phase_end;
  std::string project_name;
  std::string build_id;  ///< An ARN.
  codebuild::additional_information additional_information;
  std::string version;
  json::unknown_members other;
};
LAMBENT_JSON_AS(build_phase_change, style::defaults, (completed_phase, "completed-phase", required),
                (completed_phase_status, "completed-phase-status"),
                (completed_phase_context, "completed-phase-context"),
                (completed_phase_duration_seconds, "completed-phase-duration-seconds"),
                (completed_phase_start, "completed-phase-start"),
                (completed_phase_end, "completed-phase-end"),
                (project_name, "project-name", required), (build_id, "build-id"),
                (additional_information, "additional-information"), version, other);

}  // namespace lambent::events::codebuild
