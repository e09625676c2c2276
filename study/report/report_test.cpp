#include "study/report/report.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "study/report/compose.hpp"
#include "study/report/html.hpp"
#include "study/report/markdown.hpp"
#include "study/report/record_json.hpp"
#include "study/report/testing.hpp"

using namespace lambent::study;

namespace {

std::string content(const std::vector<report_file>& files, std::string_view name) {
  auto found = std::ranges::find(files, name, &report_file::name);
  REQUIRE_MESSAGE(found != files.end(), name);
  return found->content;
}

document one_section(block what) {
  return {.title = "T", .subtitle = "S", .sections = {{"Part", {std::move(what)}}}};
}

}  // namespace

TEST_CASE("a report has its record, page, Markdown, CSV and a file for each chart") {
  const auto files = report_on(example_record());
  std::vector<std::string> names;
  for (const report_file& one : files) names.push_back(one.name);
  CHECK(names == std::vector<std::string>{
                     "study.json", "study.html", "study.md", "study.csv", "durations-x86_64.svg",
                     "durations-arm64.svg", "durations-image-x86_64.svg", "medians-x86_64.svg",
                     "medians-arm64.svg", "memory-x86_64.svg", "memory-arm64.svg",
                     "cold-starts-x86_64.svg", "cold-starts-arm64.svg"});
  for (std::string_view name : {"durations-arm64.svg", "memory-x86_64.svg"})
    CHECK(content(files, "study.md").contains("](" + std::string(name) + ")"));
}

TEST_CASE("the page needs nothing from elsewhere") {
  const std::string page = content(report_on(example_record()), "study.html");
  for (std::string_view outside : {"<script", "<link", "<img", "src=", "href=", "@import", "url("})
    CHECK_FALSE(page.contains(outside));
  CHECK(page.contains("prefers-color-scheme:dark"));
  CHECK(page.contains("width=device-width"));
}

TEST_CASE("emulated rows are marked, missing ones named with the reason, too few runs counted") {
  record of = example_record();
  of.measured.front().runs.pop_back();
  of.finished.clear();
  const std::string text = content(report_on(of), "study.md");
  CHECK(text.contains("| *arm64, zip* | *C++ (GMP), emulated* |"));
  CHECK(text.contains("- JavaScript in arm64, zip: node for arm64 is not installed\n"));
  CHECK(text.contains("- C++ (GMP) in x86_64, zip: 4 of 5 runs were made\n"));
  CHECK(text.contains("4,480\u2021"));
}

TEST_CASE("what was made is told, not what was asked for, and in which order") {
  record of = example_record();
  of.in_a_row = 5;
  CHECK(content(report_on(of), "study.md").contains("and invoked five times in a row for the"));
  // Asked for 900, interrupted, and ended with what there was.
  of.runs = 900;
  const std::string ended = content(report_on(of), "study.md");
  CHECK(ended.contains("and invoked five times in a row for the"));
  CHECK_FALSE(ended.contains("900 times"));
  of.measured.front().runs.pop_back();
  CHECK(content(report_on(of), "study.md").contains("invoked 4 to 5 times in a row"));
  for (int i = 0; i < 4; ++i) of.measured.front().runs.push_back(of.measured.front().runs.front());
  CHECK(content(report_on(of), "study.md")
            .contains("invoked 5 to 8 times, in turns of five in a row, for the"));
  of.in_a_row = 1;
  const std::string before = content(report_on(of), "study.md");
  CHECK(before.contains("one call at a time, in turn with the others, for"));
  CHECK_FALSE(before.contains("in a row"));
}

TEST_CASE("the order of cold starts is told as far as the record tells it") {
  record of = example_record();
  of.in_a_row = 5;
  const auto told = [&] { return content(report_on(of), "study.md"); };
  constexpr std::string_view turns =
      "A turn began with a cold start where one was still to be made";
  CHECK(told().contains(turns));
  CHECK(told().contains("cold starts that had no turn to begin followed one by one"));
  CHECK(told().contains("Cold starts were three of each."));
  for (series& one : of.measured) one.cold.resize(1);
  CHECK(told().contains(turns));
  CHECK_FALSE(told().contains("one by one"));
  CHECK(told().contains("Cold starts were one of each."));
  for (series& one : of.measured) one.cold.clear();
  CHECK_FALSE(told().contains(turns));
  CHECK(told().contains("every second round of turns the other way. No cold starts were made."));
  of.in_a_row = 1;
  CHECK(told().contains("Every second round went backwards. No cold starts were made."));
}

TEST_CASE("a record from before is not said to take the same steps on cpp_int as in Rust") {
  record of = example_record();
  const std::string now = content(report_on(of), "study.md");
  CHECK(now.contains("each step the same as Rust's"));
  CHECK(now.contains("their ratios are of the languages and these libraries"));
  CHECK_FALSE(now.contains("not judged"));
  for (series& one : of.measured) one.code_sha256.clear();
  const std::string before = content(report_on(of), "study.md");
  for (std::string_view claim : {"step the same", "same steps", "languages and these libraries"})
    CHECK_FALSE(before.contains(claim));
  CHECK(before.contains("so its ratio is of program and language together: C++ (cpp_int) is"));
  CHECK(before.contains(" | not judged | this record's"));
}

TEST_CASE("an empty and a half-finished record have reports too") {
  const std::string text = content(report_on(record{}), "study.md");
  CHECK(text.contains("nothing follows"));
  record begun = example_record();
  begun.finished.clear();
  for (series& one : begun.measured) one.cold.clear();
  CHECK(content(report_on(begun), "study.md").contains("and not finished"));
}

TEST_CASE("runs are said to be warm, but of a record from before, whose first were not") {
  record of = example_record();
  CHECK(content(report_on(of), "study.md").contains("Runs are warm: the first call of a new"));
  of.measured.front().runs.front().init_ms = 1.86;
  const auto again = from_json(to_json(of));
  REQUIRE(again);
  CHECK(content(report_on(*again), "study.md").contains("The first run of a series may be the"));
}

TEST_CASE("a target that the runs cannot tell is neither reached nor missed") {
  record of = example_record();
  for (series& one : of.measured)
    if (one.function == "pi-cpp")
      for (sample& run : one.runs) run.duration_ms *= 1.1;
  const std::string text = content(report_on(of), "study.md");
  CHECK(text.contains("| C++ on GMP at least 4 times as fast as Rust as published | 3.76 "));
  CHECK(
      text.contains("| not told | Rust 3,587 to 4,480 ms, C++ (GMP) 954.8 to 972.5 ms; the 96.8 % "
                    "interval of the ratio, "));
  CHECK(text.contains("has 4 in it; of Rust these runs lie far from the others: 4 |"));
}

TEST_CASE("a target that is missed says by how much") {
  record of = example_record();
  for (series& one : of.measured)
    if (one.function == "pi-cpp")
      for (sample& run : one.runs) run.duration_ms *= 2;
  const std::string text = content(report_on(of), "study.md");
  CHECK(text.contains(
      "Rust as published | 2.07 (2.04 to 2.56) | no, missed by 48.3 % | Rust 3,587 to "));
}

TEST_CASE("CSV has every value once, measured and published") {
  const std::string csv = content(report_on(example_record()), "study.csv");
  CHECK(csv.contains("measured,pi-cpp,x86_64,no,warm,2,871.32,872,3,,no\r\n"));
  CHECK(csv.contains("measured,pi-cpp,arm64,yes,cold,1,9884.1,9906,9,21.1,no\r\n"));
  CHECK(csv.contains("published,pi-rust,x86_64,no,warm,1,5454.09,,,,no\r\n"));
  CHECK(csv.contains("published,pi-js,image-arm64,no,cold,3,,,,201.52,no\r\n"));
  CHECK(csv.contains("measured,pi-rust,x86_64,no,warm,4,4480.2,4481,5,,yes\r\n"));
  CHECK(csv.contains("published,pi-rust,x86_64,no,least memory,,,,12,,\r\n"));
  CHECK(csv.contains("published,pi-rust,x86_64,no,most memory,,,,13,,\r\n"));
  const auto lines = std::ranges::count(csv, '\n');
  CHECK(lines == 1 + 12 * (5 + 3) + 8 * (5 + 3) + 4 * 2);
}

TEST_CASE("text is not markup, in either format") {
  const paragraph odd{"<b>*a* | `b` [c] & _d_ e_f"};
  CHECK(to_html(one_section(odd)).contains("<p>&lt;b&gt;*a* | `b` [c] &amp; _d_ e_f</p>"));
  CHECK(to_markdown(one_section(odd)) ==
        "# T\n\nS\n\n## Part\n\n\\<b\\>\\*a\\* \\| \\`b\\` \\[c\\] & \\_d\\_ e_f\n");
}

TEST_CASE("tables are set the same way in both formats") {
  const table small{.caption = "C",
                    .columns = {{"Name"}, {"Number", true}},
                    .lines = {{{"a", "1"}}, {{"b", ""}, true}}};
  CHECK(to_markdown(one_section(small))
            .ends_with("C\n\n| Name | Number |\n|---|---:|\n"
                       "| a | 1 |\n| *b* |  |\n"));
  CHECK(to_html(one_section(small))
            .contains("<tr class=\"beside\"><td>b</td><td class=\"n\"></td></tr>"));
}

TEST_CASE("where medians stand beside a ratio it is said that this is not their quotient") {
  const std::string text = content(report_on(example_record()), "study.md");
  CHECK(text.contains("so it need not be the quotient of the two medians"));
  CHECK(
      text.contains("By the median of all quotients of two starts, which need not be the "
                    "quotient of these medians: Rust takes"));
}

TEST_CASE("runs of other algorithms are shown with their outliers, as all are") {
  record of = example_record();
  for (series& one : of.measured)
    if (one.function == "pi-cpp-batched") one.runs[2].duration_ms = 90;
  CHECK(content(report_on(of), "study.md").contains("90.00\u2021"));
}

TEST_CASE("what AWS billed in 2022 is shown as it costs, rounded up") {
  CHECK(content(report_on(example_record()), "study.md")
            .contains("| *x86_64, image* | *Rust, AWS 2022* | *5,502* | *128* |"));
}

TEST_CASE("a study on AWS counts memory as AWS does, and what an endpoint counts is not known") {
  record of = example_record();
  of.place = "AWS, us-east-1";
  std::string text = content(report_on(of), "study.md");
  CHECK(text.contains("12 to 13 MB for Rust, are counted as these are."));
  CHECK(text.contains("These are Lambda's own figures"));
  CHECK_FALSE(text.contains("not to be compared"));
  of.place = "the endpoint http://127.0.0.1:4566";
  text = content(report_on(of), "study.md");
  CHECK(text.contains("whether this endpoint does is not known."));
  CHECK(text.contains("What this endpoint counts is not known"));
  CHECK_FALSE(text.contains("not to be compared"));
}

TEST_CASE("memory of AWS is told to be counted otherwise") {
  const std::string text = content(report_on(example_record()), "study.md");
  CHECK(text.contains("12 to 13 MB for Rust, are not to be compared"));
  CHECK(text.contains("Whole megabytes, as the REPORT line gives them"));
  CHECK(text.contains("are the published ranges"));
}
