// Any text as an image's reference and as a digest: what is understood and written out in full is
// understood as the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "oci/reference.hpp"

namespace {

using namespace lambent::oci;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto name = digest::parse(text)) require(name->text() == text);
  (void)valid_repository(text);
  (void)valid_tag(text);
  auto where = parse_reference(text);
  if (!where) {
    require(!where.error().what.empty());
    return 0;
  }
  const std::string full = to_text(*where);
  auto again = parse_reference(full);
  require(again && to_text(*again) == full && again->index() == where->index());
  if (const auto* in = std::get_if<registry_reference>(&*where)) {
    require(valid_repository(in->repository) && !in->registry.empty());
    require(in->tag.empty() ? in->pinned.has_value() : valid_tag(in->tag));
  }
  return 0;
}
