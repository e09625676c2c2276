// For tests: machines on which nothing is as it should be, each in another way.
#pragma once

#include <vector>

#include "cli/doctor/facts.hpp"

namespace lambent::cli::doctor::testing {

// Nothing is installed, and every port is somebody else's.
[[nodiscard]] inline facts bare_machine() {
  facts out;
  out.static_libc = "";
  out.static_libstdcxx = "";
  out.zig_problem = {.what = "zig is not installed", .hint = "install zig"};
  out.sandbox_refusal = {.what = "enter a user namespace: Operation not permitted",
                         .hint = "allow it"};
  out.ports = {{4566, {.taken = true, .pid = 7, .program = "docker-proxy"}},
               {9000, {.taken = true}}};
  out.clock_ahead_s = -301;
  out.clock_endpoint = "https://lambda.eu-central-1.amazonaws.com";
  out.identity_problem = {.what = "GetCallerIdentity: refused", .hint = {}};
  out.disks = {{"/", 5}};
  out.configuration_problem = {.what = "lambent.toml:1:1: wrong", .hint = "right"};
  return out;
}

// All is there, too old or half of it, and sandboxes can do little.
[[nodiscard]] inline facts old_machine() {
  facts out = bare_machine();
  out.programs = {{"g++", {"/usr/bin/g++", "9.4.0"}},
                  {"clang++", {"/usr/bin/clang++", "19.1.4"}},
                  {"cmake", {"/usr/bin/cmake", "3.16.3"}},
                  {"aarch64-linux-gnu-g++", {"/usr/bin/aarch64-linux-gnu-g++", "12.2.0"}},
                  {"x86_64-linux-gnu-g++", {"/usr/bin/x86_64-linux-gnu-g++", "12.2.0"}}};
  out.cross_libc = "";
  out.cross_libstdcxx = "";
  out.sandbox = {.rootless = true,
                 .warnings = {{.what = "functions have no outbound network, only loopback",
                               .hint = "apt-get install slirp4netns"}}};
  out.clock_ahead_s = 40;
  return out;
}

}  // namespace lambent::cli::doctor::testing
