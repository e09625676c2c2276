#include "cli/bench/study/asked.hpp"

#include <algorithm>
#include <string_view>

#include "cli/command_line/suggest.hpp"
#include "study/report/catalogue.hpp"

namespace lambent::cli::studying {
namespace {

template <class Infos>
std::vector<std::string> ids_of(const Infos& infos, std::vector<std::string> more = {}) {
  for (const auto& one : infos) more.emplace_back(one.id);
  return more;
}

// The error of the first name that is not known, with the one that was meant in place of all.
error with_suggestion(error why, const std::vector<std::string>& names,
                      const std::vector<std::string>& known) {
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) != known.end()) continue;
    if (std::string near = closest(name, known); !near.empty())
      why.hint = "did you mean '" + near + "'?";
    break;
  }
  return why;
}

}  // namespace

site site_of(const bench_study_options& options) {
  if (options.remote) return site::aws;
  return options.aws.endpoint_url.empty() ? site::own_engine : site::endpoint;
}

std::string place_of(const bench_study_options& options, const std::string& region) {
  switch (site_of(options)) {
    case site::aws:
      return "AWS, " + region;
    case site::endpoint:
      return "the endpoint " + options.aws.endpoint_url;
    case site::own_engine:
      break;
  }
  return options.engine.cpu == cpu_mode::full ? "this machine, with whole processors"
                                              : "this machine";
}

result<study::wish> wish_of(const bench_study_options& options) {
  if (options.remote && !options.aws.endpoint_url.empty())
    return fail("--remote is AWS, and --endpoint-url is somewhere else", "leave one of them out");
  study::wish out{.runs = options.runs,
                  .cold = options.cold,
                  .digits = options.digits,
                  .memory_mb = options.memory_mb};
  auto functions = study::functions_named(options.functions);
  if (!functions)
    return std::unexpected(with_suggestion(std::move(functions).error(), options.functions,
                                           ids_of(study::functions(), {"cpp", "rust", "js"})));
  auto configs = study::configs_named(options.configs);
  if (!configs)
    return std::unexpected(
        with_suggestion(std::move(configs).error(), options.configs, ids_of(study::configs())));
  out.functions = *std::move(functions);
  out.configs = *std::move(configs);
  return out;
}

}  // namespace lambent::cli::studying
