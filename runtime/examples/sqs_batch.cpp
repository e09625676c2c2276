// A queue's messages one by one: those that fail are delivered again, the others are done. The
// event source mapping needs FunctionResponseTypes = ReportBatchItemFailures.
#include <lambent/events/batch.hpp>
#include <lambent/events/sqs.hpp>
#include <lambent/lambent.hpp>
#include <lambent/log.hpp>

namespace sqs = lambent::events::sqs;

struct order {
  std::string id;
  int count = 0;
};
LAMBENT_JSON(order, id, count);

// A failure goes into the log with the message's id.
static lambent::result<order> place(const sqs::message& message) {
  auto wanted = message.as<order>();
  if (!wanted) return wanted;
  if (wanted->count < 1) return lambent::failure{"EmptyOrder", wanted->id + " orders nothing"};
  lambent::log::info("order placed", {{"order", wanted->id}, {"count", wanted->count}});
  return wanted;
}

int main() {
  return lambent::run(
      [](const sqs::event& batch) { return lambent::events::process_batch(batch, place); });
}
