#include "cli/bench/study/study_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "base/files.hpp"
#include "base/process.hpp"
#include "study/report/record_json.hpp"
#include "study/report/report.hpp"

namespace lambent::cli::studying {
namespace {

namespace fs = std::filesystem;

constexpr unsigned file_mode = 0644;

result<> draw(const std::string& program, const fs::path& chart) {
  fs::path into = chart;
  into.replace_extension(".png");
  constexpr std::size_t words_bytes_max = 64UL * 1024;
  constexpr std::chrono::seconds time_max{30};
  // Twice the charts' size in CSS pixels, for screens that are finer than these.
  const process_result ended =
      TRY(run_process({.argv = {program, "--zoom", "2", "--output", into, chart},
                       .out = child_stream::discard,
                       .err = child_stream::capture,
                       .capture_bytes_max = words_bytes_max,
                       .time_max = time_max}));
  if (ended.ok()) return {};
  return fail("rsvg-convert " + chart.string() + ": " +
              (ended.err.empty() ? describe_exit(ended) : ended.err));
}

}  // namespace

result<study_folder> study_folder::open(const fs::path& path) {
  std::error_code ec;
  fs::create_directories(path, ec);
  if (ec) return sys_fail("make the folder " + path.string(), ec.value());
  return open_existing(path);
}

result<study_folder> study_folder::open_existing(const fs::path& path) {
  fd lock(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock) return sys_fail("open the folder " + path.string());
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return sys_fail("lock the folder " + path.string());
    return fail("another study is under way in " + path.string(),
                "wait for its end, or give this one a folder of its own with --out");
  }
  // Told now, not after an hour of measuring.
  if (::access(path.c_str(), W_OK) != 0) return sys_fail("write to the folder " + path.string());
  return study_folder(path, std::move(lock));
}

result<std::optional<study::record>> study_folder::read() const {
  auto text = read_file(record_file(), study::limits::record_bytes);
  if (!text && text.error().code == ENOENT) return std::optional<study::record>();
  if (!text) return std::unexpected(std::move(text).error());
  auto kept = study::from_json(*text);
  if (kept) return std::optional(*std::move(kept));
  error why = in_context("read " + record_file().string(), std::move(kept).error());
  if (why.hint.empty())
    why.hint = "give the study a folder of its own with --out, or remove that file";
  return std::unexpected(std::move(why));
}

result<> study_folder::keep(const study::record& what) const {
  return replace_file(record_file(), study::to_json(what), file_mode);
}

result<std::string> study_folder::write_report(const study::record& what) const {
  const std::string program = find_program("rsvg-convert");
  std::string left_out;
  if (program.empty())
    left_out = "no PNG: rsvg-convert is not installed (Debian's package librsvg2-bin)";
  for (const study::report_file& each : study::report_on(what)) {
    const fs::path file = path_ / each.name;
    TRY(replace_file(file, each.content, file_mode));
    if (program.empty() || file.extension() != ".svg") continue;
    if (auto drawn = draw(program, file); !drawn) left_out = "no PNG: " + drawn.error().what;
  }
  return left_out;
}

}  // namespace lambent::cli::studying
