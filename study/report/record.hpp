// What a study measured, as values: every run of every function in every configuration, and what
// could not be measured. All of the report follows from one of these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::study {

/// What a record may hold at most; a file that claims more is turned down.
namespace limits {
inline constexpr std::size_t record_bytes = 16U << 20U;
inline constexpr std::size_t samples_per_series = 1'000;
inline constexpr std::size_t facts = 100;
inline constexpr std::size_t text_bytes = 2'000;  // Of one name, reason or fact.
inline constexpr double value = 1e9;              // Of a duration in ms, or of memory in MB.
}  // namespace limits

/// One invocation as its REPORT line tells it.
/// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
struct sample {
  double duration_ms = 0;
  double billed_ms = 0;
  double max_memory_mb = 0;         // Max Memory Used.
  std::optional<double> init_ms{};  // Init Duration: only of a cold start.
};

/// How many of a series were asked for.
struct wanted {
  unsigned runs = 0;
  unsigned cold = 0;
};

/// One function in one configuration.
struct series {
  std::string function{};  // An id of the catalogue, such as "pi-cpp".
  std::string config{};    // An id of the catalogue, such as "image-arm64".
  bool emulated = false;   // Another architecture's code ran under an emulator.
  std::string build{};     // Compiler and flags, for people.
  std::uint64_t code_bytes = 0;
  std::string code_sha256{};      // Of the function's files, in hexadecimal; empty: not recorded.
  std::optional<wanted> asked{};  // Last, of this one; nothing: what the record says.
  std::vector<sample> runs{};     // One after the other, as they were made.
  std::vector<sample> cold{};     // Each the first of a new environment; all have init_ms.
};

/// A function that was not measured in a configuration, and why: "cargo is not installed".
struct left_out {
  std::string function{};
  std::string config{};
  std::string reason{};
};

/// What was found of the machine: "CPU", "kernel", "cgroup", "g++".
struct fact {
  std::string name{};
  std::string value{};
};

struct record {
  std::string started{};   // ISO 8601, UTC.
  std::string finished{};  // Empty: the study was interrupted and can go on.
  bool leftovers = false;  // What was made for it may still be at its place, to be deleted.
  std::string place{};     // Where the functions ran, "this machine" or "AWS, us-east-1".
  unsigned digits = 10'000;
  unsigned memory_mb = 128;
  unsigned runs = 5;  // As last asked for, of whatever functions and configurations.
  unsigned cold = 3;
  unsigned in_a_row = 1;  // Warm runs of one function before the next one's turn.
  std::vector<fact> facts{};
  std::vector<series> measured{};
  std::vector<left_out> missing{};
};

/// Why it was not measured there, or not to the end; nothing where it was not left out.
[[nodiscard]] const left_out* find_left_out(const record& in, std::string_view function,
                                            std::string_view config);
/// What was asked for last of a series.
[[nodiscard]] wanted wanted_of(const record& in, const series& one);

/// Where the functions ran.
enum class site_kind { own_engine, endpoint, aws };
[[nodiscard]] site_kind site_of(const record& in);

/// Whether any figure is in it.
[[nodiscard]] bool has_samples(const record& in);

/// Nothing where it was not measured.
[[nodiscard]] const series* find(const record& in, std::string_view function,
                                 std::string_view config);

}  // namespace lambent::study
