#include "cli/watch/reporter.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "base/json_string.hpp"
#include "cli/aws/connection.hpp"
#include "cli/watch/build/diagnostics.hpp"

namespace lambent::cli::watch {
namespace {

constexpr const char* red = "\033[1;31m";
constexpr const char* green = "\033[32m";
constexpr const char* yellow = "\033[1;33m";
constexpr const char* cyan = "\033[36m";
constexpr const char* dim = "\033[2m";
constexpr std::size_t names_max = 4;

std::string json_ms(duration time) {
  return fmt::format("{:.1f}", std::chrono::duration<double, std::milli>(time).count());
}

// The first of them, and how many more there are.
std::string some_of(const std::vector<std::string>& texts) {
  std::string out;
  std::size_t shown = 0;
  for (const std::string& text : texts) {
    if (++shown > names_max) break;
    out += (out.empty() ? "" : ", ") + text;
  }
  if (texts.size() > names_max) out += fmt::format(" and {} more", texts.size() - names_max);
  return out;
}

// Of the platform's lines those that tell something: the others frame them in CloudWatch.
bool worth_showing(std::string_view platform_line) {
  return platform_line.starts_with("REPORT ") || platform_line.starts_with("INIT_REPORT ");
}

}  // namespace

std::string shown(duration time) {
  using namespace std::chrono;
  double ms = std::chrono::duration<double, std::milli>(time).count();
  if (ms < 9.95) return fmt::format("{:.1f} ms", ms);
  return ms < 999.5 ? fmt::format("{:.0f} ms", ms) : fmt::format("{:.1f} s", ms / 1000);
}

std::string reporter::paint(const char* colour, std::string_view text) const {
  return manners_.colour ? colour + std::string(text) + "\033[0m" : std::string(text);
}

std::string reporter::shown(const std::string& path) const {
  bool inside = !project_.empty() && path.starts_with(project_ + "/");
  return inside ? path.substr(project_.size() + 1) : path;
}

std::string reporter::shown(const std::vector<std::string>& paths) const {
  std::vector<std::string> out;
  for (const std::string& path : paths) out.push_back(shown(path));
  return some_of(out);
}

std::string reporter::event_line(std::string_view name, const std::vector<member>& members) {
  std::string out = "{\"event\":" + json_string(name);
  for (const auto& [key, value] : members) out += "," + json_string(key) + ":" + value;
  return out + "}\n";
}

void reporter::event(std::string_view name, const std::vector<member>& members, said_by who) {
  queue_.put(STDOUT_FILENO, event_line(name, members), who);
}

std::string reporter::with_status(const std::string& text) {
  if (status_.empty()) return text + "\n";
  return "\r\033[K" + text + "\n" + status_line_of(status_);
}

void reporter::line(const std::string& text, said_by who) {
  std::lock_guard lock(guard_);
  queue_.put(STDERR_FILENO, with_status(text), who);
}

void reporter::status(const std::string& text) {
  if (!manners_.status_line) return;
  std::lock_guard lock(guard_);
  status_ = text.empty() ? "" : paint(dim, text);
  queue_.put(STDERR_FILENO, status_.empty() ? "\r\033[K" : status_line_of(status_), said_by::watch);
}

std::string reporter::left_out(std::size_t lines) {
  if (json_) return event_line("left_out", {{"lines", std::to_string(lines)}});
  // What comes next from the queue draws the status that stood when it was said.
  return (manners_.status_line ? "\r\033[K" : "") +
         paint(dim, fmt::format("… {} lines left out", lines)) + "\n";
}

void reporter::listening(const listening_place& engine, const listening_place& tls) {
  std::string endpoint = endpoint_of(engine.address, engine.port);
  constexpr std::string_view scheme = "http";
  const std::string secure =
      tls.port == 0 ? "" : "https" + endpoint_of(tls.address, tls.port).substr(scheme.size());
  if (json_) {
    std::vector<member> members = {{"endpoint", json_string(endpoint)},
                                   {"port", std::to_string(engine.port)},
                                   {"pid", std::to_string(::getpid())}};
    if (!secure.empty()) members.emplace_back("tlsEndpoint", json_string(secure));
    return event("listening", members);
  }
  queue_.put(STDOUT_FILENO,
             "Lambent listens on " +
                 (secure.empty() ? endpoint : secure + ", and without TLS on " + endpoint) + "\n",
             said_by::watch);
}

void reporter::watching(const std::vector<std::string>& functions, std::size_t files) {
  if (json_)
    return event("watching",
                 {{"functions", json_string_list(functions)}, {"files", std::to_string(files)}});
  status(fmt::format("watching {} files of {}", files, some_of(functions)));
}

void reporter::building(const std::vector<std::string>& changed) {
  if (json_) return event("building", {{"changed", json_string_list(changed)}});
  status(changed.empty() ? "building …" : shown(changed) + " changed: building …");
}

void reporter::build_ended() {
  if (!json_) status("");
}

void reporter::built(const built_report& what) {
  if (json_)
    return event("built", {{"changed", json_string_list(what.changed)},
                           {"functions", json_string_list(what.functions)},
                           {"buildMs", json_ms(what.build)},
                           {"swapMs", json_ms(what.swap)}});
  std::string built = "built in " + watch::shown(what.build);
  if (what.changed.empty()) return line(paint(green, some_of(what.functions)) + " " + built);
  std::string swap = what.functions.empty() ? ", and the code is the same"
                                            : ", swapped in " + watch::shown(what.swap);
  line(paint(green, shown(what.changed)) + " changed: " + built + swap);
}

void reporter::build_failed(const std::vector<std::string>& changed,
                            const std::vector<std::string>& functions, const std::string& messages,
                            duration took) {
  if (json_)
    return event("build_failed", {{"changed", json_string_list(changed)},
                                  {"functions", json_string_list(functions)},
                                  {"buildMs", json_ms(took)},
                                  {"message", json_string(without_colours(messages))}});
  line(manners_.colour ? messages : without_colours(messages));
  std::string what = changed.empty() ? "the build" : shown(changed) + " changed: the build";
  line(paint(red, what + " failed") + " after " + watch::shown(took) + "; callers of " +
       some_of(functions) + " get this error until it is mended");
}

void reporter::environment_reloaded(const std::vector<std::string>& changed) {
  if (json_) return event("environment_reloaded", {{"changed", json_string_list(changed)}});
  line(paint(green, shown(changed)) + " changed: functions have the new variables");
}

void reporter::ignored(const std::vector<std::string>& files) {
  if (json_) return event("ignored", {{"files", json_string_list(files)}});
  line(paint(yellow, "warning:") + " " + shown(files) +
       " changed during several builds in a row: what changes it while a build runs starts no "
       "other");
}

void reporter::outside(const std::string& function,
                       const std::vector<std::pair<std::string, std::string>>& variables) {
  if (json_) {
    std::string values;
    for (const auto& [key, value] : variables)
      values += (values.empty() ? "" : ",") + json_string(key) + ":" + json_string(value);
    return event("outside",
                 {{"function", json_string(function)}, {"environment", "{" + values + "}"}});
  }
  line("start " + function + " with these variables:");
  for (const auto& [key, value] : variables) line("  " + key + "=" + value);
}

void reporter::stopped_program(const std::string& function, int process,
                               const std::string& command) {
  if (json_)
    return event("stopped_program", {{"function", json_string(function)},
                                     {"pid", std::to_string(process)},
                                     {"command", json_string(command)}});
  line(paint(cyan, function) + fmt::format(": process {} waits before main for a debugger; "
                                           "in another terminal:",
                                           process));
  line("  " + command);
}

void reporter::log(const engine::log_line& said) {
  bool platform = said.from == environment::log_origin::platform;
  if (json_)
    return event("log",
                 {{"function", json_string(said.function)},
                  {"origin", platform ? "\"platform\"" : "\"function\""},
                  {"time", std::to_string(said.unix_ms)},
                  {"message", json_string(said.message)}},
                 said_by::functions);
  if (platform && !worth_showing(said.message)) return;
  std::string prefix = paint(cyan, said.function) + " ";
  std::string_view rest = said.message;
  std::string out;
  while (true) {
    std::string_view one = rest.substr(0, rest.find('\n'));
    out += prefix + (platform ? paint(dim, one) : std::string(one));
    if (one.size() == rest.size()) break;
    out += '\n';
    rest.remove_prefix(one.size() + 1);
  }
  line(out, said_by::functions);
}

void reporter::hint(const std::string& text) {
  if (!json_) line(text);
}

void reporter::end() {
  if (json_)
    event("stopped", {});
  else
    status("");
  queue_.flush();
}

void reporter::warning(const error& what) {
  if (json_)
    return event("warning",
                 {{"message", json_string(what.what)}, {"hint", json_string(what.hint)}});
  line(paint(yellow, "warning: ") + what.what);
  if (!what.hint.empty()) line(paint(cyan, "hint: ") + what.hint);
}

}  // namespace lambent::cli::watch
