// A run of `lambent bench`: the clients it calls by, the event it sends, and how it ends.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/client.hpp"
#include "aws/services/lambda.hpp"
#include "cli/bench/bench.hpp"
#include "cli/bench/measure/failure.hpp"
#include "cli/bench/measure/held_configuration.hpp"
#include "cli/bench/sample.hpp"

namespace lambent::cli::bench {

class session {
public:
  struct opening {
    std::string command{};  // "cold".
    std::string qualifier{};
    std::size_t concurrency = 1;
    bool keep_connection = true;
  };
  // All that can be wrong before anything is called. Says what is, and returns what to end with.
  [[nodiscard]] static std::expected<session, exit_code> open(const bench_target& target,
                                                              const opening& as);

  // The function as it is, without changing it; and held, to be changed: what a bench that was
  // killed left of itself is taken back first. From here on Ctrl-C is remembered instead of ending
  // the program. Say what is wrong.
  [[nodiscard]] std::expected<aws::json_object, exit_code> look();
  [[nodiscard]] std::expected<held_configuration, exit_code> hold();

  // One call of the function; by one of `callers()`.
  [[nodiscard]] std::expected<sample, failure> call(aws::client& with) const;
  [[nodiscard]] std::vector<aws::client>& callers() { return callers_; }

  // Adds Lambda's reports to the samples. Those that did not come are missing; an error where none
  // came, unless Ctrl-C ended the wait.
  [[nodiscard]] std::expected<void, failure> add_reports(std::vector<sample>& to);

  // Says what went wrong, and what to end with.
  exit_code say(failure&& failed);
  // Says that it was interrupted, or what it failed of, and what to end with; ok where nothing was.
  exit_code say_end(std::optional<failure>&& failed);
  // `so_far`, unless that is ok and Ctrl-C came since, which it says.
  exit_code heed_interrupt(exit_code so_far);
  // Puts the configuration back; `so_far` unless that fails.
  exit_code restore(held_configuration& held, exit_code so_far);

  // "NAME-COMMAND.svg" in --out, or --out itself; writes it and says so. `so_far` unless it fails.
  exit_code draw(const std::string& svg, exit_code so_far) const;

  [[nodiscard]] const bench_target& target() const { return target_; }
  [[nodiscard]] std::string name() const;
  [[nodiscard]] subject subject_of(const std::vector<sample>& samples) const;

private:
  session(const bench_target& target, const opening& as, aws::client settings)
      : target_(target), as_(as), settings_(std::move(settings)) {}
  [[nodiscard]] std::string doing() const { return "bench " + as_.command + " " + target_.name; }
  [[nodiscard]] result<> keep(aws::json_object configuration);

  const bench_target& target_;
  opening as_;
  aws::client settings_;  // For all but invocations: these calls are finished after Ctrl-C, too.
  std::vector<aws::client> callers_{};
  std::string event_{};
  std::string drawing_{};
  aws::json_object configuration_{};
  std::chrono::system_clock::time_point began_{};
};

// The file that --out means: nothing where it is empty.
[[nodiscard]] result<std::string> drawing_path(const std::string& out, const std::string& function,
                                               const std::string& command);

// Whether a name, partial ARN or ARN has a version or alias at its end.
[[nodiscard]] bool has_qualifier(std::string_view reference);

}  // namespace lambent::cli::bench
