#include "cli/invoke/client_context.hpp"

#include "base/base64.hpp"
#include "base/files.hpp"
#include "base/json_text.hpp"

namespace lambent::cli {

result<std::string> client_context_of(const invoke_options& options) {
  std::string source = "--client-context";
  std::string text = options.client_context.value_or("");
  if (!options.client_context_file.empty()) {
    if (options.client_context_file == "-" && options.event.data_file == "-")
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
