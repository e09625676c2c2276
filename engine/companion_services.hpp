// The companion services wired: their stores, their threads, their names at the endpoint.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/aws_service.hpp"
#include "engine/blocking_service.hpp"
#include "engine/companions/ecr/service.hpp"
#include "engine/companions/iam/service.hpp"
#include "engine/companions/sts/service.hpp"
#include "engine/registry/image_registry.hpp"
#include "engine/registry_service.hpp"
#include "engine/s3_service.hpp"

namespace lambent::engine {

// What the control plane asks, too; any thread may.
struct companion_stores {
  std::unique_ptr<companions::iam::store> identities;
  std::unique_ptr<companions::s3::catalog> objects;
  std::unique_ptr<companions::s3::blob_store> blobs;
  std::unique_ptr<registry::image_registry> registry;

  [[nodiscard]] static result<companion_stores> open(const std::filesystem::path& data_dir);
};

class companion_services {
public:
  // `stores` must outlive this.
  companion_services(boost::asio::io_context& loop, companion_stores& stores);
  void add_to(aws_services& all);
  // Ends the threads, when what they have begun is done.
  void finish();

private:
  // Objects have a thread of their own: their bytes would hold up the small questions. Layers come
  // several at once, and their syncs take their time. Those that are pulled for the first time are
  // hashed, gigabytes of them, and would hold up everything else of the registry.
  boost::asio::thread_pool worker_{1}, object_worker_{1}, image_worker_{2}, image_reader_{2};
  companions::iam::service iam_;
  companions::sts::service sts_;
  companions::s3::service s3_;
  companions::ecr::service ecr_;
  blocking_service iam_at_endpoint_, sts_at_endpoint_, ecr_at_endpoint_;
  s3_service s3_at_endpoint_;
  registry_service registry_at_endpoint_;
};

}  // namespace lambent::engine
