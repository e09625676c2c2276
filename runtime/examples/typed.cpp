// Typed event and reply: structs described in one line each.
#include <lambent/json.hpp>
#include <lambent/lambent.hpp>

struct square {
  int side = 0;
};
LAMBENT_JSON(square, side);

struct area {
  int value = 0;
};
LAMBENT_JSON(area, (value, "area"));

static area measure(const square& s, const lambent::context&) { return {s.side * s.side}; }

int main() { return lambent::run(measure); }
