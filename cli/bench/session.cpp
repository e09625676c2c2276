#include "cli/bench/session.hpp"

#include <filesystem>
#include <thread>

#include "base/files.hpp"
#include "cli/aws/functions.hpp"
#include "cli/bench/measure/measure.hpp"
#include "cli/command_line/arguments.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli::bench {
namespace {

void sleep(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }

}  // namespace

bool has_qualifier(std::string_view reference) {
  const std::string bare = bare_function_name(reference);
  return reference != bare && !reference.ends_with("function:" + bare);
}

result<std::string> drawing_path(const std::string& out, const std::string& function,
                                 const std::string& command) {
  namespace fs = std::filesystem;
  if (out.empty()) return out;
  std::error_code wrong;
  if (fs::is_directory(out, wrong))
    return (fs::path(out) / (function + "-" + command + ".svg")).string();
  if (fs::path(out).extension() != ".svg")
    return fail("--out: " + out + " is neither a folder nor the name of an .svg file",
                "as in --out " + command + ".svg");
  const fs::path folder = fs::path(out).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, wrong))
    return fail("--out: there is no folder " + folder.string(), "make it first");
  return out;
}

std::expected<session, exit_code> session::open(const bench_target& target, const opening& as) {
  const std::string doing = "bench " + as.command + " " + target.name;
  auto usage = [&](error&& e) {
    return std::unexpected(report(in_context(doing, std::move(e)), exit_code::usage));
  };
  auto drawing = drawing_path(target.out_path, bare_function_name(target.name), as.command);
  if (!drawing) return usage(std::move(drawing).error());
  auto event = target.event.given() ? event_of(target.event) : result<std::string>("{}");
  if (!event) return usage(std::move(event).error());
  aws::client_options options = connection_for(target.connection, target.remote);
  auto settings = aws::client::open(options);
  if (!settings) return std::unexpected(report_failure(doing, std::move(settings).error()));
  session out(target, as, *std::move(settings));
  out.event_ = *std::move(event);
  out.drawing_ = *std::move(drawing);
  options.attempts_max = 1;
  options.give_up = interrupted;
  for (std::size_t i = 0; i < as.concurrency; ++i) {
    auto caller = i == 0 ? aws::client::open(options) : out.callers_.front().another("lambda");
    if (!caller) return std::unexpected(report_failure(doing, std::move(caller).error()));
    out.callers_.push_back(*std::move(caller));
  }
  return out;
}

std::string session::name() const { return bare_function_name(target_.name); }

result<> session::keep(aws::json_object configuration) {
  configuration_ = std::move(configuration);
  TRY(log_place_of(configuration_));
  began_ = std::chrono::system_clock::now();
  listen_for_interrupt();
  return {};
}

std::expected<aws::json_object, exit_code> session::look() {
  auto there = aws::lambda::get_function_configuration(settings_, {target_.name, as_.qualifier});
  if (!there) return std::unexpected(say(std::move(there).error()));
  if (auto kept = keep(*there); !kept)
    return std::unexpected(
        report(in_context(doing(), std::move(kept).error()), exit_code::configuration));
  return *std::move(there);
}

std::expected<held_configuration, exit_code> session::hold() {
  if (has_qualifier(target_.name))
    return std::unexpected(report({doing() + ": a version's configuration cannot be changed", 0,
                                   "name the function without version or alias"},
                                  exit_code::usage));
  auto held = held_configuration::open(settings_, target_.name, sleep);
  if (held && held->left_over()) {
    note("a bench before this one was killed before it restored " + name() +
         "; it is restored now" +
         (held->memory_changed() ? ", to " + std::to_string(held->memory_mb()) + " MB" : ""));
    if (const exit_code code = restore(*held, exit_code::ok); code != exit_code::ok)
      return std::unexpected(code);
    held = held_configuration::open(settings_, target_.name, sleep);
  }
  if (!held) return std::unexpected(say(std::move(held).error()));
  if (auto kept = keep(held->original()); !kept)
    return std::unexpected(
        report(in_context(doing(), std::move(kept).error()), exit_code::configuration));
  return *std::move(held);
}

std::expected<sample, failure> session::call(aws::client& with) const {
  answered_call answer =
      TRY(bench::call(with,
                      {.function = {.name = target_.name, .qualifier = as_.qualifier},
                       .payload = event_,
                       .keep_connection = as_.keep_connection},
                      sleep));
  return sample{.request_id = std::move(answer.request_id),
                .client_ms = answer.client_ms,
                .emulated = std::move(answer.emulated)};
}

std::expected<void, failure> session::add_reports(std::vector<sample>& to) {
  if (to.empty()) return {};
  std::set<std::string> ids;
  for (const sample& each : to) ids.insert(each.request_id);
  progress status;
  report_reader reader(
      settings_, log_place_of(configuration_).value(),
      {.sleep = sleep, .stop = interrupted, .found = [&](std::size_t found, std::size_t all) {
         status.step("reading " + std::to_string(all) + " reports from CloudWatch Logs, " +
                     std::to_string(found) + " are there");
       }});
  reports found = TRY(reader.read(ids, began_));
  if (found.empty() && !interrupted()) return std::unexpected(failure(no_report(reader.place())));
  for (sample& each : to)
    if (auto one = found.find(each.request_id); one != found.end()) each.report = one->second;
  return {};
}

subject session::subject_of(const std::vector<sample>& samples) const {
  const auto architectures = aws::texts_at(configuration_, "Architectures");
  constexpr std::int64_t usual_mb = 128;
  subject out{.name = name(),
              .architecture = architectures.empty() ? "x86_64" : architectures.front(),
              .memory_mb = static_cast<unsigned>(
                  aws::number_at(configuration_, "MemorySize").value_or(usual_mb))};
  for (const sample& each : samples)
    if (!each.emulated.empty()) out.emulated = each.emulated;
  return out;
}

exit_code session::say(failure&& failed) {
  if (failed.why.is("ResourceNotFoundException"))
    failed.why.error.hint = hint_for_missing(settings_, target_.name);
  const bool of_function = failed.of_function;
  exit_code code = report_failure(doing(), std::move(failed.why), settings_.is_local("lambda"));
  return of_function ? exit_code::function_error : code;
}

exit_code session::say_end(std::optional<failure>&& failed) {
  // What Ctrl-C broke off says nothing of the function.
  if (interrupted()) {
    note("interrupted; a second Ctrl-C ends it without tidying up");
    return exit_code::interrupted;
  }
  return failed ? say(*std::move(failed)) : exit_code::ok;
}

exit_code session::heed_interrupt(exit_code so_far) {
  return so_far == exit_code::ok ? say_end({}) : so_far;
}

exit_code session::restore(held_configuration& held, exit_code so_far) {
  progress status;
  status.step("restoring the configuration of " + name());
  auto restored = held.restore();
  status.clear();
  if (restored) return so_far;
  restored.error().error.hint = "it has the variable " + std::string(cold_variable) +
                                " until `lambent bench` is run for it again, which restores " +
                                std::to_string(held.memory_mb()) + " MB";
  return report_failure(doing() + ": restore the configuration", std::move(restored).error(),
                        settings_.is_local("lambda"));
}

exit_code session::draw(const std::string& svg, exit_code so_far) const {
  if (drawing_.empty()) return so_far;
  constexpr unsigned mode = 0644;
  if (auto written = replace_file(drawing_, svg, mode); !written)
    return report(in_context(doing() + ": write " + drawing_, std::move(written).error()),
                  exit_code::failed);
  note("wrote " + drawing_);
  return so_far;
}

}  // namespace lambent::cli::bench
