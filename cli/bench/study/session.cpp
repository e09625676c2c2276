#include "cli/bench/study/session.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <thread>
#include <utility>

#include "aws/client.hpp"
#include "cli/aws/connection.hpp"
#include "cli/bench/study/artefacts/sources.hpp"
#include "cli/bench/study/asked.hpp"
#include "cli/bench/study/facts.hpp"
#include "cli/bench/study/measuring.hpp"
#include "cli/bench/study/pace.hpp"
#include "cli/bench/study/stage/engine_process.hpp"
#include "cli/bench/study/stage/requests.hpp"
#include "cli/bench/study/stage/stage.hpp"
#include "cli/build/cmake/tree_lock.hpp"
#include "cli/terminal/interrupt.hpp"
#include "cli/terminal/terminal.hpp"
#include "study/protocol/known_digits.hpp"

namespace lambent::cli::studying {
namespace {

using clock_type = std::chrono::steady_clock;

constexpr const char* out_hint = "give this one a folder of its own with --out";

std::unexpected<step_failure> end_with(error&& why, exit_code code = exit_code::failed) {
  return std::unexpected(
      step_failure{.of = step_failure::kind::place, .why = std::move(why), .code = code});
}

// What was measured before and what would be measured now do not belong together.
std::unexpected<step_failure> refuse(error&& why) {
  auto out = end_with(std::move(why));
  out.error().goes_on = false;
  return out;
}

void sleep_unless_interrupted(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds slice{20};
  const auto end = clock_type::now() + time;
  while (!interrupted() && clock_type::now() < end)
    std::this_thread::sleep_for(
        std::min(slice, std::chrono::ceil<std::chrono::milliseconds>(end - clock_type::now())));
}

std::size_t samples_in(const study::record& in) {
  std::size_t out = 0;
  for (const study::series& one : in.measured) out += one.runs.size() + one.cold.size();
  return out;
}

bool same_pair(const study::step& one, const study::step& other) {
  return one.function == other.function && one.config == other.config;
}

}  // namespace

std::vector<study::step> firsts_of(const std::vector<study::step>& steps) {
  std::vector<study::step> out;
  for (const study::step& each : steps)
    if (std::ranges::none_of(out, [&](const auto& one) { return same_pair(one, each); }))
      out.push_back(each);
  return out;
}

result<> check_same_code(const study::series& measured, const measured_code& now) {
  if (measured.runs.empty() && measured.cold.empty()) return {};
  const std::string what = measured.function + " in " + measured.config;
  if (measured.build != now.build)
    return fail(what + " was measured with another build: " + measured.build + ", now " + now.build,
                out_hint);
  if (measured.code_bytes != now.bytes)
    return fail(what + " was measured with other code, of " + std::to_string(measured.code_bytes) +
                    " bytes in place of " + std::to_string(now.bytes),
                out_hint);
  if (measured.code_sha256.empty())
    return fail("the record does not say which code " + what + " was measured with", out_hint);
  if (measured.code_sha256 != now.sha256)
    return fail(what + " was measured with other code, of SHA-256 " + measured.code_sha256 +
                    " in place of " + now.sha256,
                out_hint);
  return {};
}

std::string time_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  std::array<char, sizeof "2026-11-26T10:45:12Z"> text{};
  if (::gmtime_r(&now, &utc) == nullptr) return {};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

session::outcome session::keep() {
  if (auto kept = folder_.keep(record()); !kept) return end_with(std::move(kept).error());
  return {};
}

// From its first figure on the record is one of this call's machine and wish, and not finished.
void session::note_begin() {
  if (std::exchange(has_measured_, true)) return;
  of_.facts = facts_;
  study::ask(of_, what_);
  of_.finished.clear();
}

loop_hooks session::hooks() {
  return {.keep =
              [this](const study::record&) {
                if (samples_in(of_) > samples_before_) note_begin();
                return folder_.keep(record());
              },
          .leaves_out =
              [](const study::left_out& one) {
                note("left out: " + one.function + " in " + one.config + ": " + one.reason);
              },
          .stop = [] { return interrupted(); }};
}

std::expected<bool, step_failure> session::measure_missing() {
  reasons_.set_aside(of_, what_);
  samples_before_ = samples_in(of_);
  if (of_.finished.empty()) study::ask(of_, what_);
  if (steps_left() > 0) {
    TRY(build());
    if (interrupted()) return false;
  }
  if (steps_left() > 0) {
    facts_ = collect_facts(options_);
    if (auto same = check_same_machine(of_, facts_); !same) return refuse(std::move(same).error());
    if (samples_before_ == 0) of_.facts = facts_;
    TRY(keep());
    const bool all = TRY(site_of(options_) == site::own_engine ? measure_on_own_engine()
                                                               : measure_at(place_of_functions()));
    if (!all) return false;
  } else if (of_.leftovers) {
    TRY(take_away_what_is_left());
  }
  // An earlier call may have asked for what this one did not.
  if (of_.finished.empty() && study::steps_unmade(record()) == 0) of_.finished = time_now();
  TRY(keep());
  return true;
}

session::outcome session::build() {
  const auto sources = find_sources(options_.sources);
  if (!sources) return end_with(error(sources.error()), exit_code::configuration);
  auto work = work_folder();
  if (!work) return end_with(std::move(work).error(), exit_code::configuration);
  // Builds in the same folder would get into each other's way.
  bool told_to_wait = false;
  auto lock = lock_tree(*work, [&] {
    if (!std::exchange(told_to_wait, true))
      note("another study builds its functions; waiting for it");
    return !interrupted();
  });
  if (interrupted()) return {};
  if (!lock) return end_with(std::move(lock).error());
  if (auto copied = mirror_sources(*sources, *work); !copied)
    return end_with(in_context("copy the functions' sources", std::move(copied).error()));
  const workshop in{.sources = *work,
                    .prebuilt = options_.prebuilt,
                    .local_node = site_of(options_) != site::aws,
                    .client = site_of(options_) == site::own_engine
                                  ? std::optional(options_.engine.interface_client)
                                  : std::nullopt,
                    .stop = interrupted};
  const std::vector<study::step> pairs = firsts_of(study::steps_left(of_, what_));
  const loop_hooks told = hooks();
  progress status;
  for (const need& each : needs_of(pairs)) {
    status.step("building " + each.function + " for " + each.architecture + " …");
    auto made = make_artefact(in, each);
    // What was ended says nothing of the function.
    if (interrupted()) return {};
    status.clear();
    if (made) {
      artefacts_[each] = *std::move(made);
      continue;
    }
    for (const study::step& pair : pairs)
      if (need_of(pair.function, pair.config) == each) leave_out(of_, pair, made.error(), told);
  }
  return {};
}

aws::client_options session::place_of_functions() const {
  aws::client_options out = connection_for(options_.aws, options_.remote);
  // Where nothing names a region, this one is as good as another for who is not AWS.
  if (!options_.remote) out.local_endpoint_url = out.endpoint_url;
  out.give_up = [] { return interrupted(); };
  return out;
}

stage session::stage_for(aws::client& with) const {
  return {with,
          {.study = study_name(of_.started),
           .where = site_of(options_),
           .memory_mb = of_.memory_mb,
           .leftovers = of_.leftovers,
           .role = options_.role,
           .node_base = options_.node_base},
          sleep_unless_interrupted};
}

std::expected<bool, step_failure> session::measure_on_own_engine() {
  auto engine = engine_process::start(options_.engine);
  if (!engine) return end_with(std::move(engine).error());
  aws::client_options place = place_of_functions();
  place.endpoint_url = place.local_endpoint_url = engine->endpoint();
  return measure_at(place);
}

std::expected<bool, step_failure> session::measure_at(const aws::client_options& place) {
  // An engine of our own goes with all that is in it.
  const bool outlives_us = site_of(options_) != site::own_engine;
  auto with = aws::client::open(place);
  if (!with) return std::unexpected(failure_of(std::move(with).error()));
  stage on = stage_for(*with);
  if (outlives_us) {
    // Before the first call: who is killed can say nothing any more.
    of_.leftovers = true;
    TRY(keep());
  }
  auto made = create_functions(on);
  std::expected<bool, step_failure> ended = false;
  if (!made)
    ended = std::unexpected(std::move(made).error());
  else if (!interrupted())
    ended = run(*with, place);
  if (outlives_us)
    if (auto kept = take_away(on, place); !kept && ended)
      return std::unexpected(std::move(kept).error());
  return ended;
}

std::expected<bool, step_failure> session::run(aws::client& with, aws::client_options place) {
  place.attempts_max = 1;
  auto invokes = aws::client::open(place);
  if (!invokes) return std::unexpected(failure_of(std::move(invokes).error()));
  measuring probe(with, *invokes,
                  {.study = study_name(of_.started),
                   .digits = of_.digits,
                   .sleep = sleep_unless_interrupted,
                   .stop = [] { return interrupted(); }});
  pace seen;
  seen.know(of_);
  progress status;
  loop_hooks how = hooks();
  how.begins = [&](std::size_t done, const std::vector<study::step>& left) {
    status.step(step_text(left.front(), done, done + left.size(), seen.seconds_for(left)));
  };
  how.leaves_out = [&, tell = how.leaves_out](const study::left_out& one) {
    status.clear();
    tell(one);
  };
  how.measure = [&](const study::step& one) {
    const auto begin = clock_type::now();
    auto made = probe.measure(one);
    seen.took(one, std::chrono::duration<double>(clock_type::now() - begin).count());
    return made;
  };
  return run_steps(of_, what_, study::known_digits(of_.digits), how);
}

session::outcome session::take_away_what_is_left() {
  const aws::client_options place = place_of_functions();
  auto with = aws::client::open(place);
  if (!with) return std::unexpected(failure_of(std::move(with).error()));
  stage from = stage_for(*with);
  return take_away(from, place);
}

// What could not be deleted is told, and stays in the record for the next call.
session::outcome session::take_away(stage& from, aws::client_options place) {
  progress status;
  status.step("deleting the study's functions …");
  place.give_up = [] { return interrupted_twice(); };
  std::vector<std::string> left;
  if (auto cleans = aws::client::open(place))
    left = from.take_away(*cleans);
  else
    left.push_back("what was made for the study: " + cleans.error().error.what);
  status.clear();
  for (const std::string& each : left) warn("not deleted: " + each);
  of_.leftovers = !left.empty();
  return keep();
}

session::outcome session::create_functions(stage& on) {
  const std::vector<study::step> pairs = firsts_of(study::steps_left(of_, what_));
  const loop_hooks told = hooks();
  progress status;
  for (const study::step& pair : pairs) {
    if (interrupted()) return {};
    const auto made = artefacts_.find(need_of(pair.function, pair.config));
    if (made == artefacts_.end()) continue;
    status.step("creating " + pair.function + " in " + pair.config + " …");
    auto bytes = on.create(made->second, *study::find_config(pair.config));
    if (interrupted()) return {};
    status.clear();
    if (bytes) {
      TRY(note_code(pair, made->second, *bytes));
      continue;
    }
    if (ends_study(bytes.error())) return std::unexpected(failure_of(std::move(bytes).error()));
    leave_out(of_, pair, bytes.error().error, told);
  }
  return {};
}

session::outcome session::note_code(const study::step& of, const artefact& made,
                                    std::uint64_t bytes) {
  study::series& one = study::series_of(of_, of.function, of.config);
  measured_code now{
      .build = build_of(made, study::find_config(of.config)->image, options_.node_base),
      .bytes = bytes,
      .sha256 = digest_of(made)};
  if (auto same = check_same_code(one, now); !same) return refuse(std::move(same).error());
  one.build = std::move(now.build);
  one.code_bytes = now.bytes;
  one.code_sha256 = std::move(now.sha256);
  return {};
}

}  // namespace lambent::cli::studying
