// expect: nothing
// The control: what the cases beside it get wrong, got right.
#include <lambent/lambent.hpp>

struct order {
  int id = 0;
};

template <>
struct lambent::codec<order> {
  static order decode(std::string_view) { return {}; }
  static std::string encode(const order&) { return "{}"; }
};

int typed() {
  return lambent::run([](const order& o, const lambent::context&) { return o; });
}

int main() {
  (void)lambent::codec<order>::decode("{}");
  return lambent::run([] { return [](std::string_view) { return order{}; }; });
}

void answer(lambent::runtime& rt) { (void)rt.reply("{}"); }
