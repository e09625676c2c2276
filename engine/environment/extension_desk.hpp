// The extensions of one environment at work: their requests to the Extensions and the Telemetry
// API, their processes and what those write, their SHUTDOWN. The roster says who they are, the
// farewell what happens at the end; this decides nothing itself. Made only where there are
// extensions. Loop thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/environment/log_sink.hpp"
#include "engine/environment/output_reader.hpp"
#include "engine/environment/telemetry/telemetry_hub.hpp"
#include "engine/extensions/farewell.hpp"
#include "engine/extensions/roster.hpp"
#include "engine/http/exchange.hpp"
#include "engine/model/function.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::environment {

// What the desk tells its environment. None of the calls may destroy the desk.
class desk_owner {
public:
  virtual ~desk_owner() = default;
  // Somebody registered, or asked for the next event.
  virtual void on_roster_changed() = 0;
  virtual void on_extension_not_started(std::uint32_t program, std::string_view type,
                                        std::string_view why) = 0;
  virtual void on_extension_line(std::string&& line) = 0;
  virtual void on_subscribed(std::string_view name, const extensions::subscription& to) = 0;
  // Whatever still runs is to be ended now.
  virtual void on_farewell_over() = 0;
  virtual void send(const sandbox::request& message) = 0;
};

class extension_desk : public std::enable_shared_from_this<extension_desk> {
public:
  struct parts {
    boost::asio::io_context& loop;
    const model::function& function;
    extensions::roster& who;
    const log_sink& logs;
    desk_owner& owner;
  };

  explicit extension_desk(parts from);

  // Whether this is a request for the desk.
  [[nodiscard]] static bool serves(std::string_view path);
  void handle(std::string_view path, http::exchange&& call);

  // Starts the external extensions; `like` is the start of the function's program.
  void start_all(const sandbox::start& like);
  void on_started(const sandbox::started& begun, fd&& output);
  void on_failed(const sandbox::failed& what);
  // Their last words are read; what the end means is told by the environment's lifecycle, unless
  // this is the farewell.
  void on_exited(const sandbox::exited& how);

  // Telemetry: what the platform tells, and what was written.
  void note(std::span<const extensions::record> records);
  void note_line(extensions::source from, std::string_view line);
  void take_socket(fd&& made) { telemetry_.take_socket(std::move(made)); }

  // INVOKE for these extensions.
  void tell(std::span<const std::string> identifiers, const std::string& event);

  void begin_farewell(extensions::shutdown_reason why, bool runtime_runs);
  void runtime_ended();
  [[nodiscard]] bool in_farewell() const { return farewell_.under_way(); }
  // Every process has ended: a new init may begin.
  void forget();

private:
  void take_registration(http::exchange&& call);
  void take_next(http::exchange&& call);
  void take_error(std::string_view path, http::exchange&& call);
  void take_subscription(extensions::telemetry_api api, http::exchange&& call);
  void give(const std::string& identifier, const std::string& event);
  void apply(extensions::farewell_actions&& todo);
  void arm_timer();
  void signal(std::uint32_t program, int number);

  parts with_;
  boost::asio::steady_timer timer_;
  telemetry_hub telemetry_;
  extensions::farewell farewell_;
  extensions::shutdown_reason why_ = extensions::shutdown_reason::failure;
  std::map<std::string, http::exchange, std::less<>> waiting_;  // GET /event/next, by identifier.
  // Events for extensions that do not wait for one, or whose connection had gone.
  std::map<std::string, std::string, std::less<>> kept_;
  std::map<std::uint32_t, std::shared_ptr<output_reader>> outputs_;  // By program.
};

}  // namespace lambent::environment
