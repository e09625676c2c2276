// Whatever an extension sends to register or to subscribe is read or refused, and what is read is
// within AWS's limits and names no place outside of the sandbox. Input: a letter that says which
// request, and the body.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/extensions/request.hpp"

using namespace lambent::extensions;

namespace {

void check(const subscription& s) {
  const buffering& b = s.buffering;
  const bool within = b.timeout >= buffering_timeout_min && b.timeout <= buffering_timeout_max &&
                      b.bytes_max >= buffering_bytes_min && b.bytes_max <= buffering_bytes_max &&
                      b.items_max >= buffering_items_min && b.items_max <= buffering_items_max;
  const destination& d = s.destination;
  // It becomes the first line of a request.
  const bool one_word = d.path.starts_with('/') &&
                        d.path.find_first_of(std::string_view(" \r\n\0", 4)) == std::string::npos;
  if (!within || !one_word || d.port == 0 || types_of(s).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'r') {
    auto read = read_registration(body);
    if (!read && read.error().type.empty()) std::abort();
    return 0;
  }
  if (data[0] == 'a') {
    (void)accepts_account_id(body);
    return 0;
  }
  auto read =
      read_subscription(data[0] == 'l' ? telemetry_api::logs : telemetry_api::telemetry, body);
  if (read) {
    check(*read);
  } else if (read.error().status != 400) {
    std::abort();
  }
  return 0;
}
