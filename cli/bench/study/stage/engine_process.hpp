// An engine of the study's own: `lambent serve` on a free port with a temporary data directory.
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "cli/serve/engine_options.hpp"

namespace lambent::cli::studying {

class engine_process {
public:
  /// Returns when it listens. What it warns of goes to stderr. A terminal's Ctrl-C does not reach
  /// it: the study ends it when it goes, and the kernel does when the thread that called this ends
  /// (the study was killed).
  [[nodiscard]] static result<engine_process> start(const engine_options& options);

  engine_process(engine_process&& other) noexcept = default;
  engine_process& operator=(engine_process&&) = delete;
  ~engine_process();

  /// "http://127.0.0.1:40123"
  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }

private:
  engine_process(child&& started, temporary_folder&& data, std::string endpoint)
      : data_(std::move(data)), engine_(std::move(started)), endpoint_(std::move(endpoint)) {}

  temporary_folder data_;  // Goes after the engine.
  child engine_;
  std::string endpoint_;
};

}  // namespace lambent::cli::studying
