#include "cli/serve/serve.hpp"

#include <unistd.h>

#include "cli/command_line/testing.hpp"
#include "cli/serve/engine_options.hpp"
#include "engine/serve.hpp"

using namespace lambent::cli;

TEST_CASE("serve has the contract's defaults") {
  auto options = testing::parsed(describe_serve, {});
  CHECK(options.host == "127.0.0.1");
  CHECK(options.port == 4566);
  CHECK(options.data_dir == default_data_dir());
  CHECK(options.engine.isolation == isolation_mode::full);
  CHECK(options.engine.network == network_mode::host_like);
  CHECK(options.engine.cpu == cpu_mode::share);
  CHECK(options.engine.interface_client == lambent::managed::client_choice::automatic);
  CHECK(options.stream_rate == stream_rate::capped);
  CHECK(options.image_index == image_index::run);
  CHECK(options.output == output_format::text);
  CHECK(options.parent == 0);
  auto settings = settings_for(options);
  CHECK_FALSE(settings.full_stream_rate);
  CHECK_FALSE(settings.refuses_image_indexes);
}

TEST_CASE("serve does not run for a parent that is not its own") {
  serve_options options;
  options.parent = ::getpid();
  CHECK(serve(options) == exit_code::failed);
}

TEST_CASE("serve takes every flag") {
  auto options = testing::parsed(
      describe_serve, {"--host", "::1", "--port", "0", "--data-dir", "/d", "--isolation", "process",
                       "--network=none", "--cpu", "full", "--stream-rate", "full",
                       "--interface-client", "aws", "--image-index", "refuse", "--output", "json"});
  CHECK(options.host == "::1");
  CHECK(options.port == 0);
  CHECK(options.data_dir == "/d");
  CHECK(options.engine.isolation == isolation_mode::process);
  CHECK(options.engine.network == network_mode::none);
  CHECK(options.engine.cpu == cpu_mode::full);
  CHECK(options.engine.interface_client == lambent::managed::client_choice::aws);
  CHECK(options.stream_rate == stream_rate::full);
  CHECK(options.image_index == image_index::refuse);
  auto settings = settings_for(options);
  CHECK(settings.host == "::1");
  CHECK(settings.port == 0);
  CHECK(settings.data_dir == "/d");
  CHECK(settings.full_stream_rate);
  CHECK(settings.refuses_image_indexes);
  CHECK(options.output == output_format::json);
}
