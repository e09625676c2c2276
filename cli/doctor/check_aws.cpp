// Credentials, region, the clock, lambent.toml, and space on the disk.
#include <cstdlib>

#include "cli/doctor/checks.hpp"

namespace lambent::cli::doctor {
namespace {

// AWS refuses requests whose time is more than five minutes away from its own.
constexpr std::int64_t clock_skew_s_max = 300;
constexpr std::int64_t clock_skew_s_odd = 30;
constexpr std::uint64_t giga = 1'000'000'000;
constexpr std::uint64_t disk_bytes_min = giga;

finding make(std::string group, std::string name, verdict how, std::string what,
             std::string means = {}, std::string fix = {}) {
  return {.group = std::move(group),
          .name = std::move(name),
          .how = how,
          .what = std::move(what),
          .means = std::move(means),
          .fix = std::move(fix)};
}

finding check_clock(const facts& of, std::int64_t ahead_s) {
  std::int64_t away = std::abs(ahead_s);
  std::string what = "this clock is " + std::to_string(away) + " s " +
                     (ahead_s >= 0 ? "ahead of" : "behind") + " " + of.clock_endpoint;
  if (away < clock_skew_s_odd)
    return make("AWS", "clock", verdict::ok, "the clock agrees with " + of.clock_endpoint);
  if (away < clock_skew_s_max)
    return make("AWS", "clock", verdict::warn, what, "above 300 s AWS refuses every request",
                "sudo timedatectl set-ntp true");
  return make("AWS", "clock", verdict::missing, what, "AWS refuses every request",
              "sudo timedatectl set-ntp true");
}

}  // namespace

std::vector<finding> check_aws(const facts& of) {
  std::vector<finding> out;
  out.push_back(of.credentials.empty()
                    ? make("AWS", "credentials", verdict::warn,
                           "no credentials" + (of.aws_problem.empty() ? "" : ": " + of.aws_problem),
                           "commands work with the engine on this machine, and not with AWS",
                           "aws configure, aws sso login, or AWS_ACCESS_KEY_ID and "
                           "AWS_SECRET_ACCESS_KEY")
                    : make("AWS", "credentials", verdict::ok, "credentials: " + of.credentials));
  if (!of.identity.empty())
    out.push_back(make("AWS", "identity", verdict::ok, "AWS knows you as " + of.identity));
  if (!of.identity_problem.what.empty())
    out.push_back(make("AWS", "identity", verdict::warn, of.identity_problem.what,
                       "AWS does not say whose these credentials are",
                       of.identity_problem.hint.empty() ? "aws sts get-caller-identity"
                                                        : of.identity_problem.hint));
  out.push_back(of.region.empty()
                    ? make("AWS", "region", verdict::warn, "no region",
                           "commands for AWS need --region", "export AWS_REGION=eu-central-1")
                    : make("AWS", "region", verdict::ok, "region " + of.region));
  if (of.clock_ahead_s) out.push_back(check_clock(of, *of.clock_ahead_s));
  return out;
}

std::vector<finding> check_project(const facts& of) {
  std::vector<finding> out;
  if (!of.configuration_problem.what.empty()) {
    out.push_back(make("project", "configuration", verdict::missing, of.configuration_problem.what,
                       "every command that reads it stops", of.configuration_problem.hint));
  } else {
    out.push_back(
        make("project", "configuration", verdict::ok,
             of.configuration_file.empty() ? "no lambent.toml here" : of.configuration_file));
  }
  for (const disk_fact& disk : of.disks) {
    std::uint64_t tenths = disk.free_bytes / (giga / 10);
    std::string what = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
                       " GB free at " + disk.path;
    out.push_back(disk.free_bytes < disk_bytes_min ? make("project", "disk", verdict::warn, what,
                                                          "builds and logs need room", "free some")
                                                   : make("project", "disk", verdict::ok, what));
  }
  return out;
}

std::vector<finding> check_all(const facts& of) {
  std::vector<finding> out;
  for (auto check : {check_toolchain, check_engine, check_ports, check_aws, check_project})
    for (finding& each : check(of)) out.push_back(std::move(each));
  return out;
}

}  // namespace lambent::cli::doctor
