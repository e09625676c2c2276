#include "cli/deploy/deploy.hpp"

#include <boost/json.hpp>
#include <set>
#include <thread>
#include <variant>

#include "aws/client.hpp"
#include "cli/aws/connection.hpp"
#include "cli/build/build_project.hpp"
#include "cli/build/project.hpp"
#include "cli/deploy/calls/apply.hpp"
#include "cli/deploy/calls/observe.hpp"
#include "cli/deploy/choose.hpp"
#include "cli/deploy/package.hpp"
#include "cli/deploy/planning/document.hpp"
#include "cli/deploy/planning/plan.hpp"
#include "cli/deploy/planning/plan_text.hpp"
#include "cli/deploy/planning/policy.hpp"
#include "cli/deploy/planning/wish.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using deploy::deployed;
using deploy::plan;
using deploy::published_layer;
using deploy::wanted_code;
using deploy::wanted_function;
using deploy::wanted_layer;

// One of the things to deploy, with the options that hold for it.
struct wish {
  deploy_options options;
  std::variant<wanted_function, wanted_layer> wanted;
};

// What the program is audited for. A layer is for every runtime that it names, and Lambda's newer
// image is what most functions run on; one that is none of our own brings at least as much.
const lambda_image* image_for(const built_program& program, const deploy_options& own) {
  std::string name = own.runtime.value_or(std::string(newest_image));
  if (program.kind == program_kind::extension && own.compatible_runtimes.size() == 1)
    name = own.compatible_runtimes.front();
  auto known = find_image(name);
  return known ? *known : find_image(newest_image).value();
}

result<wish> wish_of(const built_program& program, const fs::path& folder, deploy_options&& own,
                     const configuration::settings& settings) {
  auto code = TRY(deploy::read_package({.program = program,
                                        .lambda_dir = folder,
                                        .given = own.binary_path,
                                        .internal = own.internal,
                                        .includes = own.includes,
                                        .s3_bucket = own.s3_bucket,
                                        .image = image_for(program, own),
                                        .has_layers = !own.layers.empty()}));
  if (program.kind == program_kind::extension) {
    auto layer = TRY(deploy::layer_wish_for(program.name, std::move(code), own));
    return wish{.options = std::move(own), .wanted = std::move(layer)};
  }
  auto function = TRY(deploy::wish_for(program.name, std::move(code), own, settings));
  return wish{.options = std::move(own), .wanted = std::move(function)};
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string as_json(const deployed& what, const plan& done) {
  return json::serialize(json::object{{"function", done.name},
                                      {"functionArn", what.arn},
                                      {"version", what.version},
                                      {"aliasArn", text_or_null(what.alias_arn)},
                                      {"functionUrl", text_or_null(what.url)},
                                      {"steps", done.steps.size()}});
}

std::string as_json(const published_layer& what, const plan& done) {
  return json::serialize(json::object{{"extension", done.name},
                                      {"layerVersionArn", what.arn},
                                      {"version", what.version},
                                      {"steps", done.steps.size()}});
}

std::string as_text(const deployed& what, const plan& done) {
  std::string out =
      done.empty() ? done.name + " is as it is wanted\n" : done.name + " is deployed\n";
  out += "  arn      " + what.arn + "\n";
  if (what.version != "$LATEST") out += "  version  " + what.version + "\n";
  if (!what.alias_arn.empty()) out += "  alias    " + what.alias_arn + "\n";
  if (!what.url.empty()) out += "  url      " + what.url + "\n";
  return out;
}

std::string as_text(const published_layer& what, const plan& done) {
  return done.name + (done.empty() ? " is as it is wanted\n" : " is published\n") + "  layer    " +
         what.arn + "\n";
}

// What is printed at the end: text, one JSON document, or one policy for all.
class report_of_all {
public:
  report_of_all(output_format format, bool several) : format_(format), several_(several) {}

  void add(std::string text) { parts_.push_back(std::move(text)); }
  deploy::needed_actions& actions() { return actions_; }

  [[nodiscard]] std::string take() const {
    if (!actions_.empty()) return deploy::policy_document(actions_) + "\n";
    const bool list = format_ == output_format::json && several_;
    std::string out = list ? "[" : "";
    for (const std::string& part : parts_) out += (list && out.size() > 1 ? ",\n" : "") + part;
    if (list) out += "]";
    if (format_ == output_format::json && !out.empty()) out += "\n";
    return out;
  }

private:
  output_format format_;
  bool several_;
  std::vector<std::string> parts_;
  deploy::needed_actions actions_;
};

// One function or layer, from what is wanted to what is there.
class deployment {
public:
  deployment(const deploy_options& options, report_of_all& out) : options_(options), out_(out) {}

  template <class Wanted>
  exit_code run(const Wanted& wanted) {
    if (options_.dry) {
      out_.add(in_text() ? as_dry_text(wanted)
                         : deploy::as_document(wanted, nullptr, style(), options_.aws));
      return exit_code::ok;
    }
    const std::string doing = "deploy " + wanted.name;
    auto client = aws::client::open(options_.aws);
    if (!client) return report_failure(doing, std::move(client).error());
    status_.step("looking at " + wanted.name + " …");
    auto observed = deploy::observe(*client, wanted);
    status_.clear();
    if (!observed)
      return report_failure(doing, std::move(observed).error(), client->is_local("lambda"));
    auto todo = deploy::make_plan(wanted, *observed);
    if (!todo) return report(in_context(doing, std::move(todo).error()), exit_code::failed);
    if (options_.print_policy) {
      deploy::add_needed_actions(out_.actions(), *todo, wanted, *observed);
      return exit_code::ok;
    }
    if (options_.plan_only) {
      out_.add(in_text() ? deploy::as_text(*todo, style())
                         : deploy::as_document(wanted, &*todo, style(), options_.aws));
      return exit_code::ok;
    }
    if (in_text() && !todo->empty()) say(deploy::as_text(*todo, style()));
    return carry_out(*client, *todo, wanted, *observed);
  }

private:
  [[nodiscard]] bool in_text() const { return options_.output == output_format::text; }

  [[nodiscard]] std::string as_dry_text(const wanted_layer& wanted) const {
    return deploy::as_text(wanted, style());
  }
  [[nodiscard]] std::string as_dry_text(const wanted_function& wanted) const {
    // Sends nothing; a dry run needs no region either.
    auto client = aws::client::open(options_.aws);
    return deploy::as_text(wanted, style(), client ? client->region() : "");
  }

  // The plan is told on stderr; the result has stdout for itself.
  static void say(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    tell(text);
  }

  [[nodiscard]] deploy::plan_style style() const {
    const bool on_stdout = options_.plan_only || options_.dry;
    return {.colour = (on_stdout ? stdout_manners() : stderr_manners()).colour,
            .show_environment = options_.show_environment};
  }

  template <class Wanted, class Observed>
  exit_code carry_out(aws::client& with, const plan& todo, const Wanted& wanted,
                      const Observed& observed) {
    deploy::apply_hooks hooks{
        .step =
            [&](std::string_view doing) {
              status_.step(wanted.name + ": " + std::string(doing) + " …");
            },
        .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }};
    auto done = deploy::apply(with, todo, wanted, observed, hooks);
    status_.clear();
    if (!done) {
      aws::call_error failed = std::move(done).error();
      if (failed.error.hint.empty())
        failed.error.hint = "what was done stays; deploying again goes on from there";
      return report_failure("deploy " + wanted.name, std::move(failed));
    }
    out_.add(in_text() ? as_text(*done, todo) : as_json(*done, todo));
    return exit_code::ok;
  }

  const deploy_options& options_;
  report_of_all& out_;
  progress status_;
};

const wanted_code& code_of(const wish& one) {
  return std::visit([](const auto& wanted) -> const wanted_code& { return wanted.code; },
                    one.wanted);
}

// Two zips on one way would be taken for each other.
result<> check_keys(const std::vector<wish>& wishes) {
  std::set<std::pair<std::string, std::string>> objects;
  for (const wish& one : wishes) {
    const wanted_code& code = code_of(one);
    if (code.s3_bucket.empty() || objects.emplace(code.s3_bucket, code.s3_key).second) continue;
    return fail("--s3-key: two zips cannot both be s3://" + code.s3_bucket + "/" + code.s3_key,
                "without it each has a key of its own");
  }
  return {};
}

// A function's table that names none of the project. Where the project was never configured, as
// where another machine built it, what is not built here may be there all the same.
result<> check_tables(const configuration::settings& settings,
                      const std::vector<built_program>& chosen, const fs::path& folder) {
  std::vector<std::string> names;
  if (auto project = find_project(".")) names = configured_names(*project);
  const bool all_known = !names.empty();
  for (const built_program& one : chosen) names.push_back(one.name);
  if (auto built = read_functions_json(folder))
    for (built_program& one : *built) names.push_back(std::move(one.name));
  for (const configuration::named_function& each : settings.functions()) {
    auto known = settings.check_function(each, names);
    if (known) continue;
    if (all_known) return known;
    warn("no function of that name was built here: [functions." + each.name + "]",
         known.error().hint);
  }
  return {};
}

result<> check_flags(const deploy_options& options) {
  if (options.internal && !options.extension)
    return fail("--internal says where an extension lies in its zip", "add --extension");
  return {};
}

}  // namespace

exit_code deploy_functions(const deploy_options& options,
                           const options_of<deploy_options>& per_function) {
  auto refuse = [](error&& e, exit_code code = exit_code::configuration) {
    return report(in_context("deploy", std::move(e)), code);
  };
  if (auto right = check_flags(options); !right)
    return refuse(std::move(right).error(), exit_code::usage);
  auto folder = deploy::artefacts_folder(options);
  if (!folder) return refuse(std::move(folder).error());
  auto programs = deploy::chosen_programs(options, *folder);
  if (!programs) return refuse(std::move(programs).error(), exit_code::usage);
  if (auto known = check_tables(per_function.settings(), *programs, *folder); !known)
    return refuse(std::move(known).error());

  // Everything that can be wrong on this side is found before the first call.
  std::vector<wish> wishes;
  for (const built_program& program : *programs) {
    auto own = per_function.for_function(program.name);
    if (!own) return refuse(std::move(own).error());
    auto wanted = wish_of(program, *folder, *std::move(own), per_function.settings());
    if (!wanted)
      return report(in_context("deploy " + program.name, std::move(wanted).error()),
                    exit_code::usage);
    wishes.push_back(*std::move(wanted));
  }

  if (auto apart = check_keys(wishes); !apart)
    return refuse(std::move(apart).error(), exit_code::usage);

  report_of_all out(options.output, options.all || wishes.size() > 1);
  for (const wish& one : wishes) {
    deployment task(one.options, out);
    const exit_code code =
        std::visit([&](const auto& wanted) { return task.run(wanted); }, one.wanted);
    // What was done before it is said all the same.
    if (code != exit_code::ok) return finish_with(out.take(), code);
  }
  return finish_with(out.take());
}

}  // namespace lambent::cli
