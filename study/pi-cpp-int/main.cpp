// The published study's function with Boost's large numbers in place of GMP's.
#include "../pi-cpp/function.hpp"
#include "digits.hpp"

int main() { return pi::serve(pi::cpp_int_digits); }
