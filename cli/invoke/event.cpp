#include "cli/invoke/event.hpp"

#include <CLI/CLI.hpp>

#include "base/files.hpp"
#include "base/json_text.hpp"
#include "cli/invoke/example_events.hpp"

namespace lambent::cli {
namespace {

result<std::string> unchecked_event(const event_source& source) {
  if (!source.data_example.empty()) return example_event(source.data_example);
  if (source.data_ascii) return *source.data_ascii;
  return read_file(source.data_file, invoke_limits::event_bytes_max);
}

}  // namespace

void describe_event(CLI::App& command, event_source& source) {
  // Not into the optional itself: CLI11 takes an empty text for no value.
  auto* ascii =
      command
          .add_option_function<std::string>(
              "-A,--data-ascii", [&source](const std::string& text) { source.data_ascii = text; },
              "The event, as JSON text")
          ->type_name("JSON");
  auto* file =
      command.add_option("-F,--data-file", source.data_file, "The event, from a file; - is stdin")
          ->type_name("FILE")
          ->excludes(ascii);
  command
      .add_option("-E,--data-example", source.data_example, "An example event, as sqs or s3-put")
      ->type_name("NAME")
      ->excludes(ascii)
      ->excludes(file);
}

std::string source_of(const std::string& file) { return file == "-" ? "stdin" : file; }

result<std::string> event_of(const event_source& source, aws::lambda::invocation_type type) {
  std::string event = TRY(unchecked_event(source));
  const std::string from = source.data_ascii ? "--data-ascii" : source_of(source.data_file);
  bool asynchronous = type == aws::lambda::invocation_type::event;
  std::size_t bytes_max =
      asynchronous ? invoke_limits::async_event_bytes_max : invoke_limits::event_bytes_max;
  if (event.size() > bytes_max)
    return fail(from + " has " + std::to_string(event.size()) + " bytes, and " +
                (asynchronous ? "an asynchronous" : "a synchronous") + " call takes at most " +
                std::to_string(bytes_max));
  if (event.empty() && !source.data_ascii) return event;
  if (auto good = check_json(event); !good)
    return std::unexpected(in_context(from + " is not JSON", std::move(good).error()));
  return event;
}

}  // namespace lambent::cli
