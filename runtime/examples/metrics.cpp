// Metrics of an invocation, and what happens to one that CloudWatch would refuse.
#include <lambent/lambent.hpp>
#include <lambent/metrics.hpp>

using lambent::metrics::unit;

int main() {
  lambent::metrics::batch orders("Shop");
  orders.dimension("service", "orders");
  return lambent::run([&](std::string_view event) {
    orders.add("Bytes", static_cast<double>(event.size()), unit::bytes);
    orders.add("", 1);
    orders.write();
    return std::string("{}");
  });
}
