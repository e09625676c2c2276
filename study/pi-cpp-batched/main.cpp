// The published study's function with the steps of its algorithm composed in blocks. It is shown
// apart: another algorithm says nothing about a language.
#include "../pi-cpp/function.hpp"
#include "digits.hpp"

int main() { return pi::serve(pi::batched_digits); }
