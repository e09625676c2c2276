// The loop of lambent-sandbox: takes the engine's requests, makes sandboxes, passes words on to
// their first processes and back. Starting comes before preparing: somebody waits for a start.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/fd.hpp"
#include "sandbox/cgroups/cgroup.hpp"
#include "sandbox/network/egress.hpp"
#include "sandbox/protocol.hpp"
#include "sandbox/root/image_root.hpp"
#include "sandbox/seccomp.hpp"

namespace lambent::sandbox {

// What the program has become on this host (see configure.cpp).
struct host {
  isolation mode = isolation::full;
  bool rootless = false;
  bool own_user_namespaces = false;
  std::string template_root;            // Empty in process mode.
  std::unique_ptr<image_stage> images;  // None in process mode.
  fd own_mounts;                        // Our mount namespace.
  std::string emulator_place;  // Where the emulator is shown read-only; empty in process mode.
  fd emulator;                 // None: only programs of this machine's architecture run.
  fd emulator_registration;    // None: what they start does not.
  std::unique_ptr<cgroup_tree> cgroups;
  std::unique_ptr<egress> way_out;  // None: sandboxes have loopback alone.
  syscall_filter filter;
};

class launcher {
public:
  launcher(int engine, host& on) : engine_(engine), host_(on) {}
  ~launcher();
  launcher(const launcher&) = delete;
  launcher& operator=(const launcher&) = delete;

  [[nodiscard]] result<> open();
  // Makes one sandbox and takes it away again, so that what `ready` promises has been seen to work.
  [[nodiscard]] result<> rehearse();
  // Until the engine has gone or SIGTERM came; then nothing is left.
  [[nodiscard]] result<> run();
  void send(const reply& message, std::vector<fd> fds = {});

private:
  enum class state : std::uint8_t { queued, preparing, idle, busy, resetting, dead };

  struct sandbox {
    sandbox_id id{};
    std::uint64_t serial = 0;  // What epoll knows it by; ids may come again.
    state now = state::queued;
    cgroup group;
    pid_t init = 0;
    fd pidfd, control, mounts;
    fd watched_peak;  // Where init keeps the memory's peak, when no control group does.
    std::vector<std::string> attached;          // Places, outer ones first.
    std::vector<std::string> image;             // The layers that are its root, for good.
    bool spoilt = false;                        // An image is its root only half.
    std::set<std::uint32_t> starting, running;  // Programs, as far as init has said.
    bool destroying = false;                    // Asked for: answered by `destroyed`.
    bool silent_end = false;                    // Failed to be made, and the engine knows.
    bool wants_process = false;                 // The engine wants to know the program's process.
    std::uint64_t tmp_bytes = 0;
    std::uint32_t address = 0;    // Taken from the egress; 0: none.
    std::deque<request> waiting;  // Came before the sandbox was ready for them.
  };

  // Requests.
  void take_requests();
  void handle(request&& message);
  void handle(const prepare&);
  void handle_start(sandbox&, const start&);
  void handle_signal(sandbox&, const signal&);
  void handle_reset(sandbox&);
  void handle_make_socket(sandbox&);
  void handle_destroy(sandbox_id);
  void pass_to(sandbox&, request&&);

  // The steps behind them.
  void prepare_next();
  [[nodiscard]] result<> make_sandbox(sandbox&);
  [[nodiscard]] result<> set_up_start(sandbox&, const start&);
  [[nodiscard]] result<> set_up_image(sandbox&, const start&, std::optional<std::uint64_t> tmp);
  void detach_from(sandbox&);
  void fail_start(sandbox&, std::uint32_t program, error);
  void kill_sandbox(sandbox&);

  // What init says.
  void hear(sandbox&);
  void on_prepared(sandbox&, prepared&&, std::vector<fd>&&);
  void on_exited(sandbox&, exited);
  void on_failed(sandbox&, failed&&);
  void on_reset_done(sandbox&);
  void on_end(sandbox&);
  void resume_waiting(sandbox&);
  void forget(sandbox&);
  void on_end_of_egress();

  // The loop.
  [[nodiscard]] result<> turn();
  void dispatch(std::uint64_t key);
  [[nodiscard]] bool watch(int file, std::uint64_t key);
  void flush();
  void sweep();
  void end_everything();
  [[nodiscard]] sandbox* find(sandbox_id);

  struct outgoing {
    std::string bytes;
    std::vector<fd> fds;
  };

  int engine_;
  host& host_;
  fd epoll_;
  fd terminated_;
  bool engine_gone_ = false;
  bool asked_for_room_ = false;  // Whether epoll tells when the engine reads on.
  bool rehearsing_ = false;
  std::optional<error> rehearsal_;
  std::deque<outgoing> outbox_;
  std::deque<std::uint64_t> prepares_;  // Serials.
  std::vector<cgroup> leftovers_;       // Groups the kernel did not let go of yet.
  std::uint64_t next_serial_ = 1;
  std::unordered_map<std::uint64_t, std::unique_ptr<sandbox>> sandboxes_;  // By serial.
  std::unordered_map<std::uint64_t, std::uint64_t> serials_;               // By id.
};

}  // namespace lambent::sandbox
