#include "cli/registry/login_places.hpp"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "aws/services/ecr.hpp"
#include "base/files.hpp"
#include "base/process.hpp"
#include "cli/registry/auth_file.hpp"
#include "cli/terminal/terminal.hpp"
#include "oci/distribution/wire/refusal.hpp"

namespace lambent::cli {
namespace {

using oci::distribution::login;
using maybe_login = std::optional<login>;

constexpr std::uint64_t auth_file_max_bytes = 4ULL * 1024 * 1024;
constexpr std::size_t helper_answer_max_bytes = 1024UL * 1024;
constexpr std::chrono::minutes helper_time_max{2};  // It may wait for a person.

// Helpers answer on stdout also when they fail, and know no other sign of "nobody" than this text.
bool says_nobody(const process_result& ended) {
  return ended.out.contains("credentials not found") || ended.err.contains("credentials not found");
}

std::string first_line(const process_result& ended) {
  const std::string& said = ended.err.empty() ? ended.out : ended.err;
  std::string line = said.substr(0, said.find('\n'));
  return line.empty() ? describe_exit(ended) : line;
}

result<maybe_login> ask_helper(const std::string& name, const std::string& registry) {
  const std::string program = "docker-credential-" + name;
  process_result ended = TRY(run_process({.argv = {program, "get"},
                                          .out = child_stream::capture,
                                          .err = child_stream::capture,
                                          .input = helper_server(registry),
                                          .capture_bytes_max = helper_answer_max_bytes,
                                          .time_max = helper_time_max}));
  if (!ended.ok()) {
    if (says_nobody(ended)) return maybe_login();
    return fail(program + ": " + first_line(ended));
  }
  login found = TRY_FOR(program, parse_helper_answer(ended.out));
  found.from = program;
  return found;
}

result<maybe_login> look_into(const std::filesystem::path& file,
                              const oci::registry_reference& of) {
  auto text = read_file(file, auth_file_max_bytes);
  if (!text && text.error().code == ENOENT) return maybe_login();
  if (!text) return std::unexpected(std::move(text).error());
  const auth_file known = TRY_FOR("read " + file.string(), auth_file::parse(*text));
  if (std::string helper = known.helper_for(of.registry); !helper.empty()) {
    auto found = ask_helper(helper, of.registry);
    if (!found)
      return std::unexpected(
          in_context(file.string() + " names a helper", std::move(found).error()));
    if (*found) return found;
  }
  maybe_login found = known.login_for(of.registry, of.repository);
  if (found) found->from = file.string();
  return found;
}

result<maybe_login> look(const login_places& places, const oci::registry_reference& of) {
  if (places.given) return places.given;
  for (const std::filesystem::path& file : places.files) {
    maybe_login found = TRY(look_into(file, of));
    if (found) return found;
    detail(1, file.string() + " knows nobody at " + of.registry);
  }
  const std::string host = of.registry.substr(0, of.registry.find(':'));
  auto ecr = aws::ecr::parse_registry_host(host);
  if (!ecr || !places.ask_ecr) return maybe_login();
  login found = TRY(places.ask_ecr(ecr->region));
  return found;
}

result<login> ask_ecr(const std::string& region) {
  auto with = aws::client::open({.region = region});
  auto said =
      with ? aws::ecr::get_authorization_token(*with) : std::unexpected(std::move(with).error());
  if (!said) {
    error why = in_context("ask ECR for a token", std::move(said.error().error));
    const bool unreached = said.error().kind == aws::call_failure::unreachable;
    why.code = unreached ? EHOSTUNREACH : oci::distribution::registry_refuses;
    return std::unexpected(std::move(why));
  }
  return login{.user_name = said->user_name, .password = said->password, .from = "ECR's token"};
}

}  // namespace

std::vector<std::filesystem::path> auth_files(
    const std::function<const char*(const char*)>& variable) {
  auto folder = [&](const char* name) {
    const char* value = variable(name);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  if (auto file = folder("REGISTRY_AUTH_FILE"); !file.empty()) return {file};
  std::vector<std::filesystem::path> out;
  const auto home = folder("HOME");
  if (auto run = folder("XDG_RUNTIME_DIR"); !run.empty())
    out.push_back(run / "containers" / "auth.json");
  auto config = folder("XDG_CONFIG_HOME");
  if (config.empty() && !home.empty()) config = home / ".config";
  if (!config.empty()) out.push_back(config / "containers" / "auth.json");
  auto docker = folder("DOCKER_CONFIG");
  if (docker.empty() && !home.empty()) docker = home / ".docker";
  if (!docker.empty()) out.push_back(docker / "config.json");
  return out;
}

login_places places_of_this_user() {
  return {.files = auth_files([](const char* name) { return std::getenv(name); }),
          .ask_ecr = ask_ecr};
}

oci::distribution::find_login finder(login_places places, const oci::registry_reference& of) {
  return [places = std::move(places), of](const std::string&) { return look(places, of); };
}

}  // namespace lambent::cli
