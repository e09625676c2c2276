#include "cli/command_line.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

namespace {

end_now refused(std::vector<std::string> arguments) {
  command parsed = parse_command_line(std::move(arguments));
  REQUIRE(std::holds_alternative<end_now>(parsed));
  return std::get<end_now>(parsed);
}

}  // namespace

TEST_CASE("serve has the contract's defaults") {
  auto options = std::get<serve_options>(parse_command_line({"serve"}));
  CHECK(options.host == "127.0.0.1");
  CHECK(options.port == 4566);
  CHECK(options.data_dir == default_data_dir());
  CHECK(options.isolation == isolation_mode::full);
  CHECK(options.network == network_mode::host_like);
  CHECK(options.cpu == cpu_mode::share);
  CHECK(options.output == output_format::text);
}

TEST_CASE("serve takes every flag") {
  auto options = std::get<serve_options>(parse_command_line(
      {"serve", "--host", "::1", "--port", "0", "--data-dir", "/d", "--isolation", "process",
       "--network=none", "--cpu", "full", "--output", "json"}));
  CHECK(options.host == "::1");
  CHECK(options.port == 0);
  CHECK(options.data_dir == "/d");
  CHECK(options.isolation == isolation_mode::process);
  CHECK(options.network == network_mode::none);
  CHECK(options.cpu == cpu_mode::full);
  CHECK(options.output == output_format::json);
}

TEST_CASE("build takes the flags that cargo-lambda's users know") {
  auto options = std::get<build_options>(
      parse_command_line({"build", "hello", "-r", "-o", "binary", "--lambda-dir", "out"}));
  CHECK(options.name == "hello");
  CHECK(options.release);
  CHECK(options.format == artefact_format::binary);
  CHECK(options.lambda_dir == "out");
}

TEST_CASE("invoke wants exactly one source of the event") {
  CHECK(std::get<invoke_options>(parse_command_line({"invoke", "f", "-A", ""})).data_ascii == "");
  CHECK(std::get<invoke_options>(parse_command_line({"invoke", "f", "-F", "-"})).data_file == "-");
  CHECK(refused({"invoke", "f"}).wrong.what == "invoke f: no event given");
  CHECK(refused({"invoke", "f", "-A", "1", "-F", "x"}).code == exit_code::usage);
}

TEST_CASE("a mistyped command or flag is answered with the nearest one") {
  end_now command = refused({"biuld"});
  CHECK(command.wrong.what == "there is no command 'biuld'");
  CHECK(command.wrong.hint == "did you mean `lambent build`?");
  CHECK(command.code == exit_code::usage);
  end_now flag = refused({"invoke", "--data-asci=1"});
  CHECK(flag.wrong.what == "`lambent invoke` has no flag '--data-asci'");
  CHECK(flag.wrong.hint == "did you mean '--data-ascii'?");
  CHECK(refused({"build", "--zzzzzz"}).wrong.hint == "`lambent build --help` lists the flags");
  CHECK(refused({"--zzzzzz"}).wrong.hint == "`lambent --help` lists the flags");
}

TEST_CASE("a wrong value names the flag and what it takes") {
  CHECK(refused({"serve", "--cpu", "half"}).wrong.what == "--cpu: 'half' is not one of full|share");
  CHECK(refused({"serve", "--port", "70000"}).code == exit_code::usage);
  CHECK(refused({"serve", "--port", "-1"}).code == exit_code::usage);
  CHECK(refused({}).wrong.what == "no command given");
}
