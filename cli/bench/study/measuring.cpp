#include "cli/bench/study/measuring.hpp"

#include <utility>

#include "cli/aws/connection.hpp"
#include "cli/bench/measure/measure.hpp"
#include "cli/bench/study/stage/requests.hpp"
#include "cli/bench/study/stage/stage.hpp"

namespace lambent::cli::studying {

step_failure failure_of(aws::call_error&& failed) {
  return {.of = ends_study(failed) ? step_failure::kind::place : step_failure::kind::function,
          .why = std::move(failed.error),
          .code = exit_code_of(failed.kind)};
}

result<study::sample> sample_of(const invocation_report& report) {
  const auto lacks = [](std::string_view what) {
    return fail("the REPORT line has no " + std::string(what));
  };
  if (!report.billed_ms) return lacks("Billed Duration");
  if (!report.max_memory_mb) return lacks("Max Memory Used");
  return study::sample{.duration_ms = report.duration_ms,
                       .billed_ms = *report.billed_ms,
                       .max_memory_mb = *report.max_memory_mb,
                       .init_ms = report.init_ms};
}

std::expected<measuring::subject*, step_failure> measuring::subject_of(const study::step& what) {
  std::string name = function_name(settings_.study, what.function, what.config);
  std::unique_ptr<subject>& there = subjects_[name];
  if (there != nullptr) return there.get();
  auto held = bench::held_configuration::open(with_, name, settings_.sleep);
  if (!held) return std::unexpected(failure_of(std::move(held).error()));
  auto place = bench::log_place_of(held->original());
  if (!place) return std::unexpected(step_failure{.why = std::move(place).error()});
  bench::report_reader reports(with_, *std::move(place),
                               {.sleep = settings_.sleep, .stop = settings_.stop});
  there = std::make_unique<subject>(std::move(name), *std::move(held), std::move(reports));
  return there.get();
}

std::expected<measurement, step_failure> measuring::measure(const study::step& what) {
  subject* of = TRY(subject_of(what));
  if (what.kind == study::step_kind::cold)
    if (auto forced = of->configuration.force_cold_start(); !forced)
      return std::unexpected(failure_of(std::move(forced).error()));
  auto made = bench::measure(invokes_, of->reports,
                             {.function = {of->name, {}},
                              .payload = "{\"digits\":" + std::to_string(settings_.digits) + "}"},
                             settings_.sleep);
  if (!made) {
    step_failure failed = failure_of(std::move(made.error().why));
    if (made.error().of_function) failed.of = step_failure::kind::function;
    return std::unexpected(std::move(failed));
  }
  auto figures = sample_of(made->report);
  if (!figures) return std::unexpected(step_failure{.why = std::move(figures).error()});
  return measurement{.figures = *std::move(figures),
                     .reply = std::move(made->answer.payload),
                     .emulated = !made->answer.emulated.empty()};
}

}  // namespace lambent::cli::studying
