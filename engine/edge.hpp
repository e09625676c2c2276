// The public HTTP edge: tells AWS's services and operations apart and sends each request to where
// it is answered: Invoke on the loop, the control plane on its own thread, HTTP requests to
// functions at the front door, what is not Lambda to its service.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <string>
#include <utility>

#include "engine/api/control_plane.hpp"
#include "engine/api/registry.hpp"
#include "engine/api/service.hpp"
#include "engine/aws_service.hpp"
#include "engine/environment/fleet.hpp"
#include "engine/front/front_door.hpp"
#include "engine/http/server.hpp"

namespace lambent::engine {

class edge final : public http::handler {
public:
  struct parts {
    boost::asio::io_context& loop;
    boost::asio::thread_pool& control_worker;  // One thread; the only user of `control`.
    api::control_plane& control;
    boost::asio::thread_pool& image_worker;  // One thread, for unpacking.
    boost::asio::thread_pool& look_worker;   // For looking: nobody waits until others' is unpacked.
    api::neighbours& around;                 // What unpacks and looks.
    environment::fleet& fleet;
    api::registry& registry;
    const aws_services& services;  // What is not Lambda.
    front_door& urls;
    std::optional<model::owner>
        everyone;  // Every caller is taken for this one, whatever it signs with.
  };

  explicit edge(parts from) : with_(std::move(from)) {}

  [[nodiscard]] http::body_plan plan_body(const http::request& head) const override;
  void handle(http::exchange&& call) override;

  // Makes functions that were created, changed or deleted known to the loop.
  void adopt(std::vector<api::registry_change>&& changes);

  // Unpacks the images that functions wait for since the last run.
  void place_images();

  // See local_functions::set_routing().
  void set_default(std::string name) { default_ = std::move(name); }

private:
  // Who answers a request that is not Lambda's and not a function's; nullptr when it is.
  [[nodiscard]] aws_service* service_for(const http::request& request,
                                         const api::addressee& to) const;
  void control(http::exchange&& call, api::call&& request);
  void find_image(http::exchange&& call, api::call&& request, api::image_to_find&& what);
  void check_needs(http::exchange&& call, api::call&& request, api::needs_to_check&& what);
  void settle();
  void settle_later();
  void tidy_later();
  void hand_on();
  void invoke(http::exchange&& call, api::call&& request);
  void download(http::exchange&& call, std::string&& request_id);
  // Puts the default function's name in place of the words that stand for it.
  void resolve_default(api::call& call) const;

  parts with_;
  std::string default_;
  // For the loop.
  boost::asio::steady_timer settle_again_{with_.loop}, tidy_{with_.loop};
  bool settles_again_ = false, tidies_ = false;
};

}  // namespace lambent::engine
