// One call of `lambent bench study` from what is missing to the report: builds, stage, loop,
// cleaning up.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aws/client.hpp"
#include "cli/bench/study/artefacts/artefact.hpp"
#include "cli/bench/study/loop.hpp"
#include "cli/bench/study/reasons.hpp"
#include "cli/bench/study/study_command.hpp"
#include "cli/bench/study/study_folder.hpp"

namespace lambent::cli::studying {

class stage;

class session {
public:
  /// `kept` is the record of the folder, or a new one.
  session(const bench_study_options& options, study::wish what, study_folder folder,
          study::record kept)
      : options_(options),
        what_(std::move(what)),
        folder_(std::move(folder)),
        of_(std::move(kept)) {}

  /// Measures what is missing and keeps it; whether all of it was, or an interrupt came before.
  /// What was made for it is gone when this returns.
  [[nodiscard]] std::expected<bool, step_failure> measure_missing();

  [[nodiscard]] study::record record() const { return reasons_.put_back(of_); }
  /// Whether this call added a figure.
  [[nodiscard]] bool has_measured() const { return has_measured_; }
  [[nodiscard]] const study_folder& folder() const { return folder_; }
  [[nodiscard]] std::size_t steps_left() const { return study::steps_left(of_, what_).size(); }

private:
  using outcome = std::expected<void, step_failure>;

  [[nodiscard]] loop_hooks hooks();
  [[nodiscard]] outcome build();
  [[nodiscard]] std::expected<bool, step_failure> measure_on_own_engine();
  [[nodiscard]] std::expected<bool, step_failure> measure_at(const aws::client_options& place);
  [[nodiscard]] std::expected<bool, step_failure> run(aws::client& with, aws::client_options place);
  [[nodiscard]] outcome take_away(stage& from, aws::client_options place);
  [[nodiscard]] outcome take_away_what_is_left();
  [[nodiscard]] aws::client_options place_of_functions() const;
  [[nodiscard]] stage stage_for(aws::client& with) const;
  [[nodiscard]] outcome create_functions(stage& on);
  [[nodiscard]] outcome note_code(const study::step& of, const artefact& made, std::uint64_t bytes);
  void note_begin();
  [[nodiscard]] outcome keep();

  const bench_study_options& options_;
  const study::wish what_;
  const study_folder folder_;
  study::record of_;
  reasons reasons_;
  std::vector<study::fact> facts_;  // Of this call; the record's once it has a figure of it.
  std::size_t samples_before_ = 0;
  bool has_measured_ = false;
  std::map<need, artefact> artefacts_;
};

/// The first step of each function in each configuration, in their order.
[[nodiscard]] std::vector<study::step> firsts_of(const std::vector<study::step>& steps);

/// What a series is measured with.
struct measured_code {
  std::string build{};
  std::uint64_t bytes = 0;
  std::string sha256{};
};

/// Whether it is what a series was measured with so far. A record that does not say it is refused.
[[nodiscard]] result<> check_same_code(const study::series& measured, const measured_code& now);

/// "2026-11-26T10:45:12Z"
[[nodiscard]] std::string time_now();

}  // namespace lambent::cli::studying
