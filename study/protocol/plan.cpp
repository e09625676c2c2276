#include "study/protocol/plan.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "study/report/catalogue.hpp"

namespace lambent::study {
namespace {

std::string_view group_of(language what) {
  switch (what) {
    case language::cpp:
      return "cpp";
    case language::rust:
      return "rust";
    case language::javascript:
      return "js";
  }
  return "";
}

// Of `all`, in their order, those that a name stands for.
template <class Info, class StandsFor>
result<std::vector<std::string>> named(std::span<const Info> all,
                                       const std::vector<std::string>& names, std::string_view kind,
                                       const std::string& known, StandsFor stands_for) {
  for (const std::string& name : names) {
    const auto fits = [&](const Info& one) { return stands_for(name, one); };
    if (std::ranges::none_of(all, fits))
      return fail("there is no " + std::string(kind) + " \"" + name + "\"", "there are " + known);
  }
  std::vector<std::string> out;
  for (const Info& one : all) {
    const auto fits = [&](const std::string& name) { return stands_for(name, one); };
    if (std::ranges::any_of(names, fits)) out.emplace_back(one.id);
  }
  return out;
}

// The order of the functions in a configuration.
std::vector<std::string> order_of(const wish& what, bool backwards) {
  std::vector<std::string> out = what.functions;
  if (backwards) std::ranges::reverse(out);
  return out;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

class planner {
public:
  planner(const record& begun, const wish& what) : begun_(begun), what_(what) {}

  std::vector<step> all() {
    const unsigned turns = what_.runs / runs_in_a_row + (what_.runs % runs_in_a_row != 0 ? 1 : 0);
    for (unsigned turn = 1; turn <= turns; ++turn) add_turns(turn);
    for (unsigned number = turns + 1; number <= what_.cold; ++number) add_cold_starts(number);
    return std::move(out_);
  }

private:
  void add_turns(unsigned turn) {
    const unsigned last = std::min(turn * runs_in_a_row, what_.runs);
    for (const std::string& config : what_.configs) {
      const bool backwards = (turn % 2 == 0) != is_image(config);
      for (const std::string& function : order_of(what_, backwards)) {
        add(step_kind::cold, function, config, turn);
        for (unsigned number = (turn - 1) * runs_in_a_row + 1; number <= last; ++number)
          add(step_kind::warm, function, config, number);
      }
    }
  }

  void add_cold_starts(unsigned number) {
    std::vector<std::string> configs = what_.configs;
    const bool backwards = number % 2 == 0;
    if (backwards) std::ranges::reverse(configs);
    for (const std::string& config : configs)
      for (const std::string& function : order_of(what_, backwards))
        add(step_kind::cold, function, config, number);
  }

  void add(step_kind kind, const std::string& function, const std::string& config,
           unsigned number) {
    if (kind == step_kind::cold && number > what_.cold) return;
    if (find_left_out(begun_, function, config) != nullptr) return;
    const series* one = find(begun_, function, config);
    std::size_t made = 0;
    if (one != nullptr) made = kind == step_kind::warm ? one->runs.size() : one->cold.size();
    if (made < number) out_.push_back({kind, function, config, number});
  }

  static bool is_image(std::string_view config) {
    const config_info* known = find_config(config);
    return known != nullptr && known->image;
  }

  const record& begun_;
  const wish& what_;
  std::vector<step> out_;
};

}  // namespace

result<std::vector<std::string>> functions_named(const std::vector<std::string>& names) {
  return named(functions(), names, "function of the study", "cpp, rust, js, and " + function_ids(),
               [](std::string_view name, const function_info& one) {
                 return name == one.id || name == group_of(one.language);
               });
}

result<std::vector<std::string>> configs_named(const std::vector<std::string>& names) {
  return named(configs(), names, "configuration of the study", config_ids(),
               [](std::string_view name, const config_info& one) { return name == one.id; });
}

record begin(const wish& what, std::string started) {
  return {.started = std::move(started),
          .place = what.place,
          .digits = what.digits,
          .memory_mb = what.memory_mb,
          .runs = what.runs,
          .cold = what.cold,
          .in_a_row = runs_in_a_row};
}

result<> check_continues(const record& begun, const wish& what) {
  const auto differs = [](std::string_view of, const std::string& then, const std::string& now) {
    return fail("the study that was begun has " + std::string(of) + " " + then +
                    ", this one is to have " + now,
                "give it a folder of its own with --out, or ask for the same");
  };
  if (begun.digits != what.digits)
    return differs("digits", std::to_string(begun.digits), std::to_string(what.digits));
  if (begun.memory_mb != what.memory_mb)
    return differs("memory", std::to_string(begun.memory_mb) + " MB",
                   std::to_string(what.memory_mb) + " MB");
  if (begun.in_a_row != runs_in_a_row && has_samples(begun))
    return differs("invocations in a row", std::to_string(begun.in_a_row),
                   std::to_string(runs_in_a_row));
  if (begun.place != what.place) return differs("place", begun.place, what.place);
  return {};
}

void ask(record& of, const wish& what) {
  for (series& one : of.measured) {
    const bool meant = has(what.functions, one.function) && has(what.configs, one.config);
    if (meant)
      one.asked = {.runs = what.runs, .cold = what.cold};
    else if (!one.asked && of.finished.empty())
      one.asked = {.runs = of.runs, .cold = of.cold};
    else if (!one.asked)
      one.asked = {.runs = static_cast<unsigned>(one.runs.size()),
                   .cold = static_cast<unsigned>(one.cold.size())};
  }
  of.runs = what.runs;
  of.cold = what.cold;
}

result<record> resume(record begun, const wish& what) {
  TRY(check_continues(begun, what));
  if (!has_samples(begun)) begun.in_a_row = runs_in_a_row;
  return begun;
}

std::vector<step> steps_left(const record& begun, const wish& what) {
  return planner(begun, what).all();
}

std::size_t steps_unmade(const record& of) {
  if (!of.finished.empty()) return 0;
  std::size_t out = 0;
  for (const series& one : of.measured) {
    if (find_left_out(of, one.function, one.config) != nullptr) continue;
    const wanted asked = wanted_of(of, one);
    out += asked.runs - std::min<std::size_t>(asked.runs, one.runs.size());
    out += asked.cold - std::min<std::size_t>(asked.cold, one.cold.size());
  }
  return out;
}

result<> add(record& to, const step& of, const sample& measured) {
  if (of.kind == step_kind::cold && !measured.init_ms)
    return fail("a cold start of " + of.function + " in " + of.config + " has no Init Duration",
                "the environment from before was still there; update the configuration first");
  if (of.kind == step_kind::warm && measured.init_ms)
    return fail("a warm run of " + of.function + " in " + of.config + " has an Init Duration",
                "each call of it began a new environment there");
  series& one = series_of(to, of.function, of.config);
  (of.kind == step_kind::cold ? one.cold : one.runs).push_back(measured);
  return {};
}

series& series_of(record& in, std::string_view function, std::string_view config) {
  for (series& one : in.measured)
    if (one.function == function && one.config == config) return one;
  return in.measured.emplace_back(
      series{.function = std::string(function), .config = std::string(config)});
}

void leave_out(record& in, std::string_view function, std::string_view config, std::string reason) {
  for (left_out& one : in.missing) {
    if (one.function != function || one.config != config) continue;
    one.reason = std::move(reason);
    return;
  }
  in.missing.push_back({std::string(function), std::string(config), std::move(reason)});
}

}  // namespace lambent::study
