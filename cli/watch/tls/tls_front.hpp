// HTTPS for an HTTP server on this machine: takes TLS connections and carries what is in them to
// the server's port and back. Knows no HTTP. A thread of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::cli::watch {

// All are paths of PEM files.
struct tls_files {
  std::string certificate{};  // With the chain behind it.
  std::string key{};          // Its private key, not encrypted.
  std::string authority{};    // Clients need a certificate of this one's; empty: they need none.
};

struct tls_settings {
  tls_files files{};
  std::string host{};           // Where to listen: a numeric address, or "localhost".
  std::uint16_t port = 0;       // 0: the system chooses.
  std::uint16_t server_port{};  // Of the server, at loopback_of_family(host).
};

// "127.0.0.1", or "::1" for a numeric address of IPv6.
[[nodiscard]] std::string loopback_of_family(std::string_view host);

class tls_front {
public:
  // Listens from now on. An error names the file, or who has the port.
  [[nodiscard]] static result<std::unique_ptr<tls_front>> open(const tls_settings& settings);
  tls_front(const tls_front&) = delete;
  tls_front& operator=(const tls_front&) = delete;
  // Ends every connection.
  ~tls_front();

  [[nodiscard]] std::uint16_t port() const;

private:
  struct state;
  explicit tls_front(std::unique_ptr<state> made);
  std::unique_ptr<state> state_;
};

}  // namespace lambent::cli::watch
