#include "cli/serve/port_holder.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t command_chars_max = 60;

std::string whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
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

template <class Number>
std::optional<Number> number(std::string_view text, int base) {
  Number value{};
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool has_socket(const fs::path& process, const std::string& link) {
  std::error_code failed;
  for (fs::directory_iterator at(process / "fd", failed), end; !failed && at != end;
       at.increment(failed)) {
    std::error_code unreadable;
    if (fs::read_symlink(at->path(), unreadable) == link) return true;
  }
  return false;
}

std::string command_of(const fs::path& process) {
  std::string words = whole(process / "cmdline");
  while (words.ends_with('\0')) words.pop_back();
  std::ranges::replace(words, '\0', ' ');
  if (words.size() > command_chars_max) words = words.substr(0, command_chars_max) + "…";
  return words;
}

}  // namespace

std::optional<std::uint64_t> listening_inode(std::string_view table, std::uint16_t port) {
  // "  0: 0100007F:2328 00000000:0000 0A … inode …": address, peer, state, then seven more.
  constexpr std::size_t address = 1;
  constexpr std::size_t state = 3;
  constexpr std::size_t inode = 9;
  while (!table.empty()) {
    std::string_view line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(table.size(), line.size() + 1));
    auto words = words_of(line);
    if (words.size() <= inode || words[state] != "0A") continue;
    std::size_t colon = words[address].find(':');
    if (colon == std::string_view::npos) continue;
    if (number<std::uint16_t>(words[address].substr(colon + 1), 16) == port)
      return number<std::uint64_t>(words[inode], 10);
  }
  return std::nullopt;
}

std::string port_holder(std::uint16_t port) {
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    auto inode = listening_inode(whole(table), port);
    if (!inode) continue;
    std::string link = "socket:[" + std::to_string(*inode) + "]";
    std::error_code failed;
    for (fs::directory_iterator at("/proc", failed), end; !failed && at != end;
         at.increment(failed)) {
      std::string name = at->path().filename().string();
      if (!number<std::uint32_t>(name, 10) || !has_socket(at->path(), link)) continue;
      return "process " + name + " (" + command_of(at->path()) + ")";
    }
  }
  return {};
}

}  // namespace lambent::cli
