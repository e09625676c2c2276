#include "handler.hpp"

#include <cstdio>
#include <stdexcept>

namespace {

int failures = 0;

// Unlike assert, this also checks in release builds and goes on after a failure.
void check(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

bool refuses(std::string_view event) {
  try {
    handle(event);
    return false;
  } catch (const std::invalid_argument&) {
    return true;
  }
}

}  // namespace

int main() {
  check(
      handle(R"({"name":"Ada"})") == R"({"message":"Hello from {{name}}","event":{"name":"Ada"}})",
      "the response greets and carries the event");
  check(handle("[1,2]") == R"({"message":"Hello from {{name}}","event":[1,2]})",
        "an event may be any JSON value");
  check(refuses("null"), "a null event is refused");
  check(refuses(""), "a missing event is refused");
  return failures == 0 ? 0 : 1;
}
