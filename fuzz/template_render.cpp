// A template's text of arbitrary bytes: rendering it ends, stays within its limit, and leaves text
// without braces as it is.
#include <cstdint>
#include <cstdlib>

#include "templates/render.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lambent::templates;
  static const variables values = {{"a", "value"}, {"b", ""}, {"c", "false"}, {"d", "{{a}}"}};
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto out = render(text, values);
  if (out && out->size() > rendered_bytes_max) std::abort();
  if (!out && out.error().what.empty()) std::abort();
  if (text.find("{{") == std::string_view::npos && (!out || *out != text)) std::abort();
  return 0;
}
