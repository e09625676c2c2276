#include "cli/invoke/event.hpp"

#include "base/base64.hpp"
#include "base/files.hpp"
#include "base/json_text.hpp"
#include "cli/invoke/example_events.hpp"

namespace lambent::cli {
namespace {

std::string source_of(const std::string& file) { return file == "-" ? "stdin" : file; }

result<std::string> unchecked_event(const invoke_options& options) {
  if (!options.data_example.empty()) return example_event(options.data_example);
  if (options.data_ascii) return *options.data_ascii;
  return read_file(options.data_file, invoke_limits::event_bytes_max);
}

}  // namespace

result<std::string> event_of(const invoke_options& options) {
  std::string event = TRY(unchecked_event(options));
  const std::string source = options.data_ascii ? "--data-ascii" : source_of(options.data_file);
  bool asynchronous = options.asked_type() == aws::lambda::invocation_type::event;
  std::size_t bytes_max =
      asynchronous ? invoke_limits::async_event_bytes_max : invoke_limits::event_bytes_max;
  if (event.size() > bytes_max)
    return fail(source + " has " + std::to_string(event.size()) + " bytes, and " +
                (asynchronous ? "an asynchronous" : "a synchronous") + " call takes at most " +
                std::to_string(bytes_max));
  if (event.empty() && !options.data_ascii) return event;
  if (auto good = check_json(event); !good)
    return std::unexpected(in_context(source + " is not JSON", std::move(good).error()));
  return event;
}

result<std::string> client_context_of(const invoke_options& options) {
  std::string source = "--client-context";
  std::string text = options.client_context.value_or("");
  if (!options.client_context_file.empty()) {
    if (options.client_context_file == "-" && options.data_file == "-")
      return fail("stdin cannot be both the event and the client context",
                  "put one of them into a file");
    source = source_of(options.client_context_file);
    text =
        TRY(read_file(options.client_context_file, invoke_limits::client_context_base64_bytes_max));
  } else if (!options.client_context) {
    return std::string();
  }
  const std::string shape = R"(an example: {"custom":{"key":"value"}})";
  if (auto good = check_json(text); !good) {
    error e = in_context(source + " is not JSON", std::move(good).error());
    e.hint = shape;
    return std::unexpected(std::move(e));
  }
  if (text[text.find_first_not_of(" \t\r\n")] != '{')
    return fail(source + " is not a JSON object", shape);
  if (std::size_t bytes = base64_encode(text).size();
      bytes > invoke_limits::client_context_base64_bytes_max)
    return fail(source + " has " + std::to_string(bytes) +
                " bytes in base64, and Lambda takes at most " +
                std::to_string(invoke_limits::client_context_base64_bytes_max));
  return text;
}

}  // namespace lambent::cli
