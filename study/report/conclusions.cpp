#include "study/report/conclusions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/report/analysis.hpp"
#include "study/report/numbers.hpp"

namespace lambent::study {
namespace {

ratio inverse(const ratio& of) {
  return {
      .times = 1 / of.times, .low = 1 / of.high, .high = 1 / of.low, .confidence = of.confidence};
}

std::string interval_of(const ratio& of) {
  return fmt::format("{} interval {} to {}", percent(of.confidence), times(of.low), times(of.high));
}

std::string listed(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += parts[i];
  }
  return out;
}

std::string_view name_of(std::string_view function) {
  if (function == "pi-cpp") return "C++";
  return find_function(function)->label;
}

// Each of the three languages with its median: "C++ 930 ms, Rust 3,640 ms and JavaScript 17,002
// ms".
std::vector<std::string> medians(const record& of, std::string_view config, measure what) {
  std::vector<std::string> out;
  for (const function_info& function : functions()) {
    if (function.role != role::language) continue;
    const series* one = find(of, function.id, config);
    if (one == nullptr || one->emulated) continue;
    const auto middle = summary_of(values_of(*one, what));
    if (!middle) continue;
    const std::string value =
        what == measure::memory ? megabytes(middle->median) : milliseconds(middle->median);
    out.push_back(std::string(name_of(function.id)) + " " + value);
  }
  return out;
}

class writer {
public:
  explicit writer(const record& of) : of_(of) {}

  std::vector<std::string> all() {
    const std::vector<const config_info*> configs = native_configs(of_);
    if (configs.empty()) {
      say("Nothing was measured without an emulator, so nothing follows.");
      return std::move(sentences_);
    }
    for (const config_info* config : configs) speed(*config);
    estimator();
    const std::string_view first = configs.front()->id;
    library(first);
    profile(first);
    memory(first);
    cold_start(first);
    images();
    architectures();
    against_published(first);
    cost(first);
    emulated();
    outliers();
    return std::move(sentences_);
  }

private:
  void say(std::string sentence) { sentences_.push_back(std::move(sentence)); }

  [[nodiscard]] std::optional<ratio> slower(std::string_view first, std::string_view second,
                                            std::string_view config) const {
    return ratio_of(of_, second, first, config, measure::duration);
  }

  // " C++ is … times as fast as Rust (…)." Empty where one is missing.
  [[nodiscard]] std::string pair(std::string_view first, std::string_view second,
                                 std::string_view config) const {
    const auto by = slower(first, second, config);
    if (!by) return "";
    std::string out =
        speed_sentence(std::string(name_of(first)), std::string(name_of(second)), *by);
    if (out.starts_with('t')) out[0] = 'T';  // "the runs do not tell …"
    return " " + out + ".";
  }

  void speed(const config_info& config) {
    const std::vector<std::string> middles = medians(of_, config.id, measure::duration);
    if (middles.empty()) return;
    say(fmt::format("{}: {} for {} digits, as medians.{}{}{}", config.label, listed(middles),
                    round_figure(of_.digits), pair("pi-cpp", "pi-rust", config.id),
                    pair("pi-cpp", "pi-js", config.id), pair("pi-rust", "pi-js", config.id)));
  }

  // Where medians and a ratio stand in one sentence, they need not fit.
  void estimator() {
    if (std::ranges::none_of(sentences_, [](const std::string& one) {
          return one.contains("times as fast") || one.contains("ratio");
        }))
      return;
    say("Each ratio is the median of all quotients of a run of one and a run of the other, so it "
        "need not be the quotient of the two medians; the interval is that of the same quotients.");
  }

  void library(std::string_view config) {
    const auto without = slower("pi-cpp-int", "pi-rust", config);
    const auto gmp = slower("pi-cpp", "pi-cpp-int", config);
    const bool same_steps = same_steps_on_cpp_int(of_);
    std::string sentence;
    if (without)
      sentence =
          std::string(same_steps ? "The language without GMP, each step the same as Rust's, on "
                                   "Boost's cpp_int:"
                                 : "This record's program on Boost's cpp_int computed otherwise "
                                   "than Rust's (it estimated each digit and cancelled common "
                                   "factors), so its ratio is of program and language together:") +
          pair("pi-cpp-int", "pi-rust", config);
    if (gmp) {
      sentence += (sentence.empty() ? "" : " ") +
                  std::string(same_steps ? "GMP and what goes with it (digits estimated, common "
                                           "factors left out): "
                                         : "GMP in place of cpp_int: ") +
                  speed_sentence("C++ on GMP", "C++ on cpp_int", *gmp) + ".";
    }
    if (!sentence.empty()) say(std::move(sentence));
  }

  void profile(std::string_view config) {
    const auto by = slower("pi-rust-lean", "pi-rust", config);
    if (!by) return;
    if (!by->certain()) {
      say(
          fmt::format("Link-time optimisation, panic=abort and one codegen unit change nothing of "
                      "Rust's durations that the runs could tell ({}).",
                      interval_of(*by)));
      return;
    }
    say("Link-time optimisation, panic=abort and one codegen unit:" +
        pair("pi-rust-lean", "pi-rust", config));
  }

  // What the published figures of memory are, beside these.
  [[nodiscard]] std::string_view against_aws() const {
    switch (site_of(of_)) {
      case site_kind::aws:
        return "are counted as these are";
      case site_kind::endpoint:
        return "count what runs beside the function on Lambda, too; whether this endpoint does is "
               "not known";
      case site_kind::own_engine:
        break;
    }
    return "are not to be compared with these: on Lambda what runs beside the function is counted, "
           "too";
  }

  void memory(std::string_view config) {
    const std::vector<std::string> middles = medians(of_, config, measure::memory);
    if (middles.size() < 2) return;
    std::string sentence = "Max Memory Used: " + listed(middles) +
                           ", as medians of whole megabytes, which is all that the REPORT line "
                           "tells.";
    const published_series* rust = find_published(language::rust, config);
    if (of_.memory_mb == published_memory_mb && of_.digits == published_digits && rust != nullptr &&
        rust->memory_mb)
      sentence += fmt::format(" AWS's figures of 2022, {} to {} for Rust, {}.",
                              whole_figure(rust->memory_mb->low), megabytes(rust->memory_mb->high),
                              against_aws());
    say(std::move(sentence));
  }

  void cold_start(std::string_view config) {
    const std::vector<std::string> middles = medians(of_, config, measure::cold_start);
    if (middles.size() < 2) return;
    std::string sentence = "Cold starts (Init Duration): " + listed(middles) +
                           ", as medians. By the median of all quotients of two starts, which need "
                           "not be the quotient of these medians:";
    const std::size_t introduction = sentence.size();
    for (std::string_view other : {"pi-rust", "pi-js"}) {
      const auto longer = ratio_of(of_, other, "pi-cpp", config, measure::cold_start);
      if (!longer) continue;
      const std::string name(name_of(other));
      if (!longer->certain()) {
        sentence +=
            fmt::format("{} those of C++ and {} are not told apart ({})",
                        sentence.size() > introduction ? ";" : "", name, interval_of(*longer));
        continue;
      }
      const bool shorter = longer->times > 1;
      const ratio shown = shorter ? *longer : inverse(*longer);
      sentence += fmt::format("{} {} takes {} times as long as {} ({})",
                              sentence.size() > introduction ? ";" : "", shorter ? name : "C++",
                              times(shown.times), shorter ? "C++" : name, interval_of(shown));
    }
    if (sentence.size() == introduction)
      sentence.resize(sentence.find(" By the"));
    else
      sentence += ".";
    say(std::move(sentence));
  }

  // How many times as long a language's function takes in one configuration as in another.
  struct change {
    std::string language;
    ratio by;
  };
  [[nodiscard]] std::vector<change> across(std::string_view above, std::string_view below) const {
    std::vector<change> out;
    for (const function_info& function : functions()) {
      if (function.role != role::language) continue;
      const series* a = find(of_, function.id, above);
      const series* b = find(of_, function.id, below);
      if (a == nullptr || b == nullptr || a->emulated || b->emulated) continue;
      const auto by =
          study::ratio_of(values_of(*a, measure::duration), values_of(*b, measure::duration));
      if (by) out.push_back({std::string(name_of(function.id)), *by});
    }
    return out;
  }

  // "C++ 1.01 (0.99 to 1.03) and Rust 1.02 (1.01 to 1.04)".
  static std::string listed_changes(const std::vector<change>& all) {
    std::vector<std::string> out;
    for (const change& one : all) out.push_back(one.language + " " + with_interval(one.by));
    return listed(out);
  }

  // What the intervals say of images: "runs slower than a zip for Rust, and is not told apart from
  // one for C++". Nothing is said by a point estimate alone.
  static std::string image_verdict(const std::vector<change>& all) {
    constexpr double alike = 0.05;
    const auto is_alike = [](const change& one) {
      return one.by.trusted() && one.by.low >= 1 - alike && one.by.high <= 1 + alike;
    };
    if (std::ranges::all_of(all, is_alike)) return "runs as fast as a zip, to within 5 %";
    std::vector<std::string> slower;
    std::vector<std::string> faster;
    std::vector<std::string> open;
    for (const change& one : all)
      (!one.by.certain() ? open : one.by.low > 1 ? slower : faster).push_back(one.language);
    std::string out;
    const auto add = [&](std::string_view what, const std::vector<std::string>& languages) {
      if (languages.empty()) return;
      out += fmt::format("{}{} for {}", out.empty() ? "" : ", and ", what, listed(languages));
    };
    add("runs slower than a zip", slower);
    add("runs faster than a zip", faster);
    add("is not told apart from a zip", open);
    return out;
  }

  void images() {
    for (std::string_view architecture : {"x86_64", "arm64"}) {
      const std::vector<change> all = across("image-" + std::string(architecture), architecture);
      if (all.empty()) continue;
      say(fmt::format("On {}, a container image {}; durations are these times the zip's: {}.",
                      architecture, image_verdict(all), listed_changes(all)));
    }
  }

  void architectures() {
    const std::vector<change> all = across("arm64", "x86_64");
    if (all.empty()) return;
    say("Durations on arm64 are these times those on x86_64: " + listed_changes(all) + ".");
  }

  void against_published(std::string_view config) {
    if (of_.digits != published_digits || of_.memory_mb != published_memory_mb) return;
    const published_series* rust = find_published(language::rust, config);
    const published_series* js = find_published(language::javascript, config);
    if (rust == nullptr || js == nullptr) return;
    std::string sentence;
    const auto then = study::ratio_of(js->durations_ms, rust->durations_ms);
    const auto now = slower("pi-rust", "pi-js", config);
    if (then && now)
      sentence =
          fmt::format("On AWS in 2022 JavaScript took {} times as long as Rust; here it takes {}.",
                      times(then->times), with_interval(*now));
    if (const series* ours = find(of_, "pi-rust", config); ours != nullptr && !ours->emulated) {
      const auto by = study::ratio_of(values_of(*ours, measure::duration), rust->durations_ms);
      if (by)
        sentence += fmt::format("{}Rust's durations here are {} times the published ones.",
                                sentence.empty() ? "" : " ", with_interval(*by));
    }
    if (!sentence.empty()) say(std::move(sentence));
  }

  void cost(std::string_view config) {
    std::vector<std::string> parts;
    for (const function_info& function : functions()) {
      const series* one = find(of_, function.id, config);
      if (function.role != role::language || one == nullptr || one->emulated) continue;
      if (const auto usd = cost_of(*one, of_.memory_mb))
        parts.push_back(std::string(name_of(function.id)) + " " + dollars(*usd));
    }
    if (parts.empty()) return;
    say("A million such invocations, billed as here, cost at AWS's prices: " + listed(parts) + ".");
  }

  void emulated() {
    std::vector<std::string> labels;
    for (const config_info& config : configs()) {
      if (std::ranges::any_of(of_.measured, [&](const series& one) {
            return one.emulated && one.config == config.id;
          }))
        labels.emplace_back(config.label);
    }
    if (labels.empty()) return;
    say("What ran under an emulator is shown, marked, and decides nothing here: " + listed(labels) +
        ".");
  }

  void outliers() {
    std::size_t found = 0;
    std::size_t all = 0;
    for (const series& one : of_.measured) {
      const std::vector<bool> marks = outliers_of(values_of(one, measure::duration));
      found += static_cast<std::size_t>(std::ranges::count(marks, true));
      all += marks.size();
    }
    if (found == 0) return;
    say(
        fmt::format("{} of {} durations lie far from the others of their row; they are marked, and "
                    "part of every figure.",
                    found, all));
  }

  const record& of_;
  std::vector<std::string> sentences_;
};

}  // namespace

std::string speed_sentence(const std::string& first, const std::string& second,
                           const ratio& slower) {
  if (!slower.certain()) {
    return fmt::format("the runs do not tell {} and {} apart (ratio {}, {})", first, second,
                       times(slower.times), interval_of(slower));
  }
  const bool first_is_faster = slower.times > 1;
  const ratio shown = first_is_faster ? slower : inverse(slower);
  return fmt::format("{} is {} times as fast as {} ({})", first_is_faster ? first : second,
                     times(shown.times), first_is_faster ? second : first, interval_of(shown));
}

std::vector<std::string> conclusions_of(const record& of) { return writer(of).all(); }

}  // namespace lambent::study
