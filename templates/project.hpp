// The projects that `lambent new` writes, put together in memory: the files of shared/ and those of
// one kind, with the placeholders filled in and the example events beside them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "templates/event_types.hpp"

namespace lambent::templates {

enum class project_kind : std::uint8_t {
  basic,               // An event and a reply of one's own.
  event,               // An event of an AWS service.
  http,                // Requests of API Gateway, function URLs, load balancers, VPC Lattice.
  streaming,           // A response that is written piece by piece.
  external_extension,  // A program beside functions, as a layer.
  internal_extension,  // A thread inside the function.
};

enum class http_feature : std::uint8_t { any, alb, apigw_rest, apigw_http, apigw_websockets };

// What an extension hears of.
enum class extension_feature : std::uint8_t { events, logs, telemetry };

struct project_request {
  project_kind kind = project_kind::basic;
  std::string project_name;
  std::string function_name;
  event_type event{};  // Of a project for an event.
  http_feature http = http_feature::any;
  extension_feature follows = extension_feature::events;
};

struct project_file {
  std::string path;  // Inside the project, with '/'.
  std::string content;
  bool executable = false;
};

// Sorted by path.
[[nodiscard]] result<std::vector<project_file>> make_project(const project_request& wanted);

// What every template may use: name, project_name, logical_id, lambent_version.
[[nodiscard]] variables common_variables(std::string_view project_name,
                                         std::string_view function_name);

// The library's version, which is the program's.
[[nodiscard]] std::string_view lambent_version();

}  // namespace lambent::templates
