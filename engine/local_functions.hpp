// The way in for functions that are built on this machine (`lambent watch`): takes what a build
// made from any thread, brings it to the catalog's thread and to the loop, in the order of the
// calls.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "engine/model/function.hpp"
#include "engine/url/router.hpp"

namespace boost::asio {
class io_context;
class thread_pool;
}  // namespace boost::asio

namespace lambent::api {
class control_plane;
class registry;
}  // namespace lambent::api

namespace lambent::environment {
class fleet;
class outside_host;
}  // namespace lambent::environment

namespace lambent::engine {

class edge;
class front_door;

class local_functions {
public:
  // Called on the loop's thread when invocations that come from now on see the change.
  using done = std::move_only_function<void(result<>&&)>;

  struct parts {
    boost::asio::io_context& loop;
    boost::asio::thread_pool& control_worker;  // One thread; the only user of `control`.
    api::control_plane& control;
    const api::registry& registry;
    engine::edge& edge;
    front_door& urls;
    environment::fleet& fleet;
    environment::outside_host& outside;
    model::owner owner;  // Of the functions.
  };
  explicit local_functions(parts from) : with_(std::move(from)) {}

  // The function runs from `f.code_dir`: new environments get the code and configuration, what is
  // in flight is finished on what it began with. `f.local` says how the program runs; account and
  // region are filled in. Without a build yet (`awaited`) invocations wait.
  // `reserved` invocations may run at a time; nothing: as many as before.
  void deploy(model::function&& f, std::optional<std::uint32_t> reserved, done then);
  // A build decides what the function answers: until then, invocations wait.
  void await_build(std::string name, done then);
  void remove(std::string name, done then);
  // Calls `then` on the loop's thread when all that was asked for before has happened.
  void when_done(std::move_only_function<void()> then);
  // Where the program of a function that is started by hand asks for events: `then` gets
  // "host:port". Port 0, or one that is taken, lets the system choose. Before deploy().
  void open_runtime_api(std::string name, std::string host, std::uint16_t port,
                        std::move_only_function<void(result<std::string>&&)> then);
  // Where HTTP requests go that name no function. Its default function is also what is meant by an
  // Invoke of "_" or "function", which is what other local engines take.
  void set_routing(url::routing to);

private:
  using change = std::move_only_function<result<>(api::control_plane&)>;
  void post(change what, std::move_only_function<void()> after, done then);
  [[nodiscard]] model::function named(std::string name) const;

  parts with_;
};

}  // namespace lambent::engine
