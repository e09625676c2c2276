#include "trace_variable.hpp"

#include <cstdlib>

namespace lambent {

namespace {

constexpr const char* name = "_X_AMZN_TRACE_ID";
constexpr std::size_t name_bytes = 16;
// X-Ray's header is about 75 bytes; with lineage it grows.
constexpr std::size_t slot_bytes = 512;

}  // namespace

void trace_variable::set(std::string_view value) {
  if (value.empty()) {
    clear();
    return;
  }
  const std::size_t wanted = name_bytes + 1 + value.size();
  if (slot_.capacity() < wanted || slot_.empty()) {
    clear();  // environ must not point at memory that is about to move.
    slot_.reserve(wanted < slot_bytes ? slot_bytes : wanted);
    slot_.assign(name, name_bytes);
    slot_ += '=';
  }
  slot_.resize(name_bytes + 1);
  slot_ += value;
  // In place while environ still points here; the handler may have set its own meanwhile.
  if (std::getenv(name) != slot_.data() + name_bytes + 1) ::putenv(slot_.data());
}

void trace_variable::clear() noexcept { ::unsetenv(name); }

}  // namespace lambent
