#include "address.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <unistd.h>

#include <charconv>
#include <cstring>

// A weak reference: a dynamic build finds getaddrinfo in libc.so, a static one does not pull it
// (and with it NSS, which static glibc can only load from the very libc it was linked with) out of
// libc.a.
#pragma weak getaddrinfo
#pragma weak freeaddrinfo

namespace lambent {

namespace {

constexpr std::size_t hosts_file_bytes_max = 1024 * 1024;

bool same_name(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string_view take_word(std::string_view& line) noexcept {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = line.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin);
  const std::string_view word = line.substr(0, line.find_first_of(blanks));
  line.remove_prefix(word.size());
  return word;
}

std::string read_hosts() {
  std::string text;
  const int file = open("/etc/hosts", O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  char block[4096];
  ssize_t got = 0;
  while (text.size() < hosts_file_bytes_max && (got = read(file, block, sizeof block)) > 0) {
    text.append(block, static_cast<std::size_t>(got));
  }
  close(file);
  return text;
}

bool ask_system(const host_and_port& from, address& out) {
  if (getaddrinfo == nullptr) return false;
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(std::string(from.host).c_str(), nullptr, &hints, &found) != 0) return false;
  const bool fits = found->ai_addrlen <= sizeof out.storage;
  if (fits) {
    std::memcpy(&out.storage, found->ai_addr, found->ai_addrlen);
    out.size = found->ai_addrlen;
    // sin_port and sin6_port lie at the same place.
    reinterpret_cast<sockaddr_in*>(&out.storage)->sin_port = htons(from.port);
  }
  freeaddrinfo(found);
  return fits;
}

}  // namespace

bool split_host_port(std::string_view text, host_and_port& out) noexcept {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.front() == '[') {
    if (host.size() < 3 || host.back() != ']') return false;
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return false;
  }
  if (host.find_first_of(" \t/[]") != std::string_view::npos) return false;
  const char* const end = port.data() + port.size();
  const auto [last, error] = std::from_chars(port.data(), end, out.port);
  if (error != std::errc() || last != end || out.port == 0) return false;
  out.host = host;
  return true;
}

bool numeric_address(const host_and_port& from, address& out) noexcept {
  char host[INET6_ADDRSTRLEN + 1] = {};
  if (from.host.size() >= sizeof host) return false;
  from.host.copy(host, from.host.size());
  out = {};
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&out.storage);
  if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(from.port);
    out.size = sizeof *v4;
    return true;
  }
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&out.storage);
  if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(from.port);
    out.size = sizeof *v6;
    return true;
  }
  return false;
}

std::string_view find_in_hosts(std::string_view hosts, std::string_view name) noexcept {
  while (!hosts.empty()) {
    const std::size_t end = hosts.find('\n');
    std::string_view line = hosts.substr(0, end);
    hosts.remove_prefix(end == std::string_view::npos ? hosts.size() : end + 1);
    line = line.substr(0, line.find('#'));
    const std::string_view numeric = take_word(line);
    for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
      if (same_name(word, name)) return numeric;
    }
  }
  return {};
}

bool resolve(std::string_view text, address& out, std::string& problem) {
  host_and_port from;
  if (!split_host_port(text, from)) {
    problem = "AWS_LAMBDA_RUNTIME_API is '" + std::string(text) + "', not host:port";
    return false;
  }
  if (numeric_address(from, out)) return true;
  // Always loopback (RFC 6761), whatever a hosts file in a container forgets to say.
  if (same_name(from.host, "localhost")) return numeric_address({"127.0.0.1", from.port}, out);
  const std::string hosts = read_hosts();
  const std::string_view listed = find_in_hosts(hosts, from.host);
  if (!listed.empty() && numeric_address({listed, from.port}, out)) return true;
  if (ask_system(from, out)) return true;
  problem =
      "AWS_LAMBDA_RUNTIME_API names the host '" + std::string(from.host) +
      "', which is not in /etc/hosts" +
      (getaddrinfo == nullptr ? " (a static function asks no name server: use a numeric address)"
                              : " and which no name server knows");
  return false;
}

}  // namespace lambent
