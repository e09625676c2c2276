// For tests: an environment with AWS's files in a folder of its own, and time that passes by
// sleeping alone.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/sigv4/dates.hpp"
#include "aws/surroundings.hpp"
#include "base/temp_dir.hpp"

namespace lambent::aws::testing {

constexpr sys_seconds world_begins{std::chrono::seconds{1'440'938'160}};  // 2015-08-30 12:36:00.

class world {
public:
  explicit world(std::string_view config = {}, std::string_view credentials = {}) {
    write("config", config);
    write("credentials", credentials);
    set("HOME", folder());
    set("PATH", folder() + "/bin:/usr/bin:/bin");
    set("AWS_CONFIG_FILE", folder() + "/config");
    set("AWS_SHARED_CREDENTIALS_FILE", folder() + "/credentials");
    set("AWS_EC2_METADATA_DISABLED", "true");
    set("AWS_REGION", "eu-west-1");
  }

  void set(std::string_view name, std::string_view value) { variables_.set(name, value); }
  [[nodiscard]] std::string folder() const { return dir_.path.string(); }
  // The file's path.
  std::string write(const std::string& name, std::string_view content) const {
    std::filesystem::path path = dir_.path / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << content;
    return path.string();
  }
  void write_program(const std::string& name, std::string_view shell) const {
    std::string path = write("bin/" + name, "#!/bin/sh\n" + std::string(shell));
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }

  [[nodiscard]] const environment& variables() const { return variables_; }
  [[nodiscard]] surroundings around() {
    return {.variables = variables_,
            .now = [this] { return std::chrono::system_clock::time_point(now); },
            .sleep = [this](std::chrono::milliseconds time) { slept.push_back(time); },
            .jitter = [] { return 1.0; }};
  }

  sys_seconds now = world_begins;
  std::vector<std::chrono::milliseconds> slept{};

private:
  lambent::testing::temp_dir dir_;
  environment variables_;
};

}  // namespace lambent::aws::testing
