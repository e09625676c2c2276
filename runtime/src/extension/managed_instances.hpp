// Whether the function runs on Lambda Managed Instances, where extensions hear of no invocations
// and telemetry has one schema version only.
#pragma once

#include <cstdlib>
#include <string_view>

namespace lambent {

[[nodiscard]] inline bool on_managed_instances() noexcept {
  const char* const kind = std::getenv("AWS_LAMBDA_INITIALIZATION_TYPE");
  return kind != nullptr && std::string_view(kind) == "lambda-managed-instances";
}

}  // namespace lambent
