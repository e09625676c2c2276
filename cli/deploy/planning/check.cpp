#include "cli/deploy/planning/check.hpp"

#include <algorithm>
#include <string_view>

#include "cli/deploy/planning/merged.hpp"
#include "cli/deploy/planning/plan.hpp"

namespace lambent::cli::deploy {
namespace {

constexpr std::size_t function_name_chars_max = 64;
constexpr std::size_t layer_name_chars_max = 140;
constexpr std::size_t alias_chars_max = 128;
constexpr std::size_t layers_max = 5;
constexpr std::size_t s3_key_bytes_max = 1024;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_';
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

std::vector<std::string_view> fields_of(std::string_view arn) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t colon = arn.find(':');
    out.push_back(arn.substr(0, colon));
    if (colon == std::string_view::npos) return out;
    arn.remove_prefix(colon + 1);
  }
}

result<> check_name(const std::string& name, const std::string& whose, std::size_t chars_max) {
  if (name.empty() || !std::ranges::all_of(name, is_word))
    return fail("'" + name + "' is no name for " + whose,
                "Lambda takes letters, digits, - and _; --prefix is a part of it");
  if (name.size() > chars_max)
    return fail("the name " + name + " has " + std::to_string(name.size()) +
                " characters, and Lambda takes " + std::to_string(chars_max) + " for " + whose);
  return {};
}

result<> check_range(const std::optional<int>& value, const char* flag, int least, int most,
                     const char* unit) {
  if (!value || (*value >= least && *value <= most)) return {};
  return fail(std::string(flag) + ": " + std::to_string(*value) + " is not between " +
              std::to_string(least) + " and " + std::to_string(most) + unit);
}

// arn:aws:iam::123456789012:role/path/name
result<> check_role(const std::optional<std::string>& role) {
  if (!role) return {};
  const auto fields = fields_of(*role);
  constexpr std::size_t account_chars = 12;
  const bool right = fields.size() == 6 && fields[0] == "arn" && fields[1].starts_with("aws") &&
                     fields[2] == "iam" && fields[3].empty() && fields[4].size() == account_chars &&
                     is_number(fields[4]) && fields[5].starts_with("role/") &&
                     !fields[5].ends_with('/');
  if (right) return {};
  return fail("--iam-role: '" + *role + "' is not the ARN of a role",
              "it reads arn:aws:iam::123456789012:role/NAME");
}

// arn:aws:lambda:eu-west-1:123456789012:layer:name:3
result<> check_layers(const std::optional<std::vector<std::string>>& layers) {
  if (!layers) return {};
  if (layers->size() > layers_max)
    return fail("--layer: there are " + std::to_string(layers->size()) +
                " layers, and Lambda takes 5");
  for (const std::string& layer : *layers) {
    const auto fields = fields_of(layer);
    const bool layer_itself = fields.size() >= 7 && fields[0] == "arn" && fields[2] == "lambda" &&
                              fields[5] == "layer" && !fields[6].empty();
    if (layer_itself && fields.size() == 8 && is_number(fields[7])) continue;
    return fail("--layer: '" + layer + "' is not the ARN of a layer's version",
                layer_itself ? "its version is missing at the end, as in " + layer + ":1"
                             : "it reads arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION");
  }
  return {};
}

result<> check_alias(const std::string& alias) {
  if (alias.empty()) return {};
  if (alias.size() <= alias_chars_max && std::ranges::all_of(alias, is_word) && !is_number(alias))
    return {};
  return fail("--alias: '" + alias + "' is no name for an alias",
              "Lambda takes letters, digits, - and _, and not digits alone: these are a version");
}

// Two characters at least: Lambda's pattern is [a-zA-Z]([a-zA-Z0-9_])+.
result<> check_variables(const text_map& environment) {
  for (const auto& [name, value] : environment) {
    const bool right = name.size() > 1 && !is_digit(name.front()) && name.front() != '_' &&
                       name.find('-') == std::string::npos && std::ranges::all_of(name, is_word);
    if (right) continue;
    return fail("--env: Lambda takes no variable of the name '" + name + "'",
                "it begins with a letter, has letters, digits and _, and two of them at least");
  }
  return {};
}

result<> check_s3(const wanted_code& code) {
  if (code.s3_bucket.empty() && !code.s3_key.empty())
    return fail("--s3-key says where in a bucket", "--s3-bucket names it");
  if (code.s3_key.size() > s3_key_bytes_max)
    return fail("--s3-key: it has " + std::to_string(code.s3_key.size()) +
                " bytes, and S3 takes 1024");
  return {};
}

// The flag of a level that is wanted; empty where none is.
std::string wanted_log_level(const wanted_function& wanted) {
  if (wanted.application_log_level) return "--application-log-level";
  return wanted.system_log_level ? "--system-log-level" : "";
}

result<> check_log_levels(const wanted_function& wanted, const observed_function& observed) {
  const std::string flag = wanted_log_level(wanted);
  const std::string there = observed.configuration ? observed.configuration->log_format : "";
  if (flag.empty() || wanted.log_format.value_or(there) == "JSON") return {};
  return fail(
      flag + (observed.configuration ? ": " + wanted.name + " logs as text"
                                     : ": the new function " + wanted.name + " would log as text"),
      "Lambda takes log levels with the JSON format alone: --log-format json");
}

// A shorter retention deletes logs for good, and those of other functions are not this one's to
// delete.
result<> check_log_group(const wanted_function& wanted, const observed_function& observed) {
  if (!wanted.log_retention_days || wanted.log_group) return {};
  const std::string group = log_group_of(wanted, observed);
  const bool as_wanted =
      observed.log_group_exists && observed.log_retention_days == *wanted.log_retention_days;
  if (as_wanted || is_own_log_group(group, wanted.name)) return {};
  return fail("--log-retention: " + wanted.name + " logs to " + group +
                  ", where other functions may log, too",
              "`aws logs put-retention-policy` sets it for all of them");
}

// Lambda takes both or neither.
result<> check_vpc(const wanted_function& wanted, const observed_function& observed) {
  if (!wanted.vpc) return {};
  const vpc_settings after =
      vpc_after(wanted, observed.configuration ? observed.configuration->vpc : vpc_settings{});
  const bool no_groups = after.security_group_ids.empty();
  if (after.subnet_ids.empty() == no_groups) return {};
  return fail(
      (no_groups ? "--subnet-ids: " : "--security-group-ids: ") + wanted.name +
          " would have one half of a VPC",
      (no_groups ? "--security-group-ids" : "--subnet-ids") + std::string(" names the other"));
}

}  // namespace

result<> check(const wanted_function& wanted) {
  TRY(check_name(wanted.name, "a function", function_name_chars_max));
  TRY(check_role(wanted.role));
  TRY(check_range(wanted.memory_mb, "--memory", 128, 10240, " MB"));
  TRY(check_range(wanted.timeout_s, "--timeout", 1, 900, " seconds"));
  TRY(check_range(wanted.ephemeral_storage_mb, "--ephemeral-storage", 512, 10240, " MB"));
  if (wanted.reserved_concurrency.value_or(0) < -1)
    return fail("--reserved-concurrency: " + std::to_string(*wanted.reserved_concurrency) +
                    " cannot be reserved",
                "0 lets nobody invoke the function, and -1 releases what is reserved");
  if (wanted.versions_kept < 0) return fail("--keep-versions: a count cannot be negative");
  TRY(check_variables(wanted.environment));
  TRY(check_layers(wanted.layers));
  TRY(check_alias(wanted.alias));
  if (wanted.log_format == "Text" && !wanted_log_level(wanted).empty())
    return fail(wanted_log_level(wanted) + " and --log-format text contradict each other",
                "Lambda takes log levels with the JSON format alone");
  return check_s3(wanted.code);
}

result<> check(const wanted_function& wanted, const observed_function& observed) {
  if (observed.configuration && observed.configuration->package_type == "Image")
    return fail("the function " + wanted.name + " is made of a container image",
                "a zip cannot replace it: delete it first, or deploy under another name");
  // Lambda neither invokes nor changes such a function.
  // https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
  if (!observed.failed.empty())
    return fail("Lambda could not make the function " + wanted.name + " ready: " + observed.failed,
                "it has to be made anew: `lambent delete " + wanted.name +
                    "`, mend what it says, and deploy again");
  if (!observed.tags_refused.empty() && wants_tags(wanted))
    return fail("the tags of " + wanted.name + " cannot be seen: " + observed.tags_refused,
                "who deploys tags has to be allowed lambda:ListTags on the function");
  if (!observed.environment_refused.empty() && wants_environment(wanted))
    return fail(
        "the variables of " + wanted.name + " cannot be seen: " + observed.environment_refused,
        "they would be lost by a change; who deploys needs kms:Decrypt for their key");
  if (wanted.url == url_wish::change && !observed.url)
    return fail((wanted.url_auth ? "--function-url-auth: " : "--invoke-mode: ") + wanted.name +
                    " has no URL",
                "--enable-function-url gives it one");
  TRY(check_vpc(wanted, observed));
  TRY(check_log_group(wanted, observed));
  return check_log_levels(wanted, observed);
}

result<> check(const wanted_layer& wanted) {
  TRY(check_name(wanted.name, "a layer", layer_name_chars_max));
  return check_s3(wanted.code);
}

}  // namespace lambent::cli::deploy
