#include "engine/local_functions.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <utility>

#include "engine/api/control_plane.hpp"
#include "engine/edge.hpp"
#include "engine/environment/fleet.hpp"
#include "engine/front/front_door.hpp"

namespace lambent::engine {

namespace asio = boost::asio;

model::function local_functions::named(std::string name) const {
  model::function f;
  f.account = with_.owner.account;
  f.region = with_.owner.region;
  f.name = std::move(name);
  return f;
}

void local_functions::post(change what, std::move_only_function<void()> after, done then) {
  asio::post(with_.control_worker, [this, what = std::move(what), after = std::move(after),
                                    then = std::move(then)]() mutable {
    result<> made = what(with_.control);
    auto changes = with_.control.take_changes();
    asio::post(with_.loop, [this, made = std::move(made), changes = std::move(changes),
                            after = std::move(after), then = std::move(then)]() mutable {
      with_.edge.adopt(std::move(changes));
      if (made && after) after();
      if (then) then(std::move(made));
    });
  });
}

void local_functions::deploy(model::function&& f, std::optional<std::uint32_t> reserved,
                             done then) {
  f.account = with_.owner.account;
  f.region = with_.owner.region;
  // A debugger is to find the program there before the first invocation comes.
  bool ahead = f.local && f.local->build.stage == model::local_stage::ready && f.local->inspected();
  std::move_only_function<void()> after;
  if (ahead)
    after = [this, name = f.name] {
      if (auto known = with_.registry.find(with_.owner.account, with_.owner.region, name))
        with_.fleet.prepare(known->latest);
    };
  post(
      [f = std::move(f), reserved](api::control_plane& control) mutable {
        return control.put_local(std::move(f), reserved, environment::read_clocks().unix_ms);
      },
      std::move(after), std::move(then));
}

void local_functions::await_build(std::string name, done then) {
  post(
      [which = named(std::move(name))](api::control_plane& control) {
        return control.mark_local(which, {.stage = model::local_stage::awaited});
      },
      {}, std::move(then));
}

void local_functions::remove(std::string name, done then) {
  post([which = named(std::move(name))](
           api::control_plane& control) { return control.remove_local(which); },
       {}, std::move(then));
}

void local_functions::when_done(std::move_only_function<void()> then) {
  asio::post(with_.control_worker, [this, then = std::move(then)]() mutable {
    asio::post(with_.loop, [then = std::move(then)]() mutable { then(); });
  });
}

void local_functions::open_runtime_api(std::string name, std::string host, std::uint16_t port,
                                       std::move_only_function<void(result<std::string>&&)> then) {
  asio::post(with_.loop, [this, f = named(std::move(name)), host = std::move(host), port,
                          then = std::move(then)]() mutable {
    then(with_.outside.open(invoke::function_key(f), host, port));
  });
}

void local_functions::set_routing(url::routing to) {
  asio::post(with_.loop, [this, to = std::move(to)]() mutable {
    with_.edge.set_default(to.default_function);
    with_.urls.set_routing(std::move(to));
  });
}

}  // namespace lambent::engine
