// Where the study's functions are made and taken away again: all calls of AWS but those that
// measure.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "aws/client.hpp"
#include "aws/services/lambda_ready.hpp"
#include "cli/bench/study/artefacts/artefact.hpp"
#include "cli/bench/study/asked.hpp"
#include "study/report/catalogue.hpp"

namespace lambent::cli::studying {

struct stage_settings {
  std::string study{};  // study_name().
  site where = site::own_engine;
  unsigned memory_mb = 128;
  // An earlier call of the command was killed, or could not delete all: what is there is not known.
  bool leftovers = false;
  std::string role{};       // An ARN; empty: one is made.
  std::string node_base{};  // Empty: AWS's image of the runtime's version.
};

class stage {
public:
  /// `with` must outlive it.
  stage(aws::client& with, stage_settings settings, aws::lambda::sleeper sleep)
      : with_(with), settings_(std::move(settings)), sleep_(std::move(sleep)) {}

  /// Makes the function, waits until it is ready, and says how large its zip or its image is. One
  /// of that name, left by a study that was killed, is replaced. Makes the role and the repository
  /// where they are not there.
  [[nodiscard]] std::expected<std::uint64_t, aws::call_error> create(
      const artefact& what, const study::config_info& config);

  /// Deletes what was made, of leftovers all that the study may have made, and what the functions
  /// logged; goes on where something cannot be deleted. What is left, with the reason, a line each.
  [[nodiscard]] std::vector<std::string> take_away(aws::client& with);

private:
  [[nodiscard]] std::expected<std::string, aws::call_error> role();
  [[nodiscard]] std::expected<std::string, aws::call_error> repository();
  [[nodiscard]] aws::json_answer create_once_role_is_known(const std::string& request);

  aws::client& with_;
  const stage_settings settings_;
  const aws::lambda::sleeper sleep_;
  std::string role_arn_;
  std::string repository_;  // HOST/NAME.
  // What may be there since this began: an answer that was not awaited may have been a yes.
  bool made_role_ = false;
  bool made_repository_ = false;
  std::vector<std::string> functions_;
};

/// Whether the failure is of the place, so that nothing else there would go better: no connection,
/// no keys. Else it is the function's own, which is left out.
[[nodiscard]] bool ends_study(const aws::call_error& failed);

}  // namespace lambent::cli::studying
