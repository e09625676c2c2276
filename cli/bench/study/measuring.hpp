// One step, measured: invoked through the AWS API, its figures read from the REPORT line in
// CloudWatch Logs.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "aws/client.hpp"
#include "aws/services/lambda_ready.hpp"
#include "cli/bench/measure/held_configuration.hpp"
#include "cli/bench/measure/report_reader.hpp"
#include "cli/bench/study/loop.hpp"

namespace lambent::cli::studying {

struct measuring_settings {
  std::string study{};  // study_name().
  unsigned digits = 0;
  aws::lambda::sleeper sleep{};
  std::function<bool()> stop{};
};

class measuring {
public:
  /// `invokes` makes a single attempt of each call; both must outlive it.
  measuring(aws::client& with, aws::client& invokes, measuring_settings settings)
      : with_(with), invokes_(invokes), settings_(std::move(settings)) {}

  /// A cold start is forced by an update of the configuration before the invocation.
  [[nodiscard]] std::expected<measurement, step_failure> measure(const study::step& what);

private:
  // A function that was measured once, ready for the next time.
  struct subject {
    std::string name;
    bench::held_configuration configuration;
    bench::report_reader reports;
  };
  [[nodiscard]] std::expected<subject*, step_failure> subject_of(const study::step& what);

  aws::client& with_;
  aws::client& invokes_;
  const measuring_settings settings_;
  std::map<std::string, std::unique_ptr<subject>> subjects_;
};

/// The figures that a record keeps. Fails where the report lacks one of them, as an emulator's may.
[[nodiscard]] result<study::sample> sample_of(const invocation_report& report);

[[nodiscard]] step_failure failure_of(aws::call_error&& failed);

}  // namespace lambent::cli::studying
