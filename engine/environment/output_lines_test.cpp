#include "engine/environment/output_lines.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace lambent::environment;

namespace {

std::vector<std::string> lines_of(output_lines& o, std::string_view bytes) {
  std::vector<std::string> out;
  o.feed(bytes, [&](std::string&& line) { out.push_back(std::move(line)); });
  return out;
}

}  // namespace

TEST_CASE("a line that arrives in pieces is one event") {
  output_lines o;
  CHECK(lines_of(o, "one\ntw") == std::vector<std::string>{"one"});
  CHECK(lines_of(o, "o\n\nthree") == std::vector<std::string>{"two", ""});
  std::vector<std::string> rest;
  o.flush([&](std::string&& line) { rest.push_back(std::move(line)); });
  CHECK(rest == std::vector<std::string>{"three"});
}

TEST_CASE("a carriage return stays inside its line") {
  output_lines o;
  CHECK(lines_of(o, "a\rb\n") == std::vector<std::string>{"a\rb"});
}

TEST_CASE("a line longer than an event may be is cut, and nothing is lost") {
  output_lines o;
  auto out = lines_of(o, std::string(log_line_bytes_max + 10, 'x') + "\n");
  REQUIRE(out.size() == 2);
  CHECK(out[0].size() == log_line_bytes_max);
  CHECK(out[1] == std::string(10, 'x'));
}
