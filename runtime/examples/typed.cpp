// Typed event and reply with a codec written by hand; with a JSON library the codec is two lines.
#include <lambent/lambent.hpp>

#include <charconv>

struct square {
  int side = 0;
};

struct area {
  int value = 0;
};

template <>
struct lambent::codec<square> {
  // {"side": 12}
  static square decode(std::string_view json) {
    square s;
    const std::size_t digits = json.find_first_of("-0123456789");
    if (digits != std::string_view::npos) {
      std::from_chars(json.data() + digits, json.data() + json.size(), s.side);
    }
    return s;
  }
};

template <>
struct lambent::codec<area> {
  static std::string encode(const area& a) { return R"({"area":)" + std::to_string(a.value) + "}"; }
};

static area measure(const square& s, const lambent::context&) { return {s.side * s.side}; }

int main() { return lambent::run(measure); }
