// The operations of the Lambda API, all 85: method, URI, success code. The one list that says what
// AWS knows; what this version answers is the control plane's and the engine's to say.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::api {

struct operation_info {
  std::string_view name;
  std::string_view method;
  std::string_view path;   // "/2015-03-31/functions/{FunctionName}"
  std::string_view query;  // "find=LayerVersion" where only the query tells two apart.
  int status;              // Of success.
};

[[nodiscard]] std::span<const operation_info> operations();

struct route_match {
  const operation_info* operation = nullptr;
  std::vector<std::pair<std::string_view, std::string>> parameters;  // Of the path, decoded.
  std::vector<std::pair<std::string, std::string>> query;            // Decoded.
};

// Empty when no operation has this method and path. A final slash does not matter: older clients
// send it.
[[nodiscard]] std::optional<route_match> route(std::string_view method, std::string_view target);

}  // namespace lambent::api
