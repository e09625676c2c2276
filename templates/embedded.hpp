// Files that the program carries, so that it needs no network and no installed files: the project
// templates, with their placeholders, and the example events. Generated at build time.
#pragma once

#include <span>
#include <string_view>

namespace lambent::templates {

struct embedded_file {
  std::string_view path;
  std::string_view content;
};

// Everything under templates/ that makes projects: "basic/src/main.cpp", "event_types/sqs.toml".
// Sorted by path.
[[nodiscard]] std::span<const embedded_file> embedded_templates();

// Events as JSON: "sqs.json" of the runtime's samples, "http/rest_api.json" of its HTTP samples,
// "own/hello.json" of templates/events/. Sorted by path.
[[nodiscard]] std::span<const embedded_file> embedded_events();

}  // namespace lambent::templates
