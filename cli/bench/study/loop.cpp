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
    auto made = hooks.measure(next);
    // What was broken off says nothing of the function.
    if (!made && hooks.stop && hooks.stop()) return false;
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
