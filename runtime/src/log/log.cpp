#include <lambent/log.hpp>

#include "../current_invocation.hpp"
#include "log_output.hpp"

namespace lambent::log {

namespace {

// More than this is given back after a record that needed it.
constexpr std::size_t kept_bytes_max = 16 * 1024;

}  // namespace

bool enabled(level what) { return what >= least_level(); }

void write(level weight, std::string_view message, std::initializer_list<field> fields) {
  if (!enabled(weight)) return;
  record what{weight, now_us(), message, fields, {}, {}};
  if (const context* about = current_invocation()) {
    what.request_id = about->request_id;
    what.tenant_id = about->tenant_id;
  }
  static thread_local std::string line;
  line.clear();
  append_record(line, chosen_format(), what);
  write_event({chosen_format(), weight, what.unix_us}, line);
  if (line.capacity() > kept_bytes_max) line = {};
}

invocation_scope::invocation_scope(const context& about) noexcept : before_(current_invocation()) {
  current_invocation() = &about;
}

invocation_scope::~invocation_scope() { current_invocation() = before_; }

}  // namespace lambent::log
