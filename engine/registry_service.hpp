// The registry of images behind the endpoint: what is below /v2/. Blobs go to the disk as they
// come; now and then garbage is collected.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "engine/aws_service.hpp"
#include "engine/registry/service.hpp"

namespace lambent::engine {

class registry_service final : public aws_service {
public:
  // Where it stands among the services. It is AWS's as part of ECR alone, so no signature names it.
  static constexpr std::string_view name = "oci-distribution";

  struct parts {
    boost::asio::io_context& loop;
    boost::asio::thread_pool& worker;
    boost::asio::thread_pool& reader;  // For blobs that may have to be hashed first.
    registry::image_registry& images;
  };

  explicit registry_service(parts from);

  [[nodiscard]] http::body_plan plan_body(const http::request& head) const override;
  void handle(http::exchange&& exchange, model::caller&& from) override;
  // No garbage is collected any more.
  void finish() { timer_.cancel(); }

private:
  void collect_later();

  parts with_;
  registry::service service_;
  boost::asio::steady_timer timer_;
};

}  // namespace lambent::engine
