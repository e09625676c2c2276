#include <doctest/doctest.h>
#include <lambent/json/writer.hpp>

#include <cmath>
#include <limits>
#include <string>

using lambent::json::writer;

TEST_CASE("commas and colons come by themselves, also after text that was there before") {
  std::string out = "x=";
  writer w(out);
  w.begin_object().name("a").value(1).name("b").begin_array();
  w.value("x").begin_object().end_object().begin_array().end_array().null().value(false);
  w.end_array().name("c:").raw("[1]").end_object();
  CHECK(out == R"(x={"a":1,"b":["x",{},[],null,false],"c:":[1]})");
}

TEST_CASE("numbers are written so that they read back as themselves") {
  std::string out;
  writer w(out);
  w.begin_array();
  w.value(std::numeric_limits<std::int64_t>::min());
  w.value(std::numeric_limits<std::uint64_t>::max());
  w.value(0.1).value(1e300).value(-0.5).value(3.0).value(std::nan(""));
  w.value(std::numeric_limits<double>::infinity()).end_array();
  CHECK(out == "[-9223372036854775808,18446744073709551615,0.1,1e+300,-0.5,3,null,null]");
}

TEST_CASE("text of any bytes becomes a valid string") {
  std::string out;
  writer(out).value(std::string_view("a\"\xFF\n"));
  CHECK(out == "\"a\\\"\xEF\xBF\xBD\\n\"");
}
