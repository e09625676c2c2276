// What many calls of one function come to: how many failed and of what, how long they took. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/invoke/report_line.hpp"
#include "cli/invoke/spread.hpp"

namespace lambent::cli {

// One call as the client saw it.
struct measured_call {
  double client_ms = 0;                       // From the first byte sent to the last one received.
  std::string error{};                        // What kind of failure; empty: the function answered.
  std::optional<invocation_report> report{};  // Where the answer had the end of the log.
  std::string emulated{};                     // An architecture that a local engine emulates.
};

// Grows by three numbers a call.
class tally {
public:
  // Errors are told apart up to this many; the rest counts as one, "others".
  static constexpr std::size_t error_kinds_max = 50;

  void add(const measured_call& call);
  [[nodiscard]] std::size_t calls() const { return calls_; }
  [[nodiscard]] std::size_t failed() const { return failed_; }

private:
  friend struct summary;
  std::size_t calls_ = 0;
  std::size_t failed_ = 0;
  std::map<std::string, std::size_t> errors_;
  std::vector<double> client_ms_;  // Of the calls that were answered.
  std::vector<double> function_ms_;
  std::vector<double> init_ms_;
  std::string emulated_;
};

struct summary {
  // `concurrency` calls at a time, for `took` altogether.
  summary(tally&& of, std::string function, std::size_t concurrency, std::chrono::nanoseconds took);

  std::string function;
  std::size_t concurrency = 1;
  std::size_t calls = 0;
  std::size_t failed = 0;
  std::vector<std::pair<std::string, std::size_t>> errors{};  // The most frequent first.
  double seconds = 0;
  double per_second = 0;                // Calls that ended, failed ones included.
  std::vector<double> client_values{};  // Milliseconds, ascending.
  std::optional<spread> client_ms{};    // Of the calls that were answered.
  // As Lambda's reports say it, of all calls that came with one.
  std::size_t reports = 0;
  std::size_t cold_starts = 0;
  std::optional<spread> function_ms{};
  std::optional<spread> init_ms{};
  std::string emulated{};  // The architecture, when an emulator ran the function.
};

// A table for people.
[[nodiscard]] std::string as_text(const summary& of);
// One object on one line; `interrupted` when fewer calls were made than asked for.
[[nodiscard]] std::string as_json(const summary& of, bool interrupted);

}  // namespace lambent::cli
