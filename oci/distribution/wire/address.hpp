// Where a registry's requests go: Docker Hub has another host than its name, and only this machine
// is spoken to without TLS. Pure.
#pragma once

#include <string>

#include "base/error.hpp"
#include "oci/distribution/wire/url.hpp"

namespace lambent::oci::distribution {

// `registry` is "host[:port]". http for this machine's addresses and where `insecure` says so.
[[nodiscard]] result<url> address_of(const std::string& registry, bool insecure);

// The registry runs on this machine: localhost and the loopback addresses; nothing is looked up.
[[nodiscard]] bool on_this_machine(const std::string& registry);

}  // namespace lambent::oci::distribution
