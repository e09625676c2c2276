#include "cli/bench/study/loop.hpp"

#include <utility>
#include <vector>

#include "cli/bench/study/artefacts/recipe.hpp"
#include "study/protocol/reply.hpp"

namespace lambent::cli::studying {
namespace {

// Adds what was measured, or the reason why nothing was.
result<> take(study::record& of, const study::step& next, const measurement& made,
              const std::string& known) {
  TRY(study::check_reply(made.reply, known));
  TRY(study::add(of, next, made.figures));
  study::series_of(of, next.function, next.config).emulated |= made.emulated;
  return {};
}

bool began_environment(const study::step& what, const measurement& made) {
  return what.kind == study::step_kind::warm && made.figures.init_ms.has_value();
}

// A call that was to be a warm run and had an init phase has warmed the environment up: it is made
// again. One that has it each time is for the record to refuse.
std::expected<measurement, step_failure> measure(const study::step& what, const loop_hooks& hooks) {
  constexpr unsigned calls_max = 3;
  for (unsigned call = 1;; ++call) {
    auto made = hooks.measure(what);
    if (!made || !began_environment(what, *made) || call == calls_max) return made;
    if (hooks.stop && hooks.stop()) return made;
  }
}

}  // namespace

void leave_out(study::record& of, const study::step& what, const error& why,
               const loop_hooks& hooks) {
  // One without a figure is no series.
  std::erase_if(of.measured, [&](const study::series& one) {
    return one.function == what.function && one.config == what.config && one.runs.empty() &&
           one.cold.empty();
  });
  study::leave_out(of, what.function, what.config, reason_of(why));
  if (hooks.leaves_out) hooks.leaves_out({what.function, what.config, reason_of(why)});
}

std::expected<bool, step_failure> run_steps(study::record& of, const study::wish& what,
                                            const std::string& known, const loop_hooks& hooks) {
  const std::size_t all = study::steps_left(of, what).size();
  while (true) {
    const std::vector<study::step> left = study::steps_left(of, what);
    if (left.empty()) return true;
    if (hooks.stop && hooks.stop()) return false;
    const study::step& next = left.front();
    if (hooks.begins) hooks.begins(all - left.size(), left);
    auto made = measure(next, hooks);
    // What was broken off says nothing of the function.
    const bool figures = made && !began_environment(next, *made);
    if (!figures && hooks.stop && hooks.stop()) return false;
    if (!made && made.error().of == step_failure::kind::place)
      return std::unexpected(std::move(made).error());
    auto taken = made ? take(of, next, *made, known)
                      : result<>(std::unexpected(std::move(made).error().why));
    if (!taken) leave_out(of, next, taken.error(), hooks);
    if (auto kept = hooks.keep(of); !kept)
      return std::unexpected(
          step_failure{.of = step_failure::kind::place, .why = std::move(kept).error()});
  }
}

}  // namespace lambent::cli::studying
