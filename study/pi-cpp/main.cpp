// The published study's function: as many digits of pi as the event asks for, one after the other.
#include "digits.hpp"
#include "function.hpp"

int main() { return pi::serve(pi::spigot_digits); }
