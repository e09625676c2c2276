// What the extension makes of what it hears, apart from main() so that tests can call it.
#pragma once

#include <lambent/extension.hpp>

#include <string>

{{#follows_events}}
// A line about an invocation.
std::string describe(const lambent::invoke_event& event);
{{/follows_events}}
{{^follows_events}}
// A line about a record; empty for one that is of no interest.
std::string describe(const lambent::telemetry::record& record);
{{/follows_events}}
