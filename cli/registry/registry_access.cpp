#include "cli/registry/registry_access.hpp"

#include <CLI/CLI.hpp>
#include <cerrno>

#include "aws/services/ecr.hpp"
#include "base/files.hpp"
#include "cli/registry/curl_transport.hpp"
#include "cli/terminal/interrupt.hpp"
#include "oci/distribution/registry_source.hpp"
#include "oci/distribution/wire/address.hpp"
#include "oci/distribution/wire/refusal.hpp"

namespace lambent::cli {
namespace {

namespace distribution = oci::distribution;

constexpr std::uint64_t password_max_bytes = 64UL * 1024;

result<std::string> password_from_stdin() {
  std::string out = TRY_FOR("read the password from stdin", read_file("-", password_max_bytes));
  while (out.ends_with('\n') || out.ends_with('\r')) out.pop_back();
  if (out.empty()) return fail("read the password from stdin: there is none");
  return out;
}

}  // namespace

void describe_registry(CLI::App& command, registry_flags& flags) {
  command.add_flag("--insecure", flags.insecure,
                   "Plain http also where the registry is not on this machine");
  CLI::Option* password = command.add_flag("--password-stdin", flags.password_stdin,
                                           "Read the password of --username from stdin");
  command
      .add_option("--username", flags.user_name,
                  "Who we are there [what docker, podman or AWS's keys know]")
      ->type_name("USER")
      ->needs(password);
  password->needs("--username");
}

result<registry_access> registry_access::open(const registry_flags& flags) {
  login_places places = places_of_this_user();
  if (!flags.user_name.empty()) {
    std::string password = TRY(password_from_stdin());
    places.given = distribution::login{
        .user_name = flags.user_name, .password = std::move(password), .from = "--username"};
  }
  return registry_access(flags.insecure, std::move(places));
}

result<std::unique_ptr<distribution::client>> registry_access::connect(
    const oci::registry_reference& where, whose login) const {
  login_places places = places_;
  if (login == whose::files) places.given.reset();
  auto registry = TRY(distribution::registry::at(
      where.registry, {.insecure = insecure_,
                       .login = finder(std::move(places), where),
                       .around = distribution::surroundings::real(interrupted)}));
  return std::make_unique<distribution::client>(std::move(registry), make_curl_transport());
}

result<std::unique_ptr<oci::blob_source>> registry_access::source(
    const oci::registry_reference& what, whose login) const {
  return std::make_unique<distribution::registry_source>(what, TRY(connect(what, login)));
}

result<std::unique_ptr<distribution::registry_target>> registry_access::target(
    const oci::registry_reference& where, distribution::upload_options options) const {
  return std::make_unique<distribution::registry_target>(where, TRY(connect(where, whose::flags)),
                                                         std::move(options));
}

error with_hint(error why, const oci::registry_reference& where) {
  if (!why.hint.empty()) return why;
  const std::string& name = where.registry;
  if (why.code == distribution::registry_refuses) {
    auto ecr = aws::ecr::parse_registry_host(name);
    why.hint = ecr ? "AWS's keys need ecr:GetAuthorizationToken and the repository's permissions; "
                     "`aws ecr get-login-password --region " +
                         ecr->region + "` prints a password for --username AWS --password-stdin"
                   : "`podman login " + name + "` or `docker login " + name +
                         "`, or --username with --password-stdin";
  } else if (why.code == distribution::registry_has_not && aws::ecr::parse_registry_host(name)) {
    why.hint =
        "ECR makes no repositories by itself: `aws ecr create-repository "
        "--repository-name " +
        where.repository + "`";
  } else if (why.code == EHOSTUNREACH && distribution::on_this_machine(name)) {
    why.hint = "`lambent serve` starts an engine, which has a registry";
  } else if (why.what.contains("wrong version number")) {
    why.hint = "the registry may speak http alone: --insecure";
  }
  return why;
}

exit_code exit_code_of_registry(const error& why) {
  if (why.code == distribution::registry_refuses) return exit_code::configuration;
  return why.code == EHOSTUNREACH ? exit_code::unreachable : exit_code::failed;
}

}  // namespace lambent::cli
