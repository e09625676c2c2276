// The event that a call carries, from wherever the flags say, checked before anything is sent.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "aws/services/lambda.hpp"
#include "base/error.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

namespace invoke_limits {

// Lambda's quotas: the event of a synchronous and of an asynchronous call.
constexpr std::size_t event_bytes_max = 6UL * 1024 * 1024;
constexpr std::size_t async_event_bytes_max = 1024UL * 1024;

}  // namespace invoke_limits

// One of these, or none.
struct event_source {
  std::optional<std::string> data_ascii{};
  std::string data_file{};     // "-" is stdin; empty when there is none.
  std::string data_example{};  // The name of an example event.

  [[nodiscard]] bool given() const {
    return data_ascii || !data_file.empty() || !data_example.empty();
  }
};

// --data-ascii, --data-file and --data-example.
void describe_event(CLI::App& command, event_source& source);

// The event: JSON, or nothing where a file is empty, which Lambda takes for {}.
[[nodiscard]] result<std::string> event_of(
    const event_source& source,
    aws::lambda::invocation_type type = aws::lambda::invocation_type::request_response);

// "stdin", or the file's name.
[[nodiscard]] std::string source_of(const std::string& file);

}  // namespace lambent::cli
