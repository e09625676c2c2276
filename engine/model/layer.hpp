// Layers: a version as PublishLayerVersion made it, and what a function keeps of the versions that
// it uses. Values only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/resource_policy.hpp"

namespace lambent::model {

// A layer version of a function. It outlives the version's deletion, as on AWS.
struct layer_use {
  std::string arn;
  std::uint64_t code_size = 0;       // Bytes of the zip.
  std::uint64_t unpacked_bytes = 0;  // They count towards the function's 250 MB.
  std::string content;  // SHA-256 of the zip in hexadecimal: its name in the code store.
  bool operator==(const layer_use&) const = default;
};

struct layer_version {
  std::string account;
  std::string region;
  std::string name;
  std::uint64_t number = 1;
  std::string description;
  std::string license_info;
  // Absent when the caller gave none; AWS then leaves them out of its answers.
  std::optional<std::vector<std::string>> compatible_runtimes;
  std::optional<std::vector<std::string>> compatible_architectures;
  std::int64_t created_ms = 0;  // Unix time.
  std::string code_sha256;      // Base64, as in CodeSha256.
  std::uint64_t code_size = 0;  // Bytes of the zip.
  std::uint64_t unpacked_bytes = 0;
  std::string content;     // As in layer_use.
  resource_policy policy;  // Without statements: there is none.
};

using layer_ptr = std::shared_ptr<const layer_version>;

struct layer_reference {
  std::string account, region, name;
};
// "arn:aws:lambda:<region>:<account>:layer:<name>", and with ":<number>".
[[nodiscard]] std::string layer_arn(const layer_reference& of);
[[nodiscard]] std::string layer_version_arn(const layer_reference& of, std::uint64_t number);
[[nodiscard]] std::string layer_version_arn(const layer_version& of);

// Whether the policy lets that account use the version.
[[nodiscard]] bool allows_layer(const layer_version& version, std::string_view account);

}  // namespace lambent::model
