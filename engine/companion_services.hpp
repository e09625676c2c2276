// The companion services wired: their stores, their thread, their names at the endpoint.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/aws_service.hpp"
#include "engine/blocking_service.hpp"
#include "engine/companions/iam/service.hpp"
#include "engine/companions/sts/service.hpp"

namespace lambent::engine {

// What the control plane asks, too; any thread may.
struct companion_stores {
  std::unique_ptr<companions::iam::store> identities;

  [[nodiscard]] static result<companion_stores> open(const std::filesystem::path& data_dir);
};

class companion_services {
public:
  // `stores` must outlive this.
  companion_services(boost::asio::io_context& loop, companion_stores& stores);
  void add_to(aws_services& all);
  // Ends the thread, when what it has begun is done.
  void finish() { worker_.join(); }

private:
  boost::asio::thread_pool worker_{1};
  companions::iam::service iam_;
  companions::sts::service sts_;
  blocking_service iam_at_endpoint_, sts_at_endpoint_;
};

}  // namespace lambent::engine
