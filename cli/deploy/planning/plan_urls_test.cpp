// A function's URL, and who may call it.
#include "cli/deploy/planning/plan.hpp"

#include <doctest/doctest.h>

#include "cli/deploy/planning/merged.hpp"
#include "cli/deploy/testing/plans.hpp"

using namespace lambent::cli::deploy;
using namespace lambent::cli::deploy::testing;
using enum step_kind;

TEST_CASE("a public URL gets both permissions, a private one loses them") {
  wanted_function wanted = hello();
  wanted.url = url_wish::have;
  wanted.url_wanted = {.auth_type = "NONE"};
  observed_function there = hello_there();
  CHECK(kinds(wanted, there) == steps{allow_url, allow_url_invoke, create_url});
  there.url = {{.auth_type = "NONE"}};
  there.url_permissions = {.url = "one", .function = "two"};
  CHECK(kinds(wanted, there).empty());
  // One that was made before AWS wanted the second permission is mended.
  there.url_permissions.function.clear();
  CHECK(kinds(wanted, there) == steps{allow_url_invoke});
  wanted.url_wanted.auth_type = "AWS_IAM";
  CHECK(kinds(wanted, there) == steps{forbid_url, update_url});
  wanted.url = url_wish::remove;
  CHECK(kinds(wanted, there) == steps{delete_url, forbid_url});
  wanted.url = url_wish::leave;
  CHECK(kinds(wanted, there).empty());
}

TEST_CASE("a URL's own settings are compared") {
  wanted_function wanted = hello();
  wanted.url = url_wish::have;
  observed_function there = hello_there();
  there.url = {{.auth_type = "AWS_IAM"}};
  CHECK(kinds(wanted, there).empty());
  wanted.url_wanted.invoke_mode = "RESPONSE_STREAM";
  wanted.url_wanted.cors = cors_settings{.allow_origins = {"*"}, .max_age_s = 60};
  CHECK(only_step(wanted, there).differences ==
        std::vector<difference>{{"InvokeMode", "BUFFERED", "RESPONSE_STREAM"},
                                {"Cors.AllowOrigins", "", "*"},
                                {"Cors.MaxAge", "0", "60"}});
}

TEST_CASE("a URL that is there and asked for by a flag keeps what no flag says") {
  wanted_function wanted = hello();
  wanted.url = url_wish::have;
  wanted.url_wanted = {.auth_type = "AWS_IAM"};
  observed_function there = hello_there();
  there.url = {{.auth_type = "NONE",
                .invoke_mode = "RESPONSE_STREAM",
                .cors = cors_settings{.allow_origins = {"*"}}}};
  CHECK(kinds(wanted, there) == steps{update_url});
  wanted.keeps_url = true;
  CHECK(kinds(wanted, there).empty());
  wanted.url_auth = "AWS_IAM";
  there.url_permissions = {.url = "a", .function = "b"};
  CHECK(kinds(wanted, there) == steps{forbid_url, forbid_url_invoke, update_url});
  CHECK(url_after(wanted, there) == url_settings{.auth_type = "AWS_IAM",
                                                 .invoke_mode = "RESPONSE_STREAM",
                                                 .cors = there.url->cors});
  // The defaults are a new one's.
  wanted.url_auth.reset();
  CHECK(kinds(wanted, hello_there()) == steps{create_url});
  CHECK(url_after(wanted, hello_there()) == url_settings());
}

TEST_CASE("of a URL that is there, only what is said is changed") {
  wanted_function wanted = hello();
  wanted.url = url_wish::change;
  wanted.url_invoke_mode = "RESPONSE_STREAM";
  observed_function there = hello_there();
  there.url = {{.auth_type = "NONE", .cors = cors_settings{.allow_origins = {"*"}}}};
  const step update = only_step(wanted, there);
  CHECK(update.kind == update_url);
  CHECK(update.differences ==
        std::vector<difference>{{"InvokeMode", "BUFFERED", "RESPONSE_STREAM"}});
  CHECK(url_after(wanted, there) == url_settings{.auth_type = "NONE",
                                                 .invoke_mode = "RESPONSE_STREAM",
                                                 .cors = there.url->cors});
  wanted.url_invoke_mode.reset();
  wanted.url_auth = "AWS_IAM";
  there.url_permissions = {.url = "a", .function = "b"};
  CHECK(kinds(wanted, there) == steps{forbid_url, forbid_url_invoke, update_url});
  wanted.url_auth = "NONE";
  CHECK(kinds(wanted, there).empty());
  for (const observed_function& without : {hello_there(), nothing_there()}) {
    auto made = make_plan(wanted, without);
    REQUIRE(!made.has_value());
    CHECK(made.error().what == "--function-url-auth: hello has no URL");
    CHECK(made.error().hint == "--enable-function-url gives it one");
  }
}
