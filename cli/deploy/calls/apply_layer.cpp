// The steps of a layer's plan.
#include "aws/services/lambda.hpp"
#include "cli/deploy/calls/answers.hpp"
#include "cli/deploy/calls/apply.hpp"
#include "cli/deploy/calls/requests.hpp"
#include "cli/deploy/calls/send_code.hpp"

namespace lambent::cli::deploy {
namespace {

using aws::call_error;

std::expected<void, call_error> publish(aws::client& with, const wanted_layer& wanted,
                                        published_layer& out) {
  const std::string request = publish_layer_request(wanted, TRY(code_to_send(wanted.code)));
  const observed_layer_version made =
      read_layer_version(TRY(aws::lambda::publish_layer_version(with, wanted.name, request)));
  out = {.arn = made.arn, .version = made.number};
  return {};
}

}  // namespace

std::expected<published_layer, call_error> apply(aws::client& with, const plan& what,
                                                 const wanted_layer& wanted,
                                                 const observed_layer& observed,
                                                 const apply_hooks& hooks) {
  published_layer out;
  if (observed.newest) out = {.arn = observed.newest->arn, .version = observed.newest->number};
  for (const step& one : what.steps) {
    const std::string doing(describe(one.kind));
    if (hooks.step) hooks.step(doing);
    auto done = one.kind == step_kind::put_code ? send_to_s3(with, wanted.code)
                                                : publish(with, wanted, out);
    if (!done) return std::unexpected(in_context(doing, std::move(done).error()));
  }
  return out;
}

}  // namespace lambent::cli::deploy
