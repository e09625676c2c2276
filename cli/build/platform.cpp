#include "cli/build/platform.hpp"

#include <sys/utsname.h>

#include <array>
#include <utility>

namespace lambent::cli {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> architectures = {
    {{"x86_64", "x86_64"}, {"aarch64", "arm64"}, {"arm64", "arm64"}}};

std::string_view architecture_of(std::string_view processor) {
  for (const auto& [name, architecture] : architectures)
    if (name == processor) return architecture;
  return {};
}

// "2.26", "2.34.1"
bool is_version(std::string_view text) {
  return text.starts_with("2.") && text.size() > 2 && text.back() != '.' &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_libc(std::string_view text) {
  if (text == "musl" || text == "gnu") return true;
  constexpr std::string_view versioned = "gnu.";
  return text.starts_with(versioned) && is_version(text.substr(versioned.size()));
}

}  // namespace

std::string host_architecture() {
  utsname name{};
  if (::uname(&name) != 0) return "unknown";
  std::string_view architecture = architecture_of(name.machine);
  return architecture.empty() ? name.machine : std::string(architecture);
}

result<platform> parse_target(std::string_view triple) {
  std::size_t dash = triple.find('-');
  std::string_view architecture = architecture_of(triple.substr(0, dash));
  std::string_view rest = dash == std::string_view::npos ? "" : triple.substr(dash + 1);
  constexpr std::string_view vendor = "unknown-";
  constexpr std::string_view system = "linux-";
  if (rest.starts_with(vendor)) rest.remove_prefix(vendor.size());
  bool linux_system = rest.starts_with(system);
  if (linux_system) rest.remove_prefix(system.size());
  if (architecture.empty() || !linux_system || !is_libc(rest))
    return fail("'" + std::string(triple) + "' is not a target that AWS Lambda runs",
                "use x86_64-linux-gnu, aarch64-linux-gnu, …-linux-musl, or one with the C "
                "library's version: aarch64-linux-gnu.2.34");
  return platform{.architecture = std::string(architecture), .libc = std::string(rest)};
}

std::string_view processor_of(std::string_view architecture) {
  return architecture == "arm64" ? "aarch64" : architecture;
}

}  // namespace lambent::cli
