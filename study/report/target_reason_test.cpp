#include "study/report/target_reason.hpp"

#include <doctest/doctest.h>

#include "study/report/testing.hpp"

using namespace lambent::study;

namespace {

target starting_with(const record& of, std::string_view wanted) {
  for (const target& one : targets_of(of))
    if (one.wanted.starts_with(wanted)) return one;
  FAIL("no such target");
  return {};
}

std::string why(const record& of, std::string_view wanted) {
  return reason_of(starting_with(of, wanted), of);
}

void set_memory(record& of, std::string_view function, std::initializer_list<double> mb) {
  for (series& one : of.measured) {
    if (one.function != function || one.config != target_config) continue;
    const double* next = mb.begin();
    for (sample& run : one.runs) run.max_memory_mb = *next++;
  }
}

}  // namespace

TEST_CASE("a target that is reached needs no reason") {
  CHECK(why(example_record(), "C++ on GMP at least 4").empty());
}

TEST_CASE("whole megabytes that are one apart do not tell which is more, and that is said") {
  record of = example_record();
  set_memory(of, "pi-cpp", {1, 1, 1, 2, 2});
  set_memory(of, "pi-rust", {2, 2, 2, 2, 2});
  CHECK(starting_with(of, "Max Memory").verdict() == verdict::not_told);
  const std::string said = why(of, "Max Memory");
  CHECK(said.starts_with("C++ (GMP) 1 to 2 MB, Rust 2 MB; the REPORT line gives whole megabytes"));
  CHECK(said.contains("has 0.99 in it"));
}

TEST_CASE("what is more by several megabytes is more, whatever was rounded") {
  record of = example_record();
  set_memory(of, "pi-cpp", {10, 10, 10, 10, 10});
  set_memory(of, "pi-rust", {3, 3, 3, 3, 3});
  CHECK(starting_with(of, "Max Memory").verdict() == verdict::missed);
  CHECK(why(of, "Max Memory") == "C++ (GMP) 10 MB, Rust 3 MB");
  set_memory(of, "pi-rust", {9, 9, 9, 9, 9});
  CHECK(why(of, "Max Memory").contains("the REPORT line gives whole megabytes"));
}

TEST_CASE("so few starts that no interval is to be trusted are the reason") {
  record of = example_record();
  for (series& one : of.measured)
    if (one.function == "pi-cpp") one.cold.resize(1);
  const std::string said = why(of, "A cold start");
  CHECK(said.contains("so few starts allow a confidence of"));
}

TEST_CASE("what was left out is named with its reason") {
  record of = example_record();
  std::erase_if(of.measured, [](const series& one) { return one.function == "pi-rust"; });
  of.missing.push_back({"pi-rust", "x86_64", "cargo is not installed"});
  CHECK(why(of, "C++ on GMP at least 4") == "Rust was left out: cargo is not installed");
  of.missing.clear();
  CHECK(why(of, "A cold start") == "no starts of Rust were made");
}

TEST_CASE("targets are set for the published digits and memory, and judged of nothing else") {
  record of = example_record();
  CHECK(targets_of(of).size() == 6);
  of.digits = 100;
  CHECK(targets_of(of).empty());
  of = example_record();
  of.memory_mb = 1769;
  CHECK(targets_of(of).empty());
}
