#include <lambent/lambent.hpp>

#include "handler.hpp"

int main() { return lambent::run({{entry}}); }
