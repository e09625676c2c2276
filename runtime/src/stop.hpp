// Ends the taking of events in the whole process: a descriptor that becomes readable for good.
// Every worker's runtime waits for it beside its connection.
#pragma once

namespace lambent {

// -1 when the kernel has no descriptor left: then nobody is woken. Made by the first call, which is
// made before there are threads.
[[nodiscard]] int stop_descriptor() noexcept;
void stop_taking_events() noexcept;
// For a program that serves once more.
void take_events_again() noexcept;

}  // namespace lambent
