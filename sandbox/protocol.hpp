// What the engine and the program lambent-sandbox say to each other, over one SOCK_SEQPACKET socket
// pair that the program inherits as descriptor 3. One packet is one message; descriptors travel
// beside it (SCM_RIGHTS). This header is the only file of sandbox/ that others include.
//
// The life of a sandbox: `prepare` makes it (namespaces, root file system, cgroups, hardening) and
// leaves it paused, before anybody knows which function it will serve; `start` sets limits,
// attaches the code and runs the program; `reset` ends every process and leaves /tmp and the
// network namespace for another `start`; `destroy` ends it. The engine keeps prepared sandboxes in
// a pool, so that only `start` is on the way of a cold invocation.
//
// A sandbox may run several programs. The engine numbers them; 0 is the function's own, and alone
// in most sandboxes. The first `start` sets the limits and attaches the code for all of them.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

inline constexpr std::uint32_t protocol_version = 7;
inline constexpr int control_fd = 3;  // Where the program finds its socket.
inline constexpr std::size_t message_bytes_max =
    160 * 1024;  // Environment 4 KB, paths, argv: ample.
inline constexpr std::size_t message_fds_max = 8;

enum class sandbox_id : std::uint64_t {};

inline constexpr std::uint32_t function_program = 0;

// Where the code and the layers appear.
inline constexpr std::string_view code_place = "/var/task";
inline constexpr std::string_view opt_place = "/opt";

// How strongly a sandbox is confined. `process` has no namespaces and no read-only root; it exists
// for hosts whose kernel refuses namespaces, and runs only when asked for by name.
enum class isolation : std::uint8_t { full, process };

// Which network a sandbox sees beside its own loopback.
enum class network : std::uint8_t { none, host_like };

// ---- engine to sandbox program ----

// First message. Answered by `ready`, or by `refused` and the end of the program.
struct configure {
  std::uint32_t version = protocol_version;
  isolation wanted = isolation::full;
  network reach = network::none;
  std::string
      run_dir;  // An existing directory that belongs to this engine alone; mount points live here.
  // Host path of a static program that runs programs of the other architecture (qemu's user mode);
  // empty: there is none.
  std::string emulator;
};

struct prepare {
  sandbox_id id{};
};

struct limits {
  std::uint64_t memory_bytes = 0;   // 0: unlimited.
  std::uint32_t cpu_permille = 0;   // Thousandths of one CPU; 0: unlimited.
  std::uint32_t processes_max = 0;  // Processes and threads together; 0: unlimited.
  std::uint64_t tmp_bytes = 0;      // Size of /tmp.
  std::uint32_t files_max = 1024;   // RLIMIT_NOFILE.
};

struct start {
  sandbox_id id{};
  limits bounds;
  std::string code_dir;  // Host path; appears read-only as /var/task.
  std::string opt_dir;   // Host path; appears read-only as /opt. Empty: /opt is an empty directory.
  // Further host files and directories, by the absolute place inside at which each appears
  // read-only. A place exists already: /var/lang, /var/runtime, or something in what appears at a
  // place whose name sorts before it. Not with an image.
  std::map<std::string, std::string> shown;
  // Host paths of an image's layers, lowest first, as overlayfs takes them with `userxattr`; then
  // there is neither code_dir nor opt_dir. They are stacked read-only and become the root, with the
  // platform's /dev, /proc, /tmp, /etc/hosts and /etc/resolv.conf in it. A sandbox keeps its image:
  // after a reset only the same one can be started.
  std::vector<std::string> image_layers;
  // Candidates inside the sandbox, tried in order; the first that exists is executed with argv[0]
  // equal to its path, or to `argument0` where that is given.
  std::vector<std::string> programs;
  std::string argument0;
  // The candidates are one name in the directories of PATH: what cannot be executed is passed over,
  // as a shell does.
  bool search = false;
  std::vector<std::string> arguments;  // After argv[0].
  std::map<std::string, std::string> environment;
  std::string working_directory;
  // Leave the program stopped (SIGSTOP) at its first instruction, for a debugger to take over.
  bool stopped = false;
  std::uint32_t program = function_program;  // Its number; not one that runs already.
  // Its stdout and stderr are a pipe of its own and not the sandbox's.
  bool own_output = false;
  // It is a program of the other architecture. `emulator_prefix` is a directory inside in which
  // such programs find their loader and libraries before they look elsewhere; empty: none.
  bool emulated = false;
  std::string emulator_prefix;
};

// Send a signal to a started program (not to its children).
struct signal {
  sandbox_id id{};
  std::int32_t number = 0;
  std::uint32_t program = function_program;
};

// End every process of the sandbox but keep it: /tmp, the listener and the output pipe stay.
// Answered by `reset_done`; an `exited` for each program that was running comes first.
struct reset {
  sandbox_id id{};
};

// The sandbox's share of the processors from now on, instead of the one it started with. Not
// answered: where the host has no such limit, there is none.
struct limit_cpu {
  sandbox_id id{};
  std::uint32_t permille = 0;  // As in `limits`.
};

// A TCP socket of the sandbox's network namespace, not connected and non-blocking: whoever connects
// it reaches what listens inside. Answered by `socket_made`.
struct make_socket {
  sandbox_id id{};
};

struct destroy {
  sandbox_id id{};
};

// ---- sandbox program to engine ----

enum class cgroup_mode : std::uint8_t { none, v1, v2 };

struct ready {
  std::uint32_t version = protocol_version;
  isolation granted = isolation::full;
  cgroup_mode cgroups = cgroup_mode::none;
  bool rootless = false;
  // By control groups. Without a memory limit the sandbox's first process watches the memory.
  bool memory_limit = false, cpu_limit = false, process_limit = false, freezer = false;
  // Whether programs that an emulated program starts are emulated, too (Linux 6.7 or newer).
  bool emulated_children = false;
  std::vector<error> warnings;  // What this machine cannot do; the hint is how to allow it.
};

// The program cannot do what `configure` asked for; it ends after this message.
struct refused {
  error why;
};

// The sandbox is paused and complete. The descriptors that come along, in this order, as far as
// `has_*` says they do: the Runtime API listener (a listening TCP socket in the sandbox's network
// namespace, non-blocking), the read end of the pipe that is the program's stdout and stderr
// (non-blocking), memory peak, freezer.
struct prepared {
  sandbox_id id{};
  std::string runtime_api;       // host:port as the program inside sees the listener.
  bool has_memory_peak = false;  // pread() gives the peak in bytes, decimal.
  bool has_freezer = false;  // pwrite() of "1" freezes, "0" thaws, at once and for all processes.
};

struct started {
  sandbox_id id{};
  // The program's process as the host numbers it, when it was left stopped or had something
  // `shown`; 0 when unknown.
  std::int32_t host_pid = 0;
  std::uint32_t program = function_program;
  // With own_output, the read end of the program's pipe (non-blocking) comes along.
};

enum class step : std::uint8_t { prepare, start, reset };

// Why a program could not be executed; AWS reports these differently.
enum class start_problem : std::uint8_t { other, no_program, exec_failed, no_directory };

struct failed {
  sandbox_id id{};
  step during = step::prepare;
  start_problem problem = start_problem::other;
  error why;
  std::uint32_t program = function_program;  // Which one was to be started.
};

// A started program has ended. Its children may still run, until `reset` or `destroy`.
struct exited {
  sandbox_id id{};
  bool by_signal = false;
  std::int32_t code = 0;       // Exit status, or the signal's number.
  bool out_of_memory = false;  // It was ended because it had more memory than it may.
  std::uint32_t program = function_program;
};

struct reset_done {
  sandbox_id id{};
};

struct destroyed {
  sandbox_id id{};
};

// The socket comes along; none does when it could not be made.
struct socket_made {
  sandbox_id id{};
};

using request =
    std::variant<configure, prepare, start, signal, reset, destroy, make_socket, limit_cpu>;
using reply = std::variant<ready, refused, prepared, started, failed, exited, reset_done, destroyed,
                           socket_made>;

// Bytes of one packet. Never fails: the engine checks its own sizes against message_bytes_max.
[[nodiscard]] std::string encode(const request&);
[[nodiscard]] std::string encode(const reply&);

// Fails on anything that is not exactly one message of this version; never reads outside `packet`.
[[nodiscard]] result<request> decode_request(std::string_view packet);
[[nodiscard]] result<reply> decode_reply(std::string_view packet);

struct packet {
  std::string bytes;
  std::vector<fd> fds;
};

// One packet, whole, with its descriptors. `send_packet` waits while the socket is full when the
// socket is blocking. `receive_packet` gives an empty optional when the socket is non-blocking and
// nothing is there, and a packet with no bytes when the other side has gone.
[[nodiscard]] result<> send_packet(int socket, std::string_view bytes,
                                   std::span<const int> fds = {});
[[nodiscard]] result<std::optional<packet>> receive_packet(int socket);

}  // namespace lambent::sandbox
