// A trace as JSON: events and records both have one.
#pragma once

#include <lambent/json.hpp>
#include <lambent/telemetry.hpp>

namespace lambent::telemetry {

LAMBENT_JSON_AS(trace, style::camel_case | style::defaults, type, value, span_id);

}  // namespace lambent::telemetry
