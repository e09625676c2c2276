#include "engine/companions/iam/faults.hpp"

#include "engine/companions/iam/limits.hpp"

namespace lambent::companions::iam {
namespace {

refusal not_found(std::string message) {
  return query::refuse("NoSuchEntity", std::move(message), 404);
}

refusal exists(std::string message) {
  return query::refuse("EntityAlreadyExists", std::move(message), 409);
}

refusal limit_exceeded(std::string message) {
  return query::refuse("LimitExceeded", std::move(message), 409);
}

refusal invalid(std::string message) {
  return query::refuse("ValidationError", std::move(message));
}

std::string text(std::string_view a, std::string_view b = {}, std::string_view c = {}) {
  return std::string(a).append(b).append(c);
}

}  // namespace

// Seen.
refusal role_not_found(std::string_view name) {
  return not_found(text("The role with name ", name, " cannot be found."));
}

// Seen.
refusal role_exists(std::string_view name) {
  return exists(text("Role with name ", name, " already exists."));
}

// Seen.
refusal role_policy_not_found(std::string_view name) {
  return not_found(text("The role policy with name ", name, " cannot be found."));
}

// Recorded.
refusal policy_not_found(std::string_view arn) {
  return not_found(text("Policy ", arn, " was not found."));
}

// Seen.
refusal policy_exists(std::string_view name) {
  return exists(
      text("A policy called ", name, " already exists. Duplicate names are not allowed."));
}

// Recorded.
refusal policy_not_attachable(std::string_view arn) {
  return not_found(text("Policy ", arn, " does not exist or is not attachable."));
}

// Seen.
refusal version_not_found(std::string_view arn, std::string_view version) {
  return not_found(text("Policy ", arn, " version ").append(version) +
                   " does not exist or is not attachable.");
}

// Ours: AWS knows all of its own.
refusal document_unknown(std::string_view arn) {
  return not_found(text("The document of AWS's policy ", arn,
                        " is not known to Lambent; the policy can be attached, and has no effect "
                        "here."));
}

// Recorded.
refusal unparsable_arn() { return invalid("Invalid ARN:  Could not be parsed!"); }

// Seen, with the sentences that the operations give.
refusal delete_conflict(std::string_view why) {
  return query::refuse("DeleteConflict", std::string(why), 409);
}

// Seen, for PolicySize and PoliciesPerRole; the other names of quotas follow these.
refusal over_quota(std::string_view quota, std::size_t most) {
  return limit_exceeded(text("Cannot exceed quota for ", quota, ": ") + std::to_string(most));
}

// Seen.
refusal inline_policies_too_large(std::string_view role) {
  return limit_exceeded(text("Maximum policy size of ",
                             std::to_string(limits::inline_policies_max_chars),
                             " bytes exceeded for role ") +
                        std::string(role));
}

// Seen.
refusal too_many_versions() {
  return limit_exceeded(
      "A managed policy can have up to 5 versions. Before you create a new version, you must "
      "delete an existing version.");
}

// "This policy contains invalid Json" is recorded; the other sentences are seen.
refusal malformed(std::string_view why) {
  return query::refuse("MalformedPolicyDocument", std::string(why));
}

// Seen.
refusal bad_name(std::string_view member) {
  return invalid(text("The specified value for ", member,
                      " is invalid. It must contain only alphanumeric characters and/or the "
                      "following: +=,.@_-"));
}

// Seen.
refusal bad_path() {
  return invalid(
      "The specified value for path is invalid. It must begin and end with / and contain only "
      "alphanumeric characters and/or / characters.");
}

// Ours.
refusal bad_marker(std::string_view marker) { return invalid(text("Invalid Marker: ", marker)); }

// Ours, after STS's recorded text on session tags.
refusal duplicate_tags() {
  return query::refuse("InvalidInput",
                       "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
}

}  // namespace lambent::companions::iam
