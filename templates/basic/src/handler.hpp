#pragma once

#include <string>
#include <string_view>

// One invocation: the event's JSON text in, the response's JSON text out.
// What it throws reaches the caller as a function error.
std::string handle(std::string_view event);
