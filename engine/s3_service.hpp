// S3 behind the endpoint: bodies that become objects go to the disk as they come.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "engine/aws_service.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::engine {

class s3_service final : public aws_service {
public:
  struct parts {
    boost::asio::io_context& loop;
    boost::asio::thread_pool& worker;  // One thread; the only user of `service`.
    companions::s3::service& service;
    companions::s3::blob_store& blobs;
  };

  explicit s3_service(parts from) : with_(from) {}

  [[nodiscard]] http::body_plan plan_body(const http::request& head) const override;
  void handle(http::exchange&& exchange, model::caller&& from) override;

private:
  parts with_;
};

}  // namespace lambent::engine
