// The smallest static glibc program that shows it has come to life.
#include <unistd.h>

int main() { return ::write(1, "hello", 5) == 5 ? 0 : 1; }
