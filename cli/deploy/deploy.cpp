#include "cli/deploy/deploy.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <thread>

#include "aws/client.hpp"
#include "cli/aws/connection.hpp"
#include "cli/build/project.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/deploy/apply.hpp"
#include "cli/deploy/observe.hpp"
#include "cli/deploy/package.hpp"
#include "cli/deploy/plan.hpp"
#include "cli/deploy/plan_text.hpp"
#include "cli/deploy/requests.hpp"
#include "cli/deploy/wish.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using deploy::deployed;
using deploy::observed_function;
using deploy::plan;
using deploy::wanted_function;

result<fs::path> artefacts_folder(const deploy_options& options) {
  if (!options.lambda_dir.empty()) return fs::path(options.lambda_dir);
  return TRY(find_project(".")) / "build" / "lambda";
}

result<std::vector<std::string>> chosen_functions(const deploy_options& options,
                                                  const fs::path& folder) {
  if (!options.binary_path.empty()) {
    if (options.names.size() != 1 || options.all)
      return fail("--binary-path is one function's, so one NAME has to be given");
    return options.names;
  }
  auto built = TRY(deploy::deployable_functions(folder));
  std::string list;
  for (const std::string& name : built) list += (list.empty() ? "" : ", ") + name;
  for (const std::string& name : options.names) {
    if (std::ranges::find(built, name) != built.end()) continue;
    std::string similar = closest(name, built);
    return fail("there is no built function '" + name + "'",
                similar.empty() ? "there are: " + list : "did you mean '" + similar + "'?");
  }
  if (!options.names.empty()) return options.names;
  if (options.all || built.size() == 1) return built;
  if (built.empty()) return fail("the project makes no function");
  return fail("several functions are built and none is named",
              "name one of " + list + ", or --all");
}

result<wanted_function> wish_of(const std::string& name, const fs::path& folder,
                                const deploy_options& options,
                                const configuration::settings& settings) {
  const fs::path zip =
      options.binary_path.empty() ? folder / (name + ".zip") : fs::path(options.binary_path);
  return deploy::wish_for(name, TRY(deploy::read_package(zip, options.s3_bucket)), options,
                          settings);
}

std::string as_json(const deployed& what, const plan& done) {
  auto text_or_null = [](const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
  };
  return json::serialize(json::object{{"function", done.function},
                                      {"functionArn", what.arn},
                                      {"version", what.version},
                                      {"aliasArn", text_or_null(what.alias_arn)},
                                      {"functionUrl", text_or_null(what.url)},
                                      {"steps", done.steps.size()}}) +
         "\n";
}

std::string as_text(const deployed& what, const plan& done) {
  std::string out =
      done.empty() ? done.function + " is as it is wanted\n" : done.function + " is deployed\n";
  out += "  arn      " + what.arn + "\n";
  if (what.version != "$LATEST") out += "  version  " + what.version + "\n";
  if (!what.alias_arn.empty()) out += "  alias    " + what.alias_arn + "\n";
  if (!what.url.empty()) out += "  url      " + what.url + "\n";
  return out;
}

// One function, from what is wanted to what is there.
class deployment {
public:
  deployment(aws::client& with, const deploy_options& options, std::string& out)
      : with_(with), options_(options), out_(out) {}

  exit_code run(const wanted_function& wanted) {
    const std::string doing = "deploy " + wanted.name;
    status_.step("looking at " + wanted.name + " …");
    auto observed = deploy::observe(with_, wanted);
    status_.clear();
    if (!observed) return report_failure(doing, std::move(observed).error());
    auto todo = deploy::make_plan(wanted, *observed);
    if (!todo) return report(in_context(doing, std::move(todo).error()), exit_code::failed);
    if (options_.print_policy) {
      out_ += deploy::least_privilege_policy(*todo, wanted, *observed) + "\n";
      return exit_code::ok;
    }
    const bool text = options_.output == output_format::text;
    if (options_.plan_only) {
      out_ += text ? deploy::as_text(*todo, style()) : deploy::as_json(*todo, style());
      return exit_code::ok;
    }
    if (text && !todo->empty()) say(deploy::as_text(*todo, style()));
    return carry_out(*todo, wanted, *observed);
  }

private:
  // The plan is told on stderr; the result has stdout for itself.
  static void say(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    tell(text);
  }

  [[nodiscard]] deploy::plan_style style() const {
    return {.colour = !options_.plan_only && stderr_manners().colour,
            .show_environment = options_.show_environment};
  }

  exit_code carry_out(const plan& todo, const wanted_function& wanted,
                      const observed_function& observed) {
    deploy::apply_hooks hooks{
        .step =
            [&](std::string_view doing) {
              status_.step(wanted.name + ": " + std::string(doing) + " …");
            },
        .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }};
    auto done = deploy::apply(with_, todo, wanted, observed, hooks);
    status_.clear();
    if (!done) {
      aws::call_error failed = std::move(done).error();
      if (failed.error.hint.empty())
        failed.error.hint = "what was done stays; deploying again goes on from there";
      return report_failure("deploy " + wanted.name, std::move(failed));
    }
    out_ += options_.output == output_format::text ? as_text(*done, todo) : as_json(*done, todo);
    return exit_code::ok;
  }

  aws::client& with_;
  const deploy_options& options_;
  std::string& out_;
  progress status_;
};

}  // namespace

exit_code deploy_functions(const deploy_options& options,
                           const options_of<deploy_options>& per_function) {
  auto refuse = [](error&& e) {
    return report(in_context("deploy", std::move(e)), exit_code::configuration);
  };
  auto folder = artefacts_folder(options);
  if (!folder) return refuse(std::move(folder).error());
  auto names = chosen_functions(options, *folder);
  if (!names) return report(in_context("deploy", std::move(names).error()), exit_code::usage);
  if (auto known = per_function.settings().check_functions(*names); !known && options.all)
    return refuse(std::move(known).error());

  // Everything that can be wrong on this side is found before the first call.
  std::vector<std::pair<deploy_options, wanted_function>> wishes;
  for (const std::string& name : *names) {
    auto own = per_function.for_function(name);
    if (!own) return refuse(std::move(own).error());
    auto wish = wish_of(name, *folder, *own, per_function.settings());
    if (!wish)
      return report(in_context("deploy " + name, std::move(wish).error()), exit_code::usage);
    wishes.emplace_back(*std::move(own), *std::move(wish));
  }

  std::string out;
  exit_code code = exit_code::ok;
  for (const auto& [own, wish] : wishes) {
    auto client = aws::client::open(own.aws);
    if (!client) {
      code = report_failure("deploy " + wish.name, std::move(client).error());
      break;
    }
    code = deployment(*client, own, out).run(wish);
    if (code != exit_code::ok) break;
  }
  return finish_with(out, code);
}

}  // namespace lambent::cli
