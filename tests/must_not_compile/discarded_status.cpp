// expect: ignoring return value
#include <lambent/runtime.hpp>

void answer(lambent::runtime& rt) { rt.reply("{}"); }
