// A few lines in the place of a test framework; link the one you like instead.
#pragma once

#include <lambent/testing.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

inline int failed_checks = 0;

// Unlike assert, this also checks in release builds, and goes on after a failure.
inline void check(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failed_checks;
}

inline void check_equal(const std::string& found, const std::string& wanted, const char* what) {
  check(found == wanted, what);
  if (found != wanted)
    std::fprintf(stderr, "  found  %s\n  wanted %s\n", found.c_str(), wanted.c_str());
}

// What the caller hears: the reply, or the error's type and message.
inline std::string said(const lambent::testing::answer& answer) {
  return answer.ok() ? answer.body : answer.error->type + ": " + answer.error->message;
}

{{^external}}
// The text of events/NAME.
inline std::string event_file(const std::string& name) {
  const std::string path = EVENTS_DIR "/" + name;
  std::FILE* const file = std::fopen(path.c_str(), "r");
  if (file == nullptr) {
    std::fprintf(stderr, "cannot open %s\n", path.c_str());
    std::exit(1);
  }
  std::string text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  std::fclose(file);
  return text;
}

{{/external}}
// The text with every `what` replaced; there must be one.
inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
  std::size_t at = text.find(what);
  check(at != std::string::npos, "the text has what the test replaces");
  for (; at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}
