// The report that is committed under docs/study/, against its own record.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "study/report/record_json.hpp"
#include "study/report/report.hpp"

using namespace lambent::study;

namespace {

std::string committed(const std::string& name) {
  std::ifstream in(std::string(LAMBENT_COMMITTED_STUDY) + "/" + name, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), name);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("the committed report is what its record says, and nothing was written by hand") {
  const auto record = from_json(committed("study.json"));
  REQUIRE(record.has_value());
  CHECK_FALSE(record->finished.empty());
  for (const report_file& one : report_on(*record)) {
    INFO("docs/study/" << one.name
                       << ": lambent bench study --report-only --out docs/study writes it anew");
    CHECK(committed(one.name) == one.content);
  }
}

TEST_CASE("the specification tells the targets as the committed report does") {
  const std::string report = committed("study.md");
  std::ifstream in(LAMBENT_SPECIFICATION, std::ios::binary);
  const std::string specification{std::istreambuf_iterator<char>(in), {}};
  REQUIRE(!specification.empty());
  std::size_t lines = 0;
  const std::size_t section = report.find("## What was to be shown");
  REQUIRE(section != std::string::npos);
  std::istringstream rest(report.substr(section));
  for (std::string line; std::getline(rest, line) && !(lines > 0 && line.empty());) {
    if (!line.starts_with("| ")) continue;
    ++lines;
    INFO("SPECIFICATION.md lacks this line of docs/study/study.md: " << line);
    CHECK(specification.contains(line + "\n"));
  }
  CHECK(lines == 1 + 6);
}
