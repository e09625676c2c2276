#include "cli/bench/study/study_command.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "aws/client.hpp"
#include "cli/aws/connection.hpp"
#include "cli/bench/study/asked.hpp"
#include "cli/bench/study/session.hpp"
#include "cli/terminal/interrupt.hpp"
#include "study/report/conclusions.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;
using namespace studying;

const std::string doing = "bench study";

std::expected<std::string, aws::call_error> region_of(const bench_study_options& options) {
  if (!options.remote) return std::string();
  auto client = aws::client::open(connection_for(options.aws, true));
  if (!client) return std::unexpected(std::move(client).error());
  return client->region();
}

// What the folder has, or a new record; refused where this is not the same study.
result<study::record> record_for(const study_folder& folder, const study::wish& what) {
  auto kept = TRY(folder.read());
  if (!kept) return study::begin(what, time_now());
  return study::resume(*std::move(kept), what);
}

// What is told of a study, finished or not.
struct told {
  const study::record& of;
  const study_folder& folder;
  std::size_t steps_left = 0;
};

std::string as_text(const told& what) {
  std::string out;
  for (const std::string& sentence : study::conclusions_of(what.of)) out += sentence + "\n";
  return out + (out.empty() ? "" : "\n") + "report: " + what.folder.page().string() + "\n";
}

std::string as_json(const told& what) {
  json::array missing;
  for (const study::left_out& one : what.of.missing)
    missing.push_back(
        json::object{{"function", one.function}, {"config", one.config}, {"reason", one.reason}});
  json::array conclusions;
  for (const std::string& sentence : study::conclusions_of(what.of))
    conclusions.emplace_back(sentence);
  const bool finished = !what.of.finished.empty() && what.steps_left == 0;
  return json::serialize(json::object{{"finished", finished},
                                      {"stepsLeft", what.steps_left},
                                      {"record", what.folder.record_file().string()},
                                      {"report", what.folder.page().string()},
                                      {"conclusions", std::move(conclusions)},
                                      {"missing", std::move(missing)}}) +
         "\n";
}

// A study that ended early has a report on what it measured, too.
exit_code finish(const told& what, const bench_study_options& options, exit_code code) {
  auto left_out = what.folder.write_report(what.of);
  if (!left_out)
    return report(in_context(doing + ": write the report", std::move(left_out).error()),
                  exit_code::failed);
  if (!left_out->empty()) note(*left_out);
  return finish_with(options.output == output_format::json ? as_json(what) : as_text(what), code);
}

exit_code finish(const session& of, const bench_study_options& options, exit_code code) {
  const study::record whole = of.record();
  const std::size_t left = std::max(of.steps_left(), study::steps_unmade(whole));
  return finish(told{whole, of.folder(), left}, options, code);
}

// All of a report follows from the record, whatever program or machine it came from.
exit_code report_only(const bench_study_options& options) {
  auto folder = study_folder::open_existing(options.out);
  if (!folder) return report(in_context(doing, std::move(folder).error()), exit_code::failed);
  auto kept = folder->read();
  if (kept && !*kept)
    kept = fail("there is no record in " + options.out,
                "--out names the folder of a study that was begun");
  if (!kept) return report(in_context(doing, std::move(kept).error()), exit_code::failed);
  return finish(told{**kept, *folder, study::steps_unmade(**kept)}, options, exit_code::ok);
}

}  // namespace

exit_code bench_study(const bench_study_options& options) {
  const auto refuse = [](error&& why, exit_code code) {
    return report(in_context(doing, std::move(why)), code);
  };
  if (options.report_only) return report_only(options);
  auto what = wish_of(options);
  if (!what) return refuse(std::move(what).error(), exit_code::usage);
  auto region = region_of(options);
  if (!region) return report_failure(doing, std::move(region).error());
  what->place = place_of(options, *region);
  auto folder = study_folder::open(options.out);
  if (!folder) return refuse(std::move(folder).error(), exit_code::failed);
  auto kept = record_for(*folder, *what);
  if (!kept) return refuse(std::move(kept).error(), exit_code::failed);

  listen_for_interrupt(second_interrupt::is_counted);
  session of(options, *std::move(what), *std::move(folder), *std::move(kept));
  const bool was_finished = !of.record().finished.empty();
  auto all = of.measure_missing();
  if (!all) {
    if (all.error().goes_on && !of.record().measured.empty())
      note("what was measured is kept in " + of.folder().record_file().string() +
           "; the same command goes on from there");
    return refuse(std::move(all.error().why), all.error().code);
  }
  if (!*all) {
    note("interrupted with " + std::to_string(of.steps_left()) +
         " steps left; the same command goes on from there");
    return finish(of, options, exit_code::interrupted);
  }
  if (const std::size_t left = study::steps_unmade(of.record()); left > 0)
    note("the study in " + options.out + " is not finished: " + std::to_string(left) +
         " steps that an earlier call asked for are left; its report names them");
  if (was_finished && !of.has_measured())
    note("the study in " + options.out + " is finished; nothing was measured");
  return finish(of, options, exit_code::ok);
}

}  // namespace lambent::cli
