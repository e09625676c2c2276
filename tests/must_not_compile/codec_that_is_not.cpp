// expect: lambent::codec: this type has no codec; specialise lambent::codec<T> with decode(std::string_view) and encode(const T&)
#include <lambent/codec.hpp>

struct order {};

int main() { (void)lambent::codec<order>::decode("{}"); }
