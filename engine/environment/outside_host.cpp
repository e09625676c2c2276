#include "engine/environment/outside_host.hpp"

#include <fcntl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>
#include <variant>

#include "engine/http/server.hpp"

namespace lambent::environment {

result<std::string> outside_host::open(const std::string& key, const std::string& host,
                                       std::uint16_t port) {
  auto listener = http::listen_tcp(host, port);
  if (!listener && listener.error().code == EADDRINUSE) listener = http::listen_tcp(host, 0);
  if (!listener)
    return std::unexpected(in_context("open the Runtime API", std::move(listener).error()));
  std::uint16_t bound = TRY(http::local_port(*listener));
  std::string address = (host == "localhost" ? "127.0.0.1" : host) + ":" + std::to_string(bound);
  places_[key] = {std::move(*listener), address};
  return address;
}

result<prepared_sandbox> outside_host::acquire(const std::string& key) {
  auto found = places_.find(key);
  if (found == places_.end()) return fail("no program is expected for this function");
  prepared_sandbox made;
  made.id = sandbox::sandbox_id{++last_id_};
  made.runtime_api = found->second.address;
  // Each environment closes its own; the connections that wait stay with the last copy.
  made.listener.reset(::fcntl(found->second.listener.get(), F_DUPFD_CLOEXEC, 0));
  if (!made.listener) return sys_fail("copy the Runtime API's socket");
  return made;
}

void outside_host::subscribe(sandbox::sandbox_id id, sandbox_listener& listener) {
  listeners_[id] = &listener;
}

void outside_host::release(sandbox::sandbox_id id) { listeners_.erase(id); }

void outside_host::send(const sandbox::request& message) {
  const auto* asked = std::get_if<sandbox::reset>(&message);
  if (asked == nullptr) return;
  boost::asio::post(loop_, [this, id = asked->id, alive = std::weak_ptr(alive_)] {
    if (alive.expired()) return;
    if (auto found = listeners_.find(id); found != listeners_.end()) found->second->on_reset_done();
  });
}

}  // namespace lambent::environment
