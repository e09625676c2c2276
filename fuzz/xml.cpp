// Any bytes as an XML document; what was read is written and read again, and must be the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/xml_reader.hpp"
#include "base/xml_writer.hpp"

namespace {

void write(lambent::xml_writer& out, const lambent::xml_element& element) {
  out.open(element.name);
  // Text stands before the children here, wherever it was.
  out.text(element.text);
  for (const auto& child : element.children) write(out, child);
  out.close();
}

bool same(const lambent::xml_element& a, const lambent::xml_element& b) {
  if (a.name != b.name || a.text != b.text || a.children.size() != b.children.size()) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i)
    if (!same(a.children[i], b.children[i])) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto read = lambent::read_xml({reinterpret_cast<const char*>(data), size}, {8, 100});
  if (!read) {
    if (read.error().what.empty()) std::abort();
    return 0;
  }
  lambent::xml_writer out;
  write(out, *read);
  auto again = lambent::read_xml(out.take(), {8, 100});
  if (!again || !same(*read, *again)) std::abort();
  return 0;
}
