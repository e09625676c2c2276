// A function as the service knows it: the values that CreateFunction stored. Immutable once shared:
// an update makes a new value. No I/O, no JSON, no clock.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/image.hpp"
#include "engine/model/layer.hpp"
#include "engine/model/local_code.hpp"
#include "engine/model/owner.hpp"

namespace lambent::model {

enum class function_state : std::uint8_t { pending, active, failed };
enum class update_status : std::uint8_t { none, in_progress, successful, failed };

enum class log_format : std::uint8_t { text, json };

struct logging_config {
  log_format format = log_format::text;
  std::string application_level;  // "INFO" …; empty with the text format.
  std::string system_level;
  std::string group;  // "/aws/lambda/<name>" unless the caller chose another.
  bool operator==(const logging_config&) const = default;
};

// One version of a function ($LATEST or a published number).
struct function {
  std::string account;
  std::string region;
  std::string name;
  std::string version = "$LATEST";
  std::string description;
  // Of a published version: what $LATEST's description was. PublishVersion may give another one.
  std::string latest_description;

  std::string runtime;  // "provided.al2023"; empty for images.
  std::string handler;
  std::string role;
  std::string architecture = "x86_64";
  std::string package_type = "Zip";
  std::uint32_t memory_mb = 128;
  std::uint32_t timeout_s = 3;
  std::uint32_t ephemeral_storage_mb = 512;
  // Absent when the caller never gave an Environment; AWS then leaves it out of its answers.
  std::optional<std::map<std::string, std::string>> environment;
  std::vector<layer_use> layers;  // In the order in which they lie over each other.
  std::string tracing_mode = "PassThrough";
  std::string dead_letter_target;
  std::string kms_key_arn;
  std::string snap_start_apply_on = "None";
  std::map<std::string, std::string> tags;  // Of $LATEST alone: versions have none.
  logging_config logging;

  std::string code_sha256;      // Base64 of the SHA-256 of the zip, as in CodeSha256.
  std::uint64_t code_size = 0;  // Bytes of the zip.
  std::string code_dir;         // Host path of the unpacked code; owned by the code store.
  std::string opt_dir;          // Host path of the layers, seen at /opt; empty without any.
  // Of the package type Image, which has neither zip nor layers: CodeSha256 is the image's digest.
  std::optional<model::image> image;
  image_overrides image_config;
  std::optional<next_image> next;
  // Accepted, stored and echoed members that change nothing locally (VpcConfig, FileSystemConfigs
  // …), by name, as JSON text.
  std::map<std::string, std::string> echoed;

  std::optional<local_code> local;  // Built on this machine, not uploaded. Not stored.

  std::int64_t last_modified_ms = 0;  // Unix time.
  std::string revision_id;            // UUID.
  function_state state = function_state::pending;
  std::string state_reason;
  std::string state_reason_code;
  update_status last_update = update_status::none;
  std::string last_update_reason;
  std::string last_update_reason_code;
  bool operator==(const function&) const = default;
};

// "arn:aws:lambda:<region>:<account>:function:<name>", without a qualifier.
[[nodiscard]] std::string function_arn(const function&);

// Whether its state or the state of its update is not the last one yet.
[[nodiscard]] bool is_unfinished(const function&);
// Whether it is so because an image is being unpacked.
[[nodiscard]] bool awaits_image(const function&);

// What an image's process is started with: the image's own, or what ImageConfig says instead.
struct image_launch {
  std::vector<std::string> entrypoint, command;
  std::string working_directory;  // "/" where nobody names one, as with container engines.
};
// Of a function that has an image.
[[nodiscard]] image_launch image_launch_of(const function&);

// "arn:aws:lambda:<region>::runtime:<64 hex>" of the runtime version that Lambent stands for: the
// same runtime name has the same digits for ever.
[[nodiscard]] std::string runtime_version_arn(const function&);

// Owners: the registry for as long as the version exists, and every environment that runs it.
using function_ptr = std::shared_ptr<const function>;

}  // namespace lambent::model
