#include "cli/invoke/report_line.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace lambent::cli;

TEST_CASE("a REPORT line says how long the function took, and the init of a cold start") {
  std::string log =
      "START RequestId: r Version: $LATEST\n"
      "REPORT RequestId: another\tDuration: 9.00 ms\tInit Duration: 1.00 ms\n"
      "END RequestId: r\n"
      "REPORT RequestId: r\tDuration: 1.25 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t"
      "Max Memory Used: 30 MB\t";
  auto warm = read_report(log + "\n").value();
  CHECK(warm.duration_ms == 1.25);
  CHECK(warm.billed_ms == 2);
  CHECK(warm.max_memory_mb == 30);
  CHECK(warm.request_id == "r");
  CHECK(!warm.init_ms.has_value());
  CHECK(read_report(log + "Init Duration: 4.50 ms\t\n").value().init_ms == 4.5);
  CHECK(read_report(log + "Restore Duration: 3.00 ms\t\n").value().init_ms == 3);
}

TEST_CASE("a report in JSON says the same") {
  std::string record =
      R"({"time":"t","type":"platform.report","record":{"requestId":"r","metrics":)"
      R"({"durationMs":1.25,"billedDurationMs":2,"initDurationMs":4.5,"maxMemoryUsedMB":30},"status":"success"}})";
  auto cold = read_report("{\"type\":\"platform.start\"}\n" + record + "\n").value();
  CHECK(cold.duration_ms == 1.25);
  CHECK(cold.billed_ms == 2);
  CHECK(cold.max_memory_mb == 30);
  CHECK(cold.init_ms == 4.5);
  CHECK(cold.request_id == "r");
}

TEST_CASE("what is no report is none") {
  for (const char* log :
       {"", "\n\n", "hello\n", "REPORT RequestId: r\tDuration: soon ms\n",
        "REPORT RequestId: r\tDuration: nan ms\n", "{\"type\":\"platform.report\"}",
        "{\"type\":\"platform.report\",\"record\":{\"metrics\":{\"durationMs\":\"1\"}}}",
        "{\"type\":\"platform.report\",\"record\":", "[\"platform.report\"]",
        "{\"message\":\"platform.report\"}"})
    CHECK_MESSAGE(!read_report(log).has_value(), log);
}
