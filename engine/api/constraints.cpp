#include "engine/api/constraints.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/ascii.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

namespace limits = model::limits;
namespace patterns = model::patterns;
using names = std::span<const std::string_view>;
using enum member_kind;

constexpr std::int64_t as_int(std::size_t value) { return static_cast<std::int64_t>(value); }

constexpr std::array<std::string_view, 25> runtime_names{
    "nodejs20.x", "python3.14", "provided.al2023", "python3.12",   "python3.13",
    "nodejs24.x", "nodejs22.x", "java25",          "python3.10",   "python3.11",
    "java21",     "ruby3.3",    "ruby3.4",         "ruby3.2",      "python3.8",
    "python3.9",  "java17",     "nodejs16.x",      "dotnet10",     "dotnet8",
    "java11",     "dotnet6",    "nodejs18.x",      "provided.al2", "java8.al2"};
constexpr std::array<std::string_view, 20> retired_names{
    "go1.x",      "provided",      "python3.7",     "nodejs12.x",     "nodejs14.x",
    "ruby2.7",    "java8",         "dotnetcore3.1", "nodejs",         "nodejs4.3",
    "nodejs6.10", "nodejs8.10",    "nodejs10.x",    "nodejs4.3-edge", "python2.7",
    "python3.6",  "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1",  "ruby2.5"};

constexpr std::array<std::string_view, 56> layer_runtime_names{
    "ruby3.5",       "ruby2.6",       "dotnetcore1.0",   "python3.7",
    "nodejs8.10",    "nasa",          "ruby2.7",         "python2.7-greengrass",
    "dotnetcore2.0", "python3.8",     "java21",          "dotnet6",
    "dotnetcore2.1", "python3.9",     "java11",          "nodejs6.10",
    "provided",      "dotnetcore3.1", "dotnet8",         "java25",
    "java17",        "nodejs",        "nodejs4.3",       "java8.al2",
    "go1.x",         "dotnet10",      "nodejs20.x",      "go1.9",
    "byol",          "nodejs10.x",    "provided.al2023", "nodejs22.x",
    "python3.10",    "java8",         "nodejs12.x",      "python3.11",
    "nodejs24.x",    "nodejs8.x",     "python3.12",      "nodejs14.x",
    "nodejs8.9",     "nodejs26.x",    "python3.13",      "python3.14",
    "nodejs16.x",    "python3.15",    "provided.al2",    "nodejs4.3-edge",
    "nodejs18.x",    "ruby3.2",       "python3.4",       "ruby3.3",
    "ruby3.4",       "ruby2.5",       "python3.6",       "python2.7"};

constexpr std::array<std::string_view, 2> architectures{"x86_64", "arm64"};
constexpr std::array<std::string_view, 2> package_types{"Zip", "Image"};
constexpr std::array<std::string_view, 2> tracing_modes{"Active", "PassThrough"};
constexpr std::array<std::string_view, 2> apply_on{"PublishedVersions", "None"};
constexpr std::array<std::string_view, 2> log_formats{"JSON", "Text"};
constexpr std::array<std::string_view, 6> application_levels{"TRACE", "DEBUG", "INFO",
                                                             "WARN",  "ERROR", "FATAL"};
constexpr std::array<std::string_view, 3> system_levels{"DEBUG", "INFO", "WARN"};
constexpr std::array<std::string_view, 1> publish_to{"LATEST_PUBLISHED"};
constexpr std::array<std::string_view, 1> tenant_modes{"PER_TENANT"};
constexpr std::array<std::string_view, 3> invocation_types{"Event", "RequestResponse", "DryRun"};
constexpr std::array<std::string_view, 2> streaming_invocation_types{"RequestResponse", "DryRun"};
constexpr std::array<std::string_view, 2> log_types{"None", "Tail"};
constexpr std::array<std::string_view, 1> function_versions{"ALL"};

const std::array code{
    member{.name = "ZipFile", .kind = blob},
    member{.name = "S3Bucket", .min = 3, .max = 63, .pattern = &patterns::s3_bucket},
    member{.name = "S3Key", .min = 1, .max = 1024},
    member{.name = "S3ObjectVersion", .min = 1, .max = 1024},
    member{.name = "ImageUri"},
    member{.name = "SourceKMSKeyArn", .pattern = &patterns::arn_or_nothing}};
const std::array dead_letter{member{.name = "TargetArn", .pattern = &patterns::arn_or_nothing}};
const std::array variables{member{.name = "key", .pattern = &patterns::environment_name},
                           member{.name = "value"}};
const std::array environment{
    member{.name = "Variables", .kind = map, .members = variables, .secret = true}};
const std::array tracing{member{.name = "Mode", .values = tracing_modes}};
const std::array tags{member{.name = "key"}, member{.name = "value"}};
const std::array layer{
    member{.name = "layer", .min = 1, .max = 2048, .pattern = &patterns::layer_version_arn}};
const std::array text_element{member{.name = "text"}};
const std::array architecture{member{.name = "architecture", .values = architectures}};
const std::array storage{member{.name = "Size",
                                .kind = integer,
                                .required = true,
                                .min = limits::ephemeral_storage_min_mb,
                                .max = limits::ephemeral_storage_max_mb}};
const std::array snap_start{member{.name = "ApplyOn", .values = apply_on}};
const std::array logging{
    member{.name = "LogFormat", .values = log_formats},
    member{.name = "ApplicationLogLevel", .values = application_levels},
    member{.name = "SystemLogLevel", .values = system_levels},
    member{.name = "LogGroup", .min = 1, .max = 512, .pattern = &patterns::log_group}};
const std::array durable{
    member{.name = "RetentionPeriodInDays", .kind = integer, .min = 1, .max = 90},
    member{.name = "ExecutionTimeout", .kind = integer, .min = 1, .max = 31'622'400}};
const std::array tenancy{
    member{.name = "TenantIsolationMode", .required = true, .values = tenant_modes}};
const std::array vpc{member{.name = "SubnetIds",
                            .kind = list,
                            .max = as_int(limits::vpc_subnets_max),
                            .members = text_element},
                     member{.name = "SecurityGroupIds",
                            .kind = list,
                            .max = as_int(limits::vpc_security_groups_max),
                            .members = text_element},
                     member{.name = "Ipv6AllowedForDualStack", .kind = boolean}};
const std::array image{
    member{.name = "EntryPoint", .kind = list, .max = 1500, .members = text_element},
    member{.name = "Command", .kind = list, .max = 1500, .members = text_element},
    member{.name = "WorkingDirectory", .max = 1000}};

// What CreateFunction and UpdateFunctionConfiguration have in common. Runtime is no enum here: its
// text is another one (engine/api/function_members).
const std::array configuration{
    member{.name = "Runtime"},
    member{
        .name = "Handler", .max = as_int(limits::handler_max_chars), .pattern = &patterns::handler},
    member{.name = "Description", .max = as_int(limits::description_max_chars)},
    member{.name = "Timeout",
           .kind = integer,
           .min = limits::timeout_min_s,
           .max = limits::timeout_max_s},
    member{.name = "MemorySize",
           .kind = integer,
           .min = limits::memory_min_mb,
           .max = limits::memory_max_mb},
    member{.name = "VpcConfig", .kind = structure, .members = vpc},
    member{.name = "Environment", .kind = structure, .members = environment},
    member{.name = "DeadLetterConfig", .kind = structure, .members = dead_letter},
    member{.name = "KMSKeyArn", .pattern = &patterns::arn_or_nothing},
    member{.name = "TracingConfig", .kind = structure, .members = tracing},
    member{.name = "Layers", .kind = list, .members = layer},
    member{.name = "FileSystemConfigs", .kind = any},
    member{.name = "ImageConfig", .kind = structure, .members = image},
    member{.name = "EphemeralStorage", .kind = structure, .members = storage},
    member{.name = "SnapStart", .kind = structure, .members = snap_start},
    member{.name = "LoggingConfig", .kind = structure, .members = logging},
    member{.name = "CapacityProviderConfig", .kind = any},
    member{.name = "DurableConfig", .kind = structure, .members = durable}};
const member architectures_member{
    .name = "Architectures", .kind = list, .min = 1, .max = 1, .members = architecture};
const member publish_to_member{.name = "PublishTo", .values = publish_to};

std::vector<member> with_configuration(std::initializer_list<member> more) {
  std::vector<member> all(more);
  all.insert(all.end(), configuration.begin(), configuration.end());
  return all;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

namespace constraints {

std::span<const member> create_function() {
  static const std::vector<member> table = with_configuration(
      {member{.name = "FunctionName",
              .required = true,
              .min = 1,
              .max = as_int(limits::function_reference_max_chars),
              .pattern = &patterns::managed_function_name},
       member{.name = "Role", .required = true, .pattern = &patterns::role},
       member{.name = "Code", .kind = structure, .required = true, .members = code},
       member{.name = "Publish", .kind = boolean}, publish_to_member,
       member{.name = "PackageType", .values = package_types},
       member{.name = "Tags", .kind = map, .members = tags},
       member{.name = "CodeSigningConfigArn", .max = 200}, architectures_member,
       member{.name = "TenancyConfig", .kind = structure, .members = tenancy}});
  return table;
}

std::span<const member> update_function_code() {
  static const std::vector<member> table = [] {
    std::vector<member> all(code.begin(), code.end());
    all.insert(all.end(), {member{.name = "Publish", .kind = boolean}, publish_to_member,
                           member{.name = "DryRun", .kind = boolean}, member{.name = "RevisionId"},
                           architectures_member});
    return all;
  }();
  return table;
}

std::span<const member> update_function_configuration() {
  static const std::vector<member> table = with_configuration(
      {member{.name = "Role", .pattern = &patterns::role}, member{.name = "RevisionId"}});
  return table;
}

std::span<const member> list_functions() {
  static const std::array table{member{.name = "MasterRegion", .pattern = &patterns::master_region},
                                member{.name = "FunctionVersion", .values = function_versions}};
  return table;
}

namespace {
std::array<member, 4> invoke_headers(names types) {
  return {member{.name = "InvocationType", .values = types},
          member{.name = "LogType", .values = log_types},
          member{.name = "DurableExecutionName",
                 .min = 1,
                 .max = 64,
                 .pattern = &patterns::durable_execution_name},
          member{.name = "TenantId", .min = 1, .max = 256, .pattern = &patterns::tenant_id}};
}
}  // namespace

std::span<const member> invoke() {
  static const auto table = invoke_headers(invocation_types);
  return table;
}

std::span<const member> invoke_with_response_stream() {
  static const auto table = invoke_headers(streaming_invocation_types);
  return table;
}

std::span<const member> tag_resource() {
  static const std::array table{
      member{.name = "Tags", .kind = map, .required = true, .members = tags}};
  return table;
}

std::span<const member> publish_layer_version() {
  // Its first four: an image is no layer.
  static const auto content = std::span<const member>(code).first(4);
  static const std::array table{
      member{.name = "Description", .max = as_int(limits::description_max_chars)},
      member{.name = "Content", .kind = structure, .required = true, .members = content},
      // The runtimes are no enum here: their text is another one (resources/layers).
      member{.name = "CompatibleRuntimes", .kind = list, .max = 15, .members = text_element},
      member{.name = "LicenseInfo", .max = 512},
      member{.name = "CompatibleArchitectures", .kind = list, .max = 2, .members = architecture}};
  return table;
}

std::span<const member> list_layers() {
  static const std::array table{member{.name = "CompatibleRuntime", .values = layer_runtime_names},
                                member{.name = "CompatibleArchitecture", .values = architectures}};
  return table;
}

names layer_runtimes() { return layer_runtime_names; }

}  // namespace constraints

names runtimes() { return runtime_names; }
names retired_runtimes() { return retired_names; }

std::string member_path(std::string_view parent, std::string_view name) {
  std::string path(parent);
  if (!path.empty()) path += '.';
  std::size_t start = path.size();
  path += name;
  path[start] = lower_case(path[start]);
  return path;
}

std::string enum_text(names values) {
  std::string text = "[";
  for (std::string_view value : values) {
    if (text.size() > 1) text += ", ";
    text += value;
  }
  return text + "]";
}

std::vector<std::string> stated(const member& rule) {
  std::vector<std::string> all;
  if (rule.kind == real) {
    if (rule.max) all.push_back(model::value_at_most(*rule.max) + ".0");
    if (rule.min) all.push_back(model::value_at_least(*rule.min) + ".0");
    return all;
  }
  if (rule.max) all.push_back(model::length_at_most(static_cast<std::size_t>(*rule.max)));
  if (rule.min) all.push_back(model::length_at_least(static_cast<std::size_t>(*rule.min)));
  if (rule.pattern != nullptr) all.push_back(model::must_match(*rule.pattern));
  if (!rule.values.empty())
    all.push_back("Member must satisfy enum value set: " + enum_text(rule.values));
  return all;
}

std::vector<std::string> broken(const member& rule, std::string_view text) {
  std::vector<std::string> all;
  auto size = static_cast<std::int64_t>(characters(text));
  if (rule.max && size > *rule.max)
    all.push_back(model::length_at_most(static_cast<std::size_t>(*rule.max)));
  if (rule.min && size < *rule.min)
    all.push_back(model::length_at_least(static_cast<std::size_t>(*rule.min)));
  if (rule.pattern != nullptr && !rule.pattern->matches(text))
    all.push_back(model::must_match(*rule.pattern));
  if (!rule.values.empty() &&
      std::find(rule.values.begin(), rule.values.end(), text) == rule.values.end())
    all.push_back("Member must satisfy enum value set: " + enum_text(rule.values));
  return all;
}

void check_text(const member& rule, std::string_view text, model::violations& found) {
  for (const auto& constraint : broken(rule, text))
    found.add(model::quoted(text), member_path({}, rule.name), constraint);
}

void check_number(const member& rule, std::int64_t value, model::violations& found) {
  std::string shown = model::quoted(std::to_string(value));
  if (rule.max && value > *rule.max)
    found.add(shown, member_path({}, rule.name), model::value_at_most(*rule.max));
  if (rule.min && value < *rule.min)
    found.add(shown, member_path({}, rule.name), model::value_at_least(*rule.min));
}

const member& rule_of(std::span<const member> table, std::string_view name) {
  for (const auto& rule : table)
    if (rule.name == name) return rule;
  std::abort();
}

}  // namespace lambent::api
