// What a deployment is to reach: one function as the project, the configuration file and the flags
// ask for it. What is not said is left as it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::cli::deploy {

using text_map = std::map<std::string, std::string>;

struct wanted_code {
  std::filesystem::path zip{};  // The zip, or the program that `content` was made of.
  std::string content{};        // The zip's bytes where it is in no file.
  std::uint64_t bytes = 0;
  std::string sha256{};              // Base64, as AWS's CodeSha256.
  std::string architecture{};        // "x86_64" or "arm64", read from the program itself.
  std::vector<std::string> files{};  // Names in the zip.
  std::string s3_bucket{};           // Where the zip goes on its way; empty: with the request.
  std::string s3_key{};
};

// https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
struct vpc_settings {
  std::vector<std::string> subnet_ids{};
  std::vector<std::string> security_group_ids{};
  bool ipv6_allowed_for_dual_stack = false;

  bool operator==(const vpc_settings&) const = default;
};

// https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
struct cors_settings {
  bool allow_credentials = false;
  std::vector<std::string> allow_headers{};
  std::vector<std::string> allow_methods{};
  std::vector<std::string> allow_origins{};
  std::vector<std::string> expose_headers{};
  int max_age_s = 0;

  bool operator==(const cors_settings&) const = default;
};

// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html
struct url_settings {
  std::string auth_type = "AWS_IAM";     // Or "NONE": anyone may call it.
  std::string invoke_mode = "BUFFERED";  // Or "RESPONSE_STREAM".
  std::optional<cors_settings> cors{};

  bool operator==(const url_settings&) const = default;
};

// What becomes of the function's URL.
enum class url_wish : std::uint8_t {
  leave,
  have,    // With the settings that are wanted, whether there is one or not.
  change,  // There has to be one; what is not said of it stays.
  remove,
};

struct wanted_function {
  std::string name;
  wanted_code code;

  // The configuration; a member without a value stays as it is, and has Lambda's default or the one
  // named here on a new function.
  std::optional<std::string> role{};     // An ARN; a new function without one gets a role made.
  std::optional<std::string> runtime{};  // New: provided.al2023.
  std::optional<std::string> handler{};  // New: bootstrap.
  std::optional<std::string> description{};
  std::optional<int> memory_mb{};
  std::optional<int> timeout_s{};
  std::optional<int> ephemeral_storage_mb{};
  std::optional<std::vector<std::string>> layers{};  // Layer version ARNs, in order.
  std::optional<std::string> tracing_mode{};         // "Active" or "PassThrough".
  std::optional<std::string> log_format{};           // "JSON" or "Text".
  std::optional<std::string> application_log_level{};
  std::optional<std::string> system_log_level{};
  std::optional<std::string> log_group{};
  std::optional<vpc_settings> vpc{};  // An empty list of it stays as it is, too.
  text_map environment{};             // Merged into what is there.
  bool prune_environment = false;     // Variables that are not wanted go.

  text_map tags{};  // Merged into what is there.
  bool prune_tags = false;
  std::optional<int> reserved_concurrency{};  // Negative: none is reserved.
  url_wish url = url_wish::leave;
  url_settings url_wanted{};              // With `have`.
  bool keeps_url = false;                 // With `have`: of one that is there, what is not said.
  std::optional<std::string> url_auth{};  // As said by itself: all that `change` knows.
  std::optional<std::string> url_invoke_mode{};
  std::optional<int> log_retention_days{};  // 0: for ever.

  bool publish = false;   // A version of what is deployed.
  std::string alias{};    // Points to that version; implies `publish`.
  int versions_kept = 0;  // Of the published ones, the newest; 0: all.
};

// An extension as a layer. Its versions never change: what differs from the newest is published.
// https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
struct wanted_layer {
  std::string name;
  wanted_code code;
  std::vector<std::string> runtimes{};
  std::optional<std::string> description{};
};

}  // namespace lambent::cli::deploy
