// As fast as pi gets on GMP, for scale. It is shown apart: another algorithm says nothing about a
// language.
#include "../pi-cpp/function.hpp"
#include "digits.hpp"

int main() { return pi::serve(pi::chudnovsky_digits); }
