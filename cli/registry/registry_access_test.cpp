#include "cli/registry/registry_access.hpp"

#include <doctest/doctest.h>

#include <cerrno>

#include "oci/distribution/wire/refusal.hpp"

using namespace lambent;
using namespace lambent::cli;
using oci::distribution::refusal;

namespace {

std::string hint_of(error why, const char* reference) {
  return with_hint(std::move(why), oci::parse_registry_reference(reference).value()).hint;
}

constexpr const char* ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:v1";

}  // namespace

TEST_CASE("a registry's refusal has its own exit code, and says how to log in there") {
  CHECK(exit_code_of_registry(refusal({.status = 401})) == exit_code::configuration);
  CHECK(exit_code_of_registry(refusal({.status = 404})) == exit_code::failed);
  CHECK(exit_code_of_registry({"nothing answers", EHOSTUNREACH, {}}) == exit_code::unreachable);
  CHECK(hint_of(refusal({.status = 403}), "registry.example/app")
            .starts_with("`podman login registry.example`"));
  CHECK(hint_of(refusal({.status = 403}), ecr).contains("ecr:GetAuthorizationToken"));
  CHECK(hint_of(refusal({.status = 404}), ecr).contains("create-repository"));
  CHECK(hint_of({"as it was", EHOSTUNREACH, "a way out"}, ecr) == "a way out");
}

TEST_CASE("a file that is missing or closed on this machine is not told as the registry's") {
  for (const int code : {ENOENT, EACCES, EPERM, ENOSPC}) {
    const error why = sys_fail("open image.tar", code).error();
    CHECK(exit_code_of_registry(why) == exit_code::failed);
    CHECK(hint_of(why, "registry.example/app").empty());
    CHECK(hint_of(why, ecr).empty());
  }
}
