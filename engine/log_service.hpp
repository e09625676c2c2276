// CloudWatch Logs behind the endpoint: the log store's operations on their own thread.
#pragma once

#include "engine/aws_service.hpp"
#include "engine/log_writer.hpp"
#include "engine/logs/store.hpp"

namespace lambent::engine {

class log_service final : public aws_service {
public:
  struct parts {
    boost::asio::io_context& loop;
    boost::asio::thread_pool& worker;  // One thread; the only user of `store`.
    logs::store& store;
    log_writer& writer;
  };

  explicit log_service(parts from) : with_(from) {}

  [[nodiscard]] http::body_plan plan_body(const http::request& head) const override;
  void handle(http::exchange&& exchange, model::caller&& from) override;

private:
  parts with_;
};

}  // namespace lambent::engine
