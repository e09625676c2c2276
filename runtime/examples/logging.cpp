// Log records with the invocation's id, from the handler and from a thread of its own.
#include <lambent/lambent.hpp>
#include <lambent/log.hpp>

#include <thread>

int main() {
  lambent::log::debug("starting");
  return lambent::run([](std::string_view event, const lambent::context& about) {
    lambent::log::info("order received", {{"bytes", event.size()}, {"first", true}});
    std::thread audit([&about] {
      const lambent::log::invocation_scope mine(about);
      lambent::log::warn("two\nlines", {{"level", "shadowed"}});
    });
    audit.join();
    return std::string("{}");
  });
}
