// For functions whose program somebody starts by hand, an IDE for instance: each has the Runtime
// API at an address of this host, the same for as long as the engine runs. What the engine would do
// to a program is left out. Runs on the loop's thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "engine/environment/program_host.hpp"

namespace boost::asio {
class io_context;
}

namespace lambent::environment {

class outside_host final : public program_host {
public:
  explicit outside_host(boost::asio::io_context& on) : loop_(on) {}

  // Listens for this function's program; gives "host:port". Port 0 lets the system choose, as does
  // one that is taken. `key` is the dispatcher's.
  [[nodiscard]] result<std::string> open(const std::string& key, const std::string& host,
                                         std::uint16_t port);
  [[nodiscard]] result<prepared_sandbox> acquire(const std::string& key);

  void subscribe(sandbox::sandbox_id id, sandbox_listener& listener) override;
  void release(sandbox::sandbox_id id) override;
  void send(const sandbox::request& message) override;

private:
  struct place {
    fd listener;
    std::string address;
  };

  boost::asio::io_context& loop_;
  std::uint64_t last_id_ = 0;
  std::map<std::string, place> places_;
  std::map<sandbox::sandbox_id, sandbox_listener*> listeners_;
  // Tells posted work that outlives this object that it has gone. Owner: this object alone.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lambent::environment
