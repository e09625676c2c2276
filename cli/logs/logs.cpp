#include "cli/logs/logs.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json.hpp>
#include <ctime>
#include <thread>

#include "aws/services/lambda.hpp"
#include "base/architecture.hpp"
#include "cli/aws/functions.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/logs/since.hpp"
#include "cli/logs/window.hpp"
#include "cli/terminal/interrupt.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;
using namespace std::chrono;
using aws::call_error;
using aws::logs::log_event;

// Sleeps, and wakes for Ctrl-C.
void wait_for_more(milliseconds pause) {
  constexpr milliseconds slice{50};
  const auto until = steady_clock::now() + pause;
  while (!interrupted() && steady_clock::now() < until) std::this_thread::sleep_for(slice);
}

std::string time_text(std::int64_t ms) {
  constexpr std::int64_t ms_per_s = 1000;
  const auto whole = static_cast<std::time_t>(ms / ms_per_s);
  std::tm parts{};
  ::gmtime_r(&whole, &parts);
  std::array<char, sizeof "2026-11-26T10:00:00"> text{};
  (void)std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::string fraction = std::to_string(ms_per_s + ms % ms_per_s).substr(1);
  return std::string(text.data()) + "." + fraction + "Z";
}

// Whether the platform tells in it how long something took, in either format of a log.
bool has_duration(const log_event& event) {
  const std::string& said = event.message;
  return said.starts_with("REPORT RequestId") || said.starts_with("INIT_REPORT") ||
         said.contains(R"("type":"platform.report")") ||
         said.contains(R"("type":"platform.initReport")");
}

std::string as_json(const log_event& event, const std::string& emulated) {
  json::object out{{"timestamp", time_text(event.timestamp_ms)},
                   {"stream", event.stream},
                   {"message", event.message}};
  if (!emulated.empty() && has_duration(event)) out["emulated"] = emulated;
  return json::serialize(out) + "\n";
}

struct log_place {
  std::string group;
  bool has_function = true;  // As far as was asked.
  std::string emulated;      // The architecture, where this machine's engine emulates it.
};

// A function that is gone has left its logs where Lambda puts them.
std::expected<log_place, call_error> place_of_logs(aws::client& with, const logs_options& options) {
  const bool local = with.is_local("lambda");
  const std::string usual = "/aws/lambda/" + options.name;
  log_place out{.group = options.log_group.empty() ? usual : options.log_group, .emulated = {}};
  if (!options.log_group.empty() && !local) return out;
  auto function = aws::lambda::get_function_configuration(with, {options.name, {}});
  const bool needed = options.log_group.empty();
  if (!function && function.error().is("ResourceNotFoundException")) out.has_function = false;
  if (!function && (!needed || !out.has_function)) return out;
  if (!function) return std::unexpected(std::move(function).error());
  const std::string group = aws::text_at(*function, "LoggingConfig/LogGroup");
  if (needed && !group.empty()) out.group = group;
  const auto architectures = aws::texts_at(*function, "Architectures");
  if (local && !architectures.empty() && architectures.front() == other_architecture.name)
    out.emulated = architectures.front();
  return out;
}

std::string hint_for_no_log(aws::client& with, const log_place& from, const logs_options& options) {
  if (!options.log_group.empty()) return "there is no log group " + options.log_group;
  return from.has_function ? "a function has logs once it was invoked"
                           : hint_for_missing(with, options.name);
}

class reader {
public:
  // Events take the place of the status.
  reader(aws::client& with, const logs_options& options, log_place from, std::int64_t start_ms,
         progress& status)
      : with_(with),
        options_(options),
        from_(std::move(from)),
        window_(start_ms),
        status_(status) {}

  // All that is there now. False when stdout is gone.
  std::expected<bool, call_error> read() {
    aws::logs::filter_input input{
        .group = from_.group, .pattern = options_.filter, .start_ms = window_.start_ms()};
    const std::int64_t now_ms =
        duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    do {
      auto page = TRY(aws::logs::filter_log_events(with_, input));
      if (!print(window_.take(std::move(page.events), now_ms))) return false;
      input.next_token = std::move(page.next_token);
    } while (!input.next_token.empty() && !interrupted());
    window_.advance(now_ms);
    return true;
  }

private:
  bool print(const std::vector<log_event>& events) {
    std::string out;
    for (const log_event& event : events)
      out += options_.output == output_format::json ? as_json(event, from_.emulated)
                                                    : log_line(event, colour_, from_.emulated);
    if (out.empty()) return true;
    status_.clear();
    return finish_with(out) == exit_code::ok;
  }

  aws::client& with_;
  const logs_options& options_;
  log_place from_;
  log_window window_;
  progress& status_;
  bool colour_ = stdout_manners().colour;
};

// A function that was never called has no log group; whoever follows waits for it.
bool is_no_log_yet(const call_error& failed) { return failed.is("ResourceNotFoundException"); }

}  // namespace

std::string log_line(const log_event& event, bool colour, const std::string& emulated) {
  constexpr std::size_t stream_chars = 8;
  std::string message = event.message;
  while (message.ends_with('\n')) message.pop_back();
  if (!emulated.empty() && has_duration(event))
    message += (message.ends_with('\t') ? "(emulated: " : "\t(emulated: ") + emulated + ")";
  const std::string& stream = event.stream;
  std::string line =
      time_text(event.timestamp_ms) + "  " +
      (stream.size() > stream_chars ? stream.substr(stream.size() - stream_chars) : stream) + "  " +
      message;
  if (!colour) return line + "\n";
  auto begins = [&](std::string_view word) { return message.starts_with(word); };
  const bool platform = begins("START RequestId") || begins("END RequestId") ||
                        begins("REPORT RequestId") || begins("INIT_START");
  const bool wrong = message.find("\tERROR\t") != std::string::npos ||
                     message.find("\"level\":\"ERROR\"") != std::string::npos;
  if (platform) return "\033[2m" + line + "\033[0m\n";
  if (wrong) return "\033[31m" + line + "\033[0m\n";
  return line + "\n";
}

void describe_logs(CLI::App& command, logs_options& options) {
  command.add_option("NAME", options.name, "The function's name")
      ->type_name("FUNCTION")
      ->required();
  command.add_flag("-f,--follow,--tail", options.follow, "Go on until interrupted");
  command.add_option("-s,--since", options.since, "90s, 10m, 2h, 3d ago, or a time [10m]")
      ->type_name("TIME");
  command.add_option("--filter", options.filter, "CloudWatch's filter pattern")
      ->type_name("PATTERN");
  command.add_option("--log-group", options.log_group, "[the function's]")->type_name("GROUP");
  add_remote(command, options.remote);
  describe_connection(command, options.connection);
  add_output(command, options.output);
  command.footer("Example:\n  lambent logs hello --follow --filter ERROR");
}

exit_code show_logs(const logs_options& options) {
  constexpr milliseconds pause_local{300};
  constexpr milliseconds pause_remote{2000};
  const std::string doing = "logs " + options.name;
  auto start = parse_since(options.since, system_clock::now());
  if (!start)
    return report(in_context(doing + ": --since", std::move(start).error()), exit_code::usage);
  auto client = aws::client::open(connection_for(options.connection, options.remote));
  if (!client) return report_failure(doing, std::move(client).error());
  const bool local = client->is_local("logs");
  auto from = place_of_logs(*client, options);
  if (!from) return report_failure(doing, std::move(from).error(), local);

  if (options.follow) listen_for_interrupt();
  // Of a function that is not there, no log will come.
  const bool waits = options.follow && (from->has_function || !options.log_group.empty());
  progress status;
  reader events(*client, options, *from, *start, status);
  while (true) {
    auto more = events.read();
    if (!more && !(waits && is_no_log_yet(more.error()))) {
      if (is_no_log_yet(more.error()))
        more.error().error.hint = hint_for_no_log(*client, *from, options);
      status.clear();
      return report_failure(doing, std::move(more).error(), local);
    }
    if (!more) status.step("there is no log group " + from->group + " yet: waiting …");
    if (more && !*more) return exit_code::failed;
    // Whoever follows has no other end than Ctrl-C.
    if (options.follow) wait_for_more(local ? pause_local : pause_remote);
    if (!options.follow || interrupted()) return exit_code::ok;
  }
}

}  // namespace lambent::cli
