// For tests: what lambent-sandbox is to the engine, but that the first sandboxes cannot be made: as
// many as the emulator's name says. The others are nothing but descriptors.
#include <fcntl.h>

#include <array>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

#include "base/fd.hpp"
#include "sandbox/protocol.hpp"

using namespace lambent;
using namespace lambent::sandbox;

namespace {

bool answer(const reply& what, std::span<const int> fds = {}) {
  return send_packet(control_fd, encode(what), fds).has_value();
}

bool prepare_one(sandbox_id id, bool fails) {
  if (fails) {
    failed no;
    no.id = id;
    no.why = {"make a sandbox", 0, {}};
    return answer(std::move(no));
  }
  const fd one(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const fd other(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  prepared made;
  made.id = id;
  return answer(std::move(made), std::array{one.get(), other.get()});
}

}  // namespace

int main() {
  int failures = 0;
  for (;;) {
    auto packet = receive_packet(control_fd);
    if (!packet || !*packet || (*packet)->bytes.empty()) return 0;
    auto asked = decode_request((*packet)->bytes);
    if (!asked) return 1;
    bool told = true;
    if (const auto* wanted = std::get_if<configure>(&*asked)) {
      failures = std::atoi(wanted->emulator.c_str());
      told = answer(ready{});
    } else if (const auto* which = std::get_if<prepare>(&*asked)) {
      told = prepare_one(which->id, failures-- > 0);
    }
    if (!told) return 1;
  }
}
