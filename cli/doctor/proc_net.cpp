#include "cli/doctor/proc_net.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <filesystem>
#include <string>

#include "base/fd.hpp"
#include "base/files.hpp"

namespace lambent::cli::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t table_bytes_max = 16UL * 1024 * 1024;
constexpr std::string_view listening = "0A";

// The words of a line, one after the other.
std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

template <class Number>
std::optional<Number> number_of(std::string_view text, int base) {
  Number out{};
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

bool is_free(std::uint16_t port) {
  fd probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!probe) return true;
  // As servers do: a connection that ended a moment ago is in nobody's way.
  int on = 1;
  (void)::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::bind(probe.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 ||
         errno != EADDRINUSE;
}

bool has_open(const fs::path& process, const std::string& target) {
  std::error_code ec;
  for (fs::directory_iterator each(process / "fd", ec), end; !ec && each != end; each.increment(ec))
    if (std::error_code gone; fs::read_symlink(each->path(), gone) == target) return true;
  return false;
}

void name_holder(std::uint64_t inode, socket_holder& into) {
  constexpr std::uint64_t name_bytes_max = 4096;
  std::string target = "socket:[" + std::to_string(inode) + "]";
  std::error_code ec;
  for (fs::directory_iterator each("/proc", ec), end; !ec && each != end; each.increment(ec)) {
    auto pid = number_of<std::int32_t>(each->path().filename().string(), 10);
    if (!pid || !has_open(each->path(), target)) continue;
    into.pid = *pid;
    into.program = read_file(each->path() / "comm", name_bytes_max).value_or("");
    while (into.program.ends_with('\n')) into.program.pop_back();
    return;
  }
}

}  // namespace

std::optional<std::uint64_t> listening_inode(std::string_view text, std::uint16_t port) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    (void)next_word(line);  // sl
    std::string_view local = next_word(line);
    (void)next_word(line);  // rem_address
    std::string_view state = next_word(line);
    std::size_t colon = local.rfind(':');
    if (state != listening || colon == std::string_view::npos ||
        number_of<std::uint16_t>(local.substr(colon + 1), 16) != port)
      continue;
    for (int skipped = 0; skipped < 5; ++skipped) (void)next_word(line);  // Queues to timeout.
    return number_of<std::uint64_t>(next_word(line), 10);
  }
  return std::nullopt;
}

socket_holder find_holder(std::uint16_t port) {
  socket_holder out{.taken = !is_free(port)};
  if (!out.taken) return out;
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    auto text = read_file(table, table_bytes_max);
    if (!text) continue;
    if (auto inode = listening_inode(*text, port)) {
      name_holder(*inode, out);
      break;
    }
  }
  return out;
}

}  // namespace lambent::cli::doctor
