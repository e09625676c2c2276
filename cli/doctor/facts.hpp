// What `lambent doctor` found out about this machine, as values. Nothing is judged here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/protocol.hpp"

namespace lambent::cli::doctor {

struct program_fact {
  std::string path{};     // Empty: not in PATH.
  std::string version{};  // "12.2.0"; empty: it said none.
};

struct socket_holder {
  bool taken = false;
  std::int32_t pid = 0;   // 0: not to be seen, as another user's.
  std::string program{};  // "lambent"
};

struct disk_fact {
  std::string path{};
  std::uint64_t free_bytes = 0;
};

struct facts {
  // By name: g++, clang++, cmake, ninja, ccache, the compiler and qemu's program for the other
  // architecture, ld, ld.lld, ld.mold, docker, podman, node, python3.
  std::map<std::string, program_fact> programs{};
  program_fact zig{};   // `path`: the words that start it.
  error zig_problem{};  // Why there is none.
  // Where the compiler finds libc.a and libstdc++.a; empty: nowhere. Without a compiler not asked.
  std::optional<std::string> static_libc{};
  std::optional<std::string> static_libstdcxx{};
  // The same of the compiler for the other architecture.
  std::optional<std::string> cross_libc{};
  std::optional<std::string> cross_libstdcxx{};

  // What lambent-sandbox says: what it can do here, or why not.
  std::optional<sandbox::ready> sandbox{};
  error sandbox_refusal{};
  bool root = false;
  std::map<std::string, std::string> settings{};  // Of the kernel: "user.max_user_namespaces".
  std::vector<std::string> cgroup_controllers{};  // Of v2, delegated to this user.
  bool overlayfs = false;
  bool seccomp_filter = false;
  bool kvm = false;

  std::map<std::uint16_t, socket_holder> ports{};

  std::string region{};
  std::string credentials{};  // Where they come from; empty: there are none.
  std::string aws_problem{};  // Why not.
  std::string identity{};     // Whose they are, where that was asked.
  error identity_problem{};
  std::string clock_endpoint{};                 // Empty: none was asked.
  std::optional<std::int64_t> clock_ahead_s{};  // This machine's minus the endpoint's.

  std::vector<disk_fact> disks{};
  error configuration_problem{};  // Of lambent.toml; empty: none.
  std::string configuration_file{};
};

}  // namespace lambent::cli::doctor
