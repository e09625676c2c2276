#include "cli/deps/apt.hpp"

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/process.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli::deps {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t sources_bytes_max = 1UL * 1024 * 1024;
constexpr const char* kept_sources = "apt/sources.list";

// The compilers have these for every architecture; a second copy would only get in the way.
// A version above all others satisfies every package that needs one of them.
constexpr std::array<std::string_view, 15> brought_by_compilers = {
    "debconf",       "dpkg",           "gcc-12-base",  "libc-dev-bin",
    "libc6",         "libc6-dev",      "libcrypt-dev", "libcrypt1",
    "libgcc-12-dev", "libgcc-s1",      "libnsl-dev",   "libstdc++-12-dev",
    "libstdc++6",    "linux-libc-dev", "perl-base"};

std::string status_of_compilers(const std::string& architecture) {
  std::string out;
  for (std::string_view name : brought_by_compilers) {
    out += "Package: " + std::string(name) +
           "\nStatus: install ok installed\nArchitecture: " + architecture +
           "\nMulti-Arch: same\nVersion: 9999:1\nMaintainer: none\n";
    if (name == "libc6-dev") out += "Provides: libc-dev\n";
    if (name == "debconf") out += "Provides: debconf-2.0\n";
    out += "Description: stands for what a compiler has\n\n";
  }
  return out;
}

// The system's settings for reaching its mirrors. Not its hooks: some images have ones that clean
// up the system's caches.
std::string network_settings() {
  constexpr std::array<std::string_view, 5> wanted = {
      "Acquire::http", "Acquire::https", "Acquire::Retries", "Acquire::Check-Valid-Until",
      "Acquire::ForceIPv"};
  auto dumped = run_process(
      {.argv = {"apt-config", "dump"}, .out = child_stream::capture, .err = child_stream::discard});
  std::string out;
  if (!dumped || !dumped->ok()) return out;
  std::string_view rest = dumped->out;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (std::ranges::any_of(wanted, [&](auto prefix) { return line.starts_with(prefix); }))
      out.append(line).append("\n");
  }
  return out;
}

std::string configuration_of(const fs::path& folder, const std::string& architecture) {
  std::string apt = (folder / "apt").string();
  std::string out = "APT::Architecture \"" + architecture + "\";\nAPT::Architectures { \"" +
                    architecture +
                    "\"; };\n"
                    "APT::Install-Recommends \"false\";\n"
                    "APT::Get::Assume-Yes \"true\";\n"
                    "APT::Update::Error-Mode \"any\";\n"
                    // Files of root in a folder that only its owner may enter.
                    "APT::Sandbox::User \"root\";\n";
  for (const auto& [name, place] : {std::pair("State", "state"),
                                    {"State::status", "status"},
                                    {"Cache", "cache"},
                                    {"Etc::parts", "none"},
                                    {"Etc::preferencesparts", "none"}})
    out += std::string("Dir::") + name + " \"" + apt + "/" + place + "\";\n";
  out += "Dir::Etc::main \"/dev/null\";\n";
  std::error_code ec;
  if (fs::exists(folder / kept_sources, ec))
    out += "Dir::Etc::sourcelist \"" + (folder / kept_sources).string() +
           "\";\nDir::Etc::sourceparts \"" + apt + "/none\";\n";
  return out + network_settings();
}

// apt's own words: the lines that begin with "E:", or all of them.
std::string complaint_in(const std::string& output) {
  std::string errors;
  std::string all;
  std::string_view rest = output;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty()) continue;
    all.append(all.empty() ? "" : "; ").append(line);
    constexpr std::string_view mark = "E: ";
    if (line.starts_with(mark))
      errors.append(errors.empty() ? "" : "; ").append(line.substr(mark.size()));
  }
  return errors.empty() ? all : errors;
}

std::string hint_for(const std::string& complaint) {
  if (complaint.find("Unable to locate package") != std::string::npos)
    return "`apt-cache search WORD` finds names; headers and static libraries are in packages that "
           "end in -dev";
  if (complaint.find("fetch") != std::string::npos ||
      complaint.find("resolve") != std::string::npos)
    return "is the network there, and does the mirror have this architecture? --sources FILE names "
           "others";
  return {};
}

}  // namespace

std::string file_of(const package& package) {
  auto quoted = [](const std::string& text) {
    std::string out;
    for (char c : text) {
      if (c == ':')
        out += "%3a";
      else if (c == '_')
        out += "%5f";
      else
        out += c;
    }
    return out;
  };
  return quoted(package.name) + "_" + quoted(package.version) + "_" + package.architecture + ".deb";
}

// "Inst libgmp10 (2:6.2.1+dfsg1-1.1 Debian:12.5/stable [arm64])", with " [old version]" behind the
// name of what is there already, and behind the parenthesis what stays broken until a later line.
std::vector<package> parse_simulation(std::string_view output) {
  std::vector<package> out;
  while (!output.empty()) {
    std::string_view line = output.substr(0, output.find('\n'));
    output.remove_prefix(std::min(output.size(), line.size() + 1));
    constexpr std::string_view mark = "Inst ";
    if (!line.starts_with(mark)) continue;
    line.remove_prefix(mark.size());
    std::size_t open = line.find('(');
    std::size_t close = open == std::string_view::npos ? open : line.find("])", open);
    if (close == std::string_view::npos) continue;
    std::size_t bracket = line.rfind('[', close);
    if (bracket == std::string_view::npos || bracket < open) continue;
    std::string_view name = line.substr(0, line.find(' '));
    std::string_view version = line.substr(open + 1);
    out.push_back({.name = std::string(name.substr(0, name.find(':'))),
                   .version = std::string(version.substr(0, version.find(' '))),
                   .architecture = std::string(line.substr(bracket + 1, close - bracket - 1))});
  }
  return out;
}

result<private_apt> private_apt::make(const fs::path& folder, const std::string& architecture,
                                      const fs::path& sources) {
  for (const char* program : {"apt-get", "dpkg-deb"})
    if (find_program(program).empty())
      return fail("there is no " + std::string(program) + ": libraries come from Debian's packages",
                  "on another system give CMake the library's folder: "
                  "lambent build -D CMAKE_PREFIX_PATH=DIR");
  std::error_code ec;
  for (const char* inner : {"apt/state/lists/partial", "apt/cache/archives/partial", "apt/none"}) {
    fs::create_directories(folder / inner, ec);
    if (ec) return sys_fail("create folder " + (folder / inner).string(), ec.value());
  }
  if (!sources.empty()) {
    std::string list = TRY(read_file(sources, sources_bytes_max));
    TRY(replace_file(folder / kept_sources, list, 0644));
  }
  std::string debian = architecture == "x86_64" ? "amd64" : architecture;
  TRY(replace_file(folder / "apt/status", status_of_compilers(debian), 0644));
  TRY(replace_file(folder / "apt/apt.conf", configuration_of(folder, debian), 0644));
  return private_apt(folder, debian);
}

result<std::string> private_apt::run(std::string_view doing,
                                     std::vector<std::string> arguments) const {
  std::vector<std::string> argv = {"apt-get", "-q"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  process_result ended =
      TRY_FOR(doing, run_process({.argv = std::move(argv),
                                  .cwd = archives().string(),
                                  .set_env = {{"APT_CONFIG", (folder_ / "apt/apt.conf").string()},
                                              {"LC_ALL", "C"},
                                              {"DEBIAN_FRONTEND", "noninteractive"}},
                                  .out = child_stream::capture,
                                  .err = child_stream::capture,
                                  .stop = interrupted}));
  if (ended.ok()) return std::move(ended.out);
  std::string complaint = complaint_in(ended.err);
  return fail(
      std::string(doing) + ": apt-get: " + (complaint.empty() ? describe_exit(ended) : complaint),
      hint_for(complaint));
}

void private_apt::forget_sources() const {
  std::error_code ignored;
  fs::remove(folder_ / kept_sources, ignored);
}

result<> private_apt::update() const {
  TRY(run("fetch the package lists for " + architecture_, {"update"}));
  return {};
}

result<std::vector<package>> private_apt::resolve(const std::vector<std::string>& names) const {
  std::vector<std::string> arguments = {"--simulate", "install", "--"};
  arguments.insert(arguments.end(), names.begin(), names.end());
  std::string output = TRY(run("find the packages for " + architecture_, std::move(arguments)));
  return parse_simulation(output);
}

result<> private_apt::download(const std::vector<package>& packages) const {
  std::vector<std::string> arguments = {"download", "--"};
  for (const package& each : packages) arguments.push_back(each.name + "=" + each.version);
  TRY(run("download the packages for " + architecture_, std::move(arguments)));
  return {};
}

fs::path private_apt::archive_of(const package& package) const {
  return archives() / file_of(package);
}

}  // namespace lambent::cli::deps
