#include "engine/companion_services.hpp"

#include "engine/companions/ecr/limits.hpp"

namespace lambent::engine {

result<companion_stores> companion_stores::open(const std::filesystem::path& data_dir) {
  companion_stores opened;
  opened.identities = TRY(companions::iam::store::open(data_dir / "iam.db"));
  opened.objects = TRY(companions::s3::catalog::open(data_dir / "s3.db"));
  opened.blobs = std::make_unique<companions::s3::blob_store>(
      TRY(companions::s3::blob_store::open(data_dir / "objects")));
  auto in_use = TRY(opened.objects->blobs());
  TRY(opened.blobs->collect(in_use));
  opened.registry =
      TRY_FOR("open the registry of images", registry::image_registry::load(data_dir));
  return opened;
}

companion_services::companion_services(boost::asio::io_context& loop, companion_stores& stores)
    : iam_(*stores.identities),
      sts_(*stores.identities),
      s3_(*stores.objects, *stores.blobs),
      ecr_(*stores.registry),
      iam_at_endpoint_(loop, worker_, companions::query::request_bytes_max,
                       [this](const http::request& request, const model::caller& who) {
                         return iam_.handle(request, who);
                       }),
      sts_at_endpoint_(loop, worker_, companions::query::request_bytes_max,
                       [this](const http::request& request, const model::caller& who) {
                         return sts_.handle(request, who);
                       }),
      ecr_at_endpoint_(loop, image_worker_, companions::ecr::limits::request_max_bytes,
                       [this](const http::request& request, const model::caller& who) {
                         return ecr_.handle(request, who);
                       }),
      s3_at_endpoint_({loop, object_worker_, s3_, *stores.blobs}),
      registry_at_endpoint_({loop, image_worker_, image_reader_, *stores.registry}) {}

void companion_services::add_to(aws_services& all) {
  all.add("iam", iam_at_endpoint_);
  all.add("ecr", ecr_at_endpoint_);
  all.add("sts", sts_at_endpoint_);
  all.add("s3", s3_at_endpoint_);
  all.add(std::string(registry_service::name), registry_at_endpoint_);
}

void companion_services::finish() {
  registry_at_endpoint_.finish();
  worker_.join();
  object_worker_.join();
  image_worker_.join();
  image_reader_.join();
}

}  // namespace lambent::engine
