// The flags of `lambent invoke`; cargo-lambda's users find theirs under the names they know.
#include <CLI/CLI.hpp>

#include "cli/command_line/choice.hpp"
#include "cli/invoke/invoke.hpp"

namespace lambent::cli {
namespace {

using aws::lambda::invocation_type;

void add_call(CLI::App& command, invoke_options& o) {
  auto* async = command.add_flag("--async", o.async, "Do not wait for what the function answers");
  add_choice<invocation_type>(command, "--invocation-type", o.type, "What AWS calls it",
                              {{"RequestResponse", invocation_type::request_response},
                               {"Event", invocation_type::event},
                               {"DryRun", invocation_type::dry_run}});
  command.get_option("--invocation-type")->excludes(async);
  command.get_option("--stream")
      ->excludes(async)
      ->excludes(command.get_option("--invocation-type"));
  auto* context = command
                      .add_option_function<std::string>(
                          "--client-context,--client-context-ascii",
                          [&o](const std::string& text) { o.client_context = text; },
                          "A JSON object for the function's context, 3583 bytes in base64 at most")
                      ->type_name("JSON");
  command
      .add_option("--client-context-file", o.client_context_file,
                  "The same, from a file; - is stdin")
      ->type_name("FILE")
      ->excludes(context);
  command.add_option("--tenant-id", o.tenant_id, "For functions with tenant isolation")
      ->type_name("ID");
}

void add_watch(CLI::App& command, invoke_options& o) {
  auto* endpoint = command.get_option("--endpoint-url");
  auto* remote = command.get_option("--remote");
  command
      .add_option("--invoke-address", o.invoke_address, "Where `lambent watch` listens [127.0.0.1]")
      ->type_name("HOST")
      ->excludes(endpoint)
      ->excludes(remote);
  command.add_option("-P,--invoke-port", o.invoke_port, "Its port, 9000 by default")
      ->type_name("PORT")
      ->check(CLI::Range(1, 65535))
      ->excludes(endpoint)
      ->excludes(remote);
}

}  // namespace

void describe_invoke(CLI::App& command, invoke_options& o) {
  command.add_option("NAME", o.name, "Name, name:qualifier or ARN [the only one here]")
      ->type_name("FUNCTION");
  describe_event(command, o.event);
  command.add_flag("--list-examples", o.list_examples, "List the example events, and end");
  command.add_option("-a,--qualifier,--alias", o.qualifier, "A version or alias");
  command.add_flag("--tail", o.tail, "Show the end of the log on stderr");
  command.add_flag("--stream", o.stream, "Print the response piece by piece, as it comes");
  command.add_option("--repeat", o.repeat, "Call so often, and print latencies instead of answers")
      ->type_name("COUNT")
      ->check(CLI::Range(std::size_t{1}, invoke_limits::repeat_max))
      ->excludes(command.get_option("--stream"));
  command.add_option("--concurrency", o.concurrency, "Of these at a time, 1 to 256 [1]")
      ->type_name("COUNT")
      ->check(CLI::Range(std::size_t{1}, invoke_limits::concurrency_max));
  command.add_flag("--print-curl", o.print_curl, "Print the call as a curl command instead")
      ->excludes(command.get_option("--repeat"));
  add_remote(command, o.remote);
  describe_connection(command, o.connection);
  add_output(command, o.output);
  add_call(command, o);
  add_watch(command, o);
  group_flags(command, "Call",
              {"--async", "--invocation-type", "--client-context", "--client-context-file",
               "--tenant-id", "--retry-attempts"});
  group_flags(command, "lambent watch", {"--invoke-address", "--invoke-port"});
  command.footer(
      "Exits with 3 when the function returned an error, with 6 when nothing answers.\n\n"
      "Example:\n  lambent invoke hello --data-ascii '{\"name\": \"Ada\"}' --tail");
}

}  // namespace lambent::cli
