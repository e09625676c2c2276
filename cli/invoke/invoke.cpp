#include "cli/invoke/invoke.hpp"

#include "cli/invoke/answer.hpp"
#include "cli/invoke/curl.hpp"
#include "cli/invoke/event.hpp"
#include "cli/invoke/example_events.hpp"
#include "cli/invoke/missing.hpp"
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

}  // namespace

aws::client_options connection_of(const invoke_options& options) {
  aws::client_options out = connection_for(options.connection, options.remote);
  if (options.invoke_address.empty() && options.invoke_port == 0) return out;
  std::string host = options.invoke_address.empty() ? "127.0.0.1" : options.invoke_address;
  if (host.contains(':') && !host.starts_with('[')) host = "[" + host + "]";
  std::uint16_t port = options.invoke_port == 0 ? watch_port : options.invoke_port;
  out.endpoint_url = "http://" + host + ":" + std::to_string(port);
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
  return report_failure("invoke " + options.name, std::move(failed), with.is_local("lambda"));
}

exit_code invoke(const invoke_options& options) {
  if (options.list_examples) return finish_with(list_of_examples(options.output));
  if (options.name.empty())
    return report({"NAME is required", 0, "`lambent invoke --help` shows how it is used"},
                  exit_code::usage);
  std::string doing = "invoke " + options.name;
  if (!options.data_ascii && options.data_file.empty() && options.data_example.empty())
    return report({doing + ": no event given", 0,
                   "--data-ascii '{}', --data-example NAME or --data-file FILE; - reads stdin"},
                  exit_code::usage);
  auto context = client_context_of(options);
  if (!context) return report(in_context(doing, std::move(context).error()), exit_code::usage);
  auto event = event_of(options);
  if (!event) return report(in_context(doing, std::move(event).error()), exit_code::usage);
  auto with = aws::client::open(connection_of(options));
  if (!with) return report_failure(doing, std::move(with).error());
  aws::lambda::invocation what{.function = {.name = options.name, .qualifier = options.qualifier},
                               .payload = *std::move(event),
                               .type = options.asked_type(),
                               .log_tail = options.tail,
                               .client_context = *std::move(context),
                               .tenant_id = options.tenant_id};
  if (options.print_curl) return print_curl(options, *with, std::move(what));
  if (options.stream) return invoke_streamed(options, *with, std::move(what));
  return invoke_once(options, *with, std::move(what));
}

}  // namespace lambent::cli
