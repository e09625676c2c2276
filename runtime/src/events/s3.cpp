// Object keys of S3's notifications: URL-encoded as in an HTML form.
#include <lambent/events/s3.hpp>

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace lambent::events::s3 {

std::string decode_key(std::string_view key) {
  std::string out;
  out.reserve(key.size());
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] == '%' && key.size() - i > 2) {
      unsigned char byte = 0;
      const char* const end = key.data() + i + 3;
      const auto [stop, failed] = std::from_chars(key.data() + i + 1, end, byte, 16);
      if (failed == std::errc{} && stop == end) {
        out += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    out += key[i] == '+' ? ' ' : key[i];
  }
  return out;
}

}  // namespace lambent::events::s3
