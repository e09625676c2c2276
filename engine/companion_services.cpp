#include "engine/companion_services.hpp"

namespace lambent::engine {

result<companion_stores> companion_stores::open(const std::filesystem::path& data_dir) {
  companion_stores opened;
  opened.identities = TRY(companions::iam::store::open(data_dir / "iam.db"));
  return opened;
}

companion_services::companion_services(boost::asio::io_context& loop, companion_stores& stores)
    : iam_(*stores.identities),
      sts_(*stores.identities),
      iam_at_endpoint_(loop, worker_,
                       [this](const http::request& request, const model::caller& who) {
                         return iam_.handle(request, who);
                       }),
      sts_at_endpoint_(loop, worker_,
                       [this](const http::request& request, const model::caller& who) {
                         return sts_.handle(request, who);
                       }) {}

void companion_services::add_to(aws_services& all) {
  all.add("iam", iam_at_endpoint_);
  all.add("sts", sts_at_endpoint_);
}

}  // namespace lambent::engine
