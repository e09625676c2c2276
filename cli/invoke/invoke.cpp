#include "cli/invoke/invoke.hpp"

#include "cli/aws/functions.hpp"
#include "cli/invoke/answer.hpp"
#include "cli/invoke/client_context.hpp"
#include "cli/invoke/curl.hpp"
#include "cli/invoke/event.hpp"
#include "cli/invoke/example_events.hpp"
#include "cli/invoke/load.hpp"
#include "cli/invoke/stream.hpp"

namespace lambent::cli {
namespace {

constexpr std::uint16_t watch_port = 9000;

exit_code invoke_once(const invoke_options& options, aws::client& with,
                      aws::lambda::invocation&& what) {
  progress status;
  status.step("invoking " + options.name + " …");
  auto answer = aws::lambda::invoke(with, std::move(what));
  status.clear();
  if (answer) return print_answer(options, *answer);
  return report_failed_call(options, with, std::move(answer).error());
}

// For a call that names no function. On AWS it always does: an account is no project.
exit_code invoke_the_only_one(const invoke_options& options,
                              const options_of<invoke_options>& again) {
  auto with = aws::client::open(connection_of(options));
  if (!with) return report_failure("invoke", std::move(with).error());
  error unnamed{"invoke: NAME is required", 0, "`lambent list --remote` shows what exists"};
  if (!with->is_local("lambda")) return report(unnamed, exit_code::usage);
  auto names = function_names(*with);
  if (!names) return report_failed_call(options, *with, std::move(names).error());
  unnamed.hint = hint_of_existing(*names);
  if (names->size() != 1) return report(unnamed, exit_code::usage);
  // lambent.toml may have a table for it.
  auto named = again.for_function(names->front());
  if (!named) return report(named.error(), exit_code::usage);
  named->name = names->front();
  return invoke(*named, again);
}

}  // namespace

aws::client_options connection_of(const invoke_options& options) {
  aws::client_options out = connection_for(options.connection, options.remote);
  if (options.invoke_address.empty() && options.invoke_port == 0) return out;
  out.endpoint_url =
      endpoint_of(options.invoke_address.empty() ? "127.0.0.1" : options.invoke_address,
                  options.invoke_port == 0 ? watch_port : options.invoke_port);
  return out;
}

exit_code report_failed_call(const invoke_options& options, aws::client& with,
                             aws::call_error&& failed) {
  const bool to_watch = with.endpoint("lambda").ends_with(":" + std::to_string(watch_port)) ||
                        options.invoke_port != 0;
  if (failed.is("ResourceNotFoundException"))
    failed.error.hint = hint_for_missing(with, options.name);
  if (failed.kind == aws::call_failure::unreachable && to_watch && failed.error.hint.empty())
    failed.error.hint = "is `lambent watch` running, and on this port?";
  std::string doing = options.name.empty() ? "invoke" : "invoke " + options.name;
  return report_failure(doing, std::move(failed), with.is_local("lambda"));
}

exit_code invoke(const invoke_options& options, const options_of<invoke_options>& again) {
  if (options.list_examples) return finish_with(list_of_examples(options.output));
  std::string doing = options.name.empty() ? "invoke" : "invoke " + options.name;
  if (!options.event.given())
    return report({doing + ": no event given", 0,
                   "--data-ascii '{}', --data-example NAME or --data-file FILE; - reads stdin"},
                  exit_code::usage);
  if (options.concurrency > 1 && options.repeat == 0)
    return report({doing + ": --concurrency without --repeat is one call", 0,
                   "--repeat says how many calls there are to be"},
                  exit_code::usage);
  if (options.name.empty()) return invoke_the_only_one(options, again);
  auto context = client_context_of(options);
  if (!context) return report(in_context(doing, std::move(context).error()), exit_code::usage);
  // A curl command reads stdin itself, when it is run.
  bool left_to_curl = options.print_curl && options.event.data_file == "-";
  auto event = left_to_curl ? result<std::string>() : event_of(options.event, options.asked_type());
  if (!event) return report(in_context(doing, std::move(event).error()), exit_code::usage);
  const aws::client_options connection = connection_of(options);
  auto with = aws::client::open(connection);
  if (!with) return report_failure(doing, std::move(with).error());
  aws::lambda::invocation what{.function = {.name = options.name, .qualifier = options.qualifier},
                               .payload = *std::move(event),
                               .type = options.asked_type(),
                               .log_tail = options.tail,
                               .client_context = *std::move(context),
                               .tenant_id = options.tenant_id};
  if (options.repeat > 0) {
    // What the function itself says of each call is at the end of its log.
    what.log_tail = what.type == aws::lambda::invocation_type::request_response;
    what.keep_connection = true;
    return invoke_many(options, connection, what);
  }
  if (options.print_curl) return print_curl(options, *with, std::move(what));
  if (options.stream) return invoke_streamed(options, *with, std::move(what));
  return invoke_once(options, *with, std::move(what));
}

}  // namespace lambent::cli
