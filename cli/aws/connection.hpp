// How commands reach AWS, or what speaks as AWS does: the flags that all of them share, and what an
// error of a call tells the shell.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "aws/client.hpp"
#include "cli/terminal/exit_code.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// Where `lambent serve` listens unless told otherwise.
constexpr const char* engine_endpoint = "http://127.0.0.1:4566";

// "http://127.0.0.1:9000"; an IPv6 address in brackets (RFC 3986, 3.2.2), given with or without.
[[nodiscard]] std::string endpoint_of(const std::string& host, std::uint16_t port);

// --endpoint-url, --region, --profile and --retry-attempts.
void describe_connection(CLI::App& command, aws::client_options& options);

// -R, --remote, for commands whose default is the engine on this machine; and what it makes of
// their connection: AWS, or what its own variables and the profile name instead.
void add_remote(CLI::App& command, bool& remote);
[[nodiscard]] aws::client_options connection_for(aws::client_options options, bool remote);

// The region that calls to this machine are signed for where no --region is given.
[[nodiscard]] std::expected<std::string, aws::call_error> local_region();

[[nodiscard]] exit_code exit_code_of(aws::call_failure kind);

// Says that `doing` failed, with a way out where there is one, and what to end with.
[[nodiscard]] exit_code report_failure(std::string_view doing, aws::call_error&& failed,
                                       bool was_local = false);

}  // namespace lambent::cli
