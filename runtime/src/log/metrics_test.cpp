#include <lambent/metrics.hpp>

#include <doctest/doctest.h>

#include <limits>

using namespace lambent;
using metrics::batch;
using metrics::resolution;
using metrics::unit;

namespace {

const std::chrono::system_clock::time_point moment{std::chrono::milliseconds(1'700'000'000'123)};

std::size_t count_of(std::string_view what, std::string_view in) {
  std::size_t count = 0;
  for (std::size_t at = in.find(what); at != std::string_view::npos; at = in.find(what, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("a batch is one event in the embedded metric format") {
  batch orders("Shop");
  orders.dimension("service", "orders").dimension("stage", "prod");
  orders.add("Latency", 12.5, unit::milliseconds, resolution::high);
  orders.add("Items", 3, unit::count).add("Items", 4, unit::count);
  orders.property("order", "A-7").property("detail", log::value::json("{}"));
  CHECK(orders.problems().empty());
  CHECK(orders.events(moment, "id-1") ==
        std::vector<std::string>{
            R"({"_aws":{"Timestamp":1700000000123,"CloudWatchMetrics":[{"Namespace":"Shop",)"
            R"("Dimensions":[["service","stage"]],"Metrics":[)"
            R"({"Name":"Latency","Unit":"Milliseconds","StorageResolution":1},)"
            R"({"Name":"Items","Unit":"Count"}]}]},"service":"orders","stage":"prod",)"
            R"("requestId":"id-1","order":"A-7","detail":{},"Latency":12.5,"Items":[3,4]})"});
}

TEST_CASE("a batch without dimensions has one set without any, and without metrics no event") {
  batch b("N");
  CHECK(b.events(moment).empty());
  b.add("m", 0);
  CHECK(b.events(moment) ==
        std::vector<std::string>{
            R"({"_aws":{"Timestamp":1700000000123,"CloudWatchMetrics":[{"Namespace":"N",)"
            R"("Dimensions":[[]],"Metrics":[{"Name":"m","Unit":"None"}]}]},"m":0})"});
}

TEST_CASE("an event has at most 100 metrics of at most 100 values, and nothing is lost") {
  batch many("N");
  for (int i = 0; i < 205; ++i) many.add("m" + std::to_string(i), i);
  for (int i = 0; i < 249; ++i) many.add("m7", 1);
  const auto events = many.events(moment);
  REQUIRE(events.size() == 5);
  CHECK(count_of("\"Name\":", events[0]) == 100);
  CHECK(count_of("\"Name\":", events[1]) == 100);
  CHECK(count_of("\"Name\":", events[2]) == 5);
  CHECK(count_of("\"Name\":", events[3]) == 1);
  CHECK(count_of(",1", events[3].substr(events[3].find("\"m7\":"))) == 99);
  CHECK(count_of(",1", events[4].substr(events[4].find("\"m7\":"))) == 49);
}

TEST_CASE("what CloudWatch would refuse is left out and named") {
  batch b("N");
  b.add("", 1).add("nan", std::numeric_limits<double>::quiet_NaN());
  b.add("m", 1, unit::count).add("m", 1, unit::bytes);
  b.dimension("d", "").dimension("m", "x").dimension("d", "v").dimension("d", "w");
  b.property("d", 1).property("_aws", 1);
  CHECK(b.problems() == std::vector<std::string>{": a metric's name has 1 to 1024 bytes",
                                                 "nan: the value is not a finite number",
                                                 "m: it has another unit or resolution already",
                                                 "d: a dimension's value has 1 to 1024 bytes",
                                                 "m: the name is taken", "d: the name is taken",
                                                 "_aws: the name is taken"});
  CHECK(b.events(moment)[0].ends_with(R"(,"d":"w","m":1})"));
  for (int i = 0; i < 30; ++i) b.dimension("d" + std::to_string(i), "v");
  CHECK(b.problems().back() == "d29: there are 30 dimensions already");
  CHECK(batch("").add("m", 1).events(moment).empty());
  CHECK(batch(std::string(257, 'n')).add("m", 1).events(moment).empty());
}

TEST_CASE("a unit has CloudWatch's name") {
  batch b("N");
  b.add("last", 1, unit::count_per_second).add("bytes", 1, unit::bytes_per_second);
  CHECK(b.events(moment)[0].find(R"({"Name":"last","Unit":"Count/Second"},)"
                                 R"({"Name":"bytes","Unit":"Bytes/Second"})") != std::string::npos);
}
