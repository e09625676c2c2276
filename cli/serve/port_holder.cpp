#include "cli/serve/port_holder.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/files.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t command_chars_max = 60;
constexpr std::uint64_t table_bytes_max = 16UL * 1024 * 1024;
constexpr std::uint64_t words_bytes_max = 1024UL * 1024;

// An IPv4 address stands in the last four bytes, behind ::ffff.
using address = std::array<std::uint8_t, 16>;
constexpr std::size_t ipv4_at = 12;
constexpr address any_ipv6{};
constexpr address any_ipv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

bool is_ipv4(const address& a) {
  return std::equal(a.begin(), a.begin() + ipv4_at, any_ipv4.begin());
}

std::optional<address> address_of(const std::string& host) {
  address out = any_ipv4;
  const std::string text = host == "localhost" ? "127.0.0.1" : host;
  if (::inet_pton(AF_INET, text.c_str(), out.data() + ipv4_at) == 1) return out;
  if (::inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return out;
  return std::nullopt;
}

template <class Number>
std::optional<Number> number(std::string_view text, int base) {
  Number value{};
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The kernel writes each four bytes as the number that they are on this machine.
std::optional<address> address_in_table(std::string_view hex) {
  constexpr std::size_t digits = 8;
  const std::size_t words = hex.size() / digits;
  if (hex.size() % digits != 0 || (words != 1 && words != 4)) return std::nullopt;
  address out = any_ipv4;
  for (std::size_t i = 0; i < words; ++i) {
    auto word = number<std::uint32_t>(hex.substr(i * digits, digits), 16);
    if (!word) return std::nullopt;
    const std::size_t at = words == 1 ? ipv4_at : i * sizeof *word;
    std::memcpy(out.data() + at, &*word, sizeof *word);
  }
  return out;
}

// Whether a server at one is in the way of a server at the other, on the same port. Who listens on
// :: is taken to serve IPv4, too, as it does unless it asks not to.
bool meet(const address& a, const address& b) {
  if (a == b || a == any_ipv6 || b == any_ipv6) return true;
  return is_ipv4(a) && is_ipv4(b) && (a == any_ipv4 || b == any_ipv4);
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  while (true) {
    std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos) return out;
    line.remove_prefix(begin);
    std::size_t end = std::min(line.find(' '), line.size());
    out.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

bool has_open(const fs::path& process, const std::string& link) {
  std::error_code failed;
  for (fs::directory_iterator at(process / "fd", failed), end; !failed && at != end;
       at.increment(failed)) {
    std::error_code unreadable;
    if (fs::read_symlink(at->path(), unreadable) == link) return true;
  }
  return false;
}

std::string command_of(const fs::path& process) {
  std::string words = read_file(process / "cmdline", words_bytes_max).value_or("");
  while (words.ends_with('\0')) words.pop_back();
  std::ranges::replace(words, '\0', ' ');
  if (words.size() > command_chars_max) words = words.substr(0, command_chars_max) + "…";
  return words;
}

std::optional<port_holder> holder_of(std::uint64_t inode) {
  const std::string link = "socket:[" + std::to_string(inode) + "]";
  std::error_code failed;
  for (fs::directory_iterator at("/proc", failed), end; !failed && at != end;
       at.increment(failed)) {
    auto pid = number<std::int32_t>(at->path().filename().string(), 10);
    if (!pid || !has_open(at->path(), link)) continue;
    std::string program = read_file(at->path() / "comm", words_bytes_max).value_or("");
    while (program.ends_with('\n')) program.pop_back();
    return port_holder{*pid, std::move(program), command_of(at->path())};
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> listening_inode(std::string_view table, const std::string& host,
                                             std::uint16_t port) {
  // "  0: 0100007F:2328 00000000:0000 0A … inode …": address, peer, state, then seven more.
  constexpr std::size_t place = 1;
  constexpr std::size_t state = 3;
  constexpr std::size_t inode = 9;
  const auto wanted = address_of(host);
  while (!table.empty()) {
    std::string_view line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(table.size(), line.size() + 1));
    auto words = words_of(line);
    if (words.size() <= inode || words[state] != "0A") continue;
    std::size_t colon = words[place].find(':');
    if (colon == std::string_view::npos) continue;
    if (number<std::uint16_t>(words[place].substr(colon + 1), 16) != port) continue;
    auto listening = address_in_table(words[place].substr(0, colon));
    if (listening && (!wanted || meet(*listening, *wanted)))
      return number<std::uint64_t>(words[inode], 10);
  }
  return std::nullopt;
}

std::optional<port_holder> find_port_holder(const std::string& host, std::uint16_t port) {
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    auto inode = listening_inode(read_file(table, table_bytes_max).value_or(""), host, port);
    if (!inode) continue;
    if (auto holder = holder_of(*inode)) return holder;
  }
  return std::nullopt;
}

std::string describe_port_holder(const std::string& host, std::uint16_t port) {
  auto holder = find_port_holder(host, port);
  if (!holder) return {};
  return "process " + std::to_string(holder->pid) + " (" + holder->command + ")";
}

}  // namespace lambent::cli
