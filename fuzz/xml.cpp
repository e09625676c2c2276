// Any bytes as an XML document of AWS: elements and text are no more than what was given, and every
// child is found by its name.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/xml_reader.hpp"

using namespace lambent;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::size_t bytes_of(const xml_element& element) {
  require(!element.name.empty());
  require(element.children.empty() || element.text.empty());
  std::size_t bytes = element.name.size() + element.text.size();
  for (const xml_element& each : element.children) {
    require(element.child(each.name) != nullptr);
    bytes += bytes_of(each);
  }
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto root = parse_xml({reinterpret_cast<const char*>(data), size});
  if (!root) {
    require(root.error().what.starts_with("byte "));
    return 0;
  }
  require(bytes_of(*root) <= size);
  (void)root->at("Error/Code");
  return 0;
}
