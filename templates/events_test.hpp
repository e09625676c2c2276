// For the test of the example events: the runtime's type of each, in two files, because they take
// their time to compile.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "../runtime/src/events/event_test.hpp"

namespace lambent::templates {

// Reads an event and writes it again, canonically; or what was wrong.
using round_trip_function = std::string (*)(std::string_view);
using event_readers = std::map<std::string_view, round_trip_function>;

event_readers readers_of_services();
event_readers readers_of_eventbridge();

template <class T>
constexpr round_trip_function as = events::round_trip<T>;

}  // namespace lambent::templates
