// One execution environment at work: a sandbox, the Runtime API that listens inside it, its output,
// its streamed responses and its timer, driven by the lifecycle; its extensions are at their desk.
// It decides nothing itself; the fleet owns it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "engine/environment/extension_desk.hpp"
#include "engine/environment/lifecycle/lifecycle.hpp"
#include "engine/environment/log_sink.hpp"
#include "engine/environment/output_reader.hpp"
#include "engine/environment/program_host.hpp"
#include "engine/environment/streamed_response.hpp"
#include "engine/http/server.hpp"
#include "engine/invoke/dispatcher.hpp"
#include "engine/managed/interpreters.hpp"

namespace lambent::environment {

struct environment_settings {
  bool full_cpu = false;          // Lift the CPU share that comes with the memory size.
  bool full_stream_rate = false;  // Lift the bandwidth of streamed responses.
  // Of managed runtimes; outlives the environments. None: such functions do not start.
  const managed::interpreters* interpreters = nullptr;
};

// What an environment tells its owner. None of the calls may destroy the environment.
class environment_owner {
public:
  virtual ~environment_owner() = default;
  virtual void on_ready(invoke::environment_id id) = 0;
  // The response is there; ready follows as soon as the runtime asks for the next event.
  virtual void on_answered(invoke::environment_id id) = 0;
  virtual void on_unusable(invoke::environment_id id, const std::string& reason) = 0;
  // The caller's answer. Comes at once, or with the log's tail after the report if it was asked
  // for.
  virtual void on_complete(invoke::environment_id id, outcome&& result, std::string&& log_tail) = 0;
  // The program waits at its first instruction for a debugger; the number is the host's.
  virtual void on_stopped(const model::function& function, pid_t process) = 0;
  // After leave() was true: its extensions have heard of the end, and nothing is left to wait for.
  virtual void on_left(invoke::environment_id id) = 0;
};

class execution_environment final : public sandbox_listener,
                                    public http::handler,
                                    private stream_owner,
                                    private desk_owner,
                                    public std::enable_shared_from_this<execution_environment> {
public:
  struct parts {
    boost::asio::io_context& loop;
    program_host& host;
    log_sink& logs;
    environment_owner& owner;
    environment_settings settings;
  };

  execution_environment(parts from, invoke::environment_id id, model::function_ptr function);
  ~execution_environment() override;

  // Takes the sandbox and begins the init phase.
  void begin(prepared_sandbox&& box);
  void invoke(invocation&& call, bool want_tail);
  void freeze();
  // The environment has nothing to do any more. True: it lives until on_left(), because it has
  // extensions that are told; false: it may be destroyed.
  [[nodiscard]] bool leave(extensions::shutdown_reason why);

  void on_started(const sandbox::started& begun, fd&& output) override;
  void on_failed(sandbox::failed&& what) override;
  void on_socket(fd&& made) override;
  void on_exited(const sandbox::exited& how) override;
  void on_reset_done() override;
  void on_lost() override;

  [[nodiscard]] http::body_plan plan_body(const http::request& head) const override;
  void handle(http::exchange&& call) override;
  [[nodiscard]] http::response refuse(int status, std::string_view why) const override;

private:
  void apply(actions&& todo);
  void apply(actions&& todo, http::exchange& post);
  void deliver(delivery&& event);
  void handle_next(http::exchange&& call);
  void handle_post(std::string_view rest, http::exchange&& call);
  void begin_stream(std::string_view request_id, http::exchange&& post);
  void on_stream_ended(const http::headers& trailers) override;
  void on_stream_too_large() override;
  void on_stream_broken() override;
  // The runtime asked for the next event before its stream had come to an end.
  void next_after_stream();
  void process_exited(const sandbox::exited& how);
  [[nodiscard]] sandbox::start own_start_message() const;
  // Thousandths of a CPU that a program has that starts now: an init inside an invocation has no
  // more than the invocation. 0: unlimited.
  [[nodiscard]] std::uint32_t cpu_permille_at_start() const;
  void start_program();
  void start_extensions();
  void extension_exited(const sandbox::exited& how);
  void reset();
  void note_all_ended();

  // Its extensions.
  [[nodiscard]] extension_desk& desk();
  [[nodiscard]] bool in_farewell() const { return leaving_ || (desk_ && desk_->in_farewell()); }
  void on_roster_changed() override;
  void on_extension_not_started(std::uint32_t program, std::string_view type,
                                std::string_view why) override;
  void on_extension_line(std::string&& line) override {
    log(log_origin::function, std::move(line));
  }
  void on_subscribed(std::string_view name, const extensions::subscription& to) override;
  void on_farewell_over() override;
  void send(const sandbox::request& message) override;

  void thaw();
  void arm_timer();
  // What the program wrote until now; with its unfinished line at the end of an invocation.
  void read_output(bool all);
  void log(log_origin from, std::string&& message);
  void log_output(std::string&& line);
  [[nodiscard]] std::uint64_t memory_peak();

  parts with_;
  invoke::environment_id id_;
  model::function_ptr function_;
  log_destination_ptr log_to_;
  lifecycle life_;
  prepared_sandbox box_;
  std::optional<http::server> server_;
  std::shared_ptr<output_reader> output_;  // Owners: this, and its pending read.
  std::shared_ptr<extension_desk> desk_;   // As soon as there are extensions. Owners: the same.
  boost::asio::steady_timer timer_;
  std::optional<std::chrono::steady_clock::time_point> armed_;
  std::optional<http::exchange> waiting_;  // The runtime's GET /next.
  std::chrono::steady_clock::time_point waiting_since_{};
  std::optional<outcome> held_;  // Complete but for its log tail.
  response_sink_ptr client_;     // Of the running invocation, if it takes a stream.
  // Owners: this, and the calls it is in the middle of.
  std::shared_ptr<streamed_response> stream_;
  // The program ended in the middle of a stream whose last bytes are still on their way.
  std::optional<sandbox::exited> exit_after_stream_;
  std::string tail_;
  bool want_tail_ = false;
  bool frozen_ = false;
  // A process has ended since the last GET /next: its requests may still be in the listener's
  // queue.
  bool expect_stale_ = false;
  bool resetting_ = false;  // Until then, what the old program did is no news.
  bool start_pending_ = false, extensions_pending_ = false;  // Start when the reset is done.
  bool program_runs_ = false;                                // The function's.
  pid_t interpreter_process_ = 0;    // Of a managed runtime while it runs, as the host numbers it.
  std::uint64_t resident_peak_ = 0;  // Of those; bytes.
  bool ready_after_reset_ = false;
  bool leaving_ = false;
};

}  // namespace lambent::environment
