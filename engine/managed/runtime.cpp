#include "engine/managed/runtime.hpp"

#include <algorithm>

namespace lambent::managed {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<runtime> runtime_of(std::string_view identifier) {
  constexpr std::string_view nodejs = "nodejs";
  constexpr std::string_view any_minor = ".x";
  constexpr std::string_view python = "python3.";
  if (identifier.starts_with(nodejs) && identifier.ends_with(any_minor)) {
    identifier.remove_prefix(nodejs.size());
    identifier.remove_suffix(std::min(any_minor.size(), identifier.size()));
    if (is_number(identifier)) return runtime{language::nodejs, std::string(identifier)};
  } else if (identifier.starts_with(python) && is_number(identifier.substr(python.size()))) {
    return runtime{language::python, "3." + std::string(identifier.substr(python.size()))};
  }
  return std::nullopt;
}

std::string_view product_of(language in) { return in == language::nodejs ? "Node.js" : "Python"; }

std::string_view package_of(language in) { return in == language::nodejs ? "nodejs" : "python3"; }

std::vector<std::string> program_names(const runtime& wanted) {
  if (wanted.in == language::nodejs) return {"node"};
  return {"python" + wanted.version, "python3"};
}

std::string identifier_of(language in, std::string_view version) {
  const std::size_t major = version.find('.');
  const std::string_view wanted = in == language::nodejs || major == std::string_view::npos
                                      ? version.substr(0, major)
                                      : version.substr(0, version.find('.', major + 1));
  std::string out = in == language::nodejs ? "nodejs" + std::string(wanted) + ".x"
                                           : "python" + std::string(wanted);
  const auto named = runtime_of(out);
  // Versions of Node.js with an odd number have no long-term support, and are no runtimes.
  const bool odd = in == language::nodejs && named && (named->version.back() - '0') % 2 != 0;
  return named && !odd ? out : std::string();
}

bool is_version(const runtime& wanted, std::string_view version) {
  return version == wanted.version || version.starts_with(wanted.version + ".");
}

std::map<std::string, std::string> variables_of(const runtime& wanted) {
  if (wanted.in == language::python) return {{"PYTHONPATH", "/var/runtime"}};
  return {{"NODE_PATH", "/opt/nodejs/node" + wanted.version +
                            "/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:"
                            "/var/runtime:/var/task"}};
}

std::string execution_environment_of(std::string_view identifier) {
  return "AWS_Lambda_" + std::string(identifier);
}

}  // namespace lambent::managed
