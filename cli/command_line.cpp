#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "cli/suggest.hpp"

namespace lambent::cli {
namespace {

struct everything {
  new_options new_command;
  build_options build_command;
  invoke_options invoke_command;
  serve_options serve_command;
  std::string data_ascii;
};

template <class Enum>
void add_choice(CLI::App& app, const std::string& flags, Enum& into, const std::string& help,
                const std::map<std::string, Enum>& choices) {
  std::string words;
  std::string chosen;
  for (const auto& [word, value] : choices) {
    words += (words.empty() ? "" : "|") + word;
    if (value == into) chosen = word;
  }
  app.add_option_function<std::string>(
         flags, [&into, choices](const std::string& word) { into = choices.at(word); },
         help + " [" + chosen + "]")
      ->check([words, choices](const std::string& word) {
        return choices.contains(word) ? std::string() : "'" + word + "' is not one of " + words;
      })
      ->type_name(words);
}

void add_output(CLI::App& app, output_format& into) {
  add_choice<output_format>(app, "--output", into, "What stdout gets",
                            {{"text", output_format::text}, {"json", output_format::json}});
}

void add_new(CLI::App& app, new_options& o) {
  CLI::App* sub = app.add_subcommand("new", "Make a project from a template, offline");
  sub->add_option("NAME", o.name, "The function's name")->required();
  sub->add_option("--template", o.template_name, "Which template: basic [basic]");
  sub->add_option("--dir", o.dir, "The project's folder [./NAME]");
  add_output(*sub, o.output);
  sub->footer("Example:\n  lambent new hello && cd hello && lambent build --release");
}

void add_build(CLI::App& app, build_options& o) {
  CLI::App* sub = app.add_subcommand("build", "Build the project's functions and zip them");
  sub->add_option("NAME", o.name, "One function [all of them]");
  sub->add_flag("-r,--release", o.release, "Optimise and strip; else with debug information");
  sub->add_option("-l,--lambda-dir", o.lambda_dir, "Where the artefacts go [build/lambda]")
      ->type_name("DIR");
  add_choice<artefact_format>(*sub, "-o,--output-format", o.format, "Whether to zip the binary",
                              {{"binary", artefact_format::binary}, {"zip", artefact_format::zip}});
  add_output(*sub, o.output);
  sub->footer("Example:\n  lambent build hello --release      # build/lambda/hello.zip");
}

void add_invoke(CLI::App& app, everything& all) {
  invoke_options& o = all.invoke_command;
  CLI::App* sub = app.add_subcommand("invoke", "Send one event to a function, print its answer");
  sub->add_option("NAME", o.name, "Name, name:qualifier or ARN")->required();
  auto* ascii = sub->add_option("-A,--data-ascii", all.data_ascii, "The event, as JSON text")
                    ->type_name("JSON");
  sub->add_option("-F,--data-file", o.data_file, "The event, from a file; - is stdin")
      ->type_name("FILE")
      ->excludes(ascii);
  sub->add_option("--qualifier", o.qualifier, "A version or alias");
  sub->add_flag("--tail", o.tail, "Show the end of the log on stderr");
  sub->add_option("--endpoint-url", o.endpoint_url,
                  "Where Lambda is [$LAMBENT_ENDPOINT_URL,\n$AWS_ENDPOINT_URL_LAMBDA, "
                  "$AWS_ENDPOINT_URL, " +
                      std::string(default_endpoint) + "]")
      ->type_name("URL");
  sub->add_option("--region", o.region, "[$AWS_REGION, $AWS_DEFAULT_REGION, us-east-1]");
  add_output(*sub, o.output);
  sub->footer(
      "Exits with 3 when the function returned an error, with 6 when nothing answers.\n\n"
      "Example:\n  lambent invoke hello --data-ascii '{\"name\": \"Ada\"}' --tail");
}

void add_serve(CLI::App& app, serve_options& o) {
  CLI::App* sub = app.add_subcommand("serve", "Run the local AWS Lambda until it is interrupted");
  sub->add_option("--host", o.host, "The address to listen on [127.0.0.1]")->type_name("ADDRESS");
  sub->add_option("--port", o.port, "The port; 0 lets the system choose [4566]")->type_name("PORT");
  sub->add_option("--data-dir", o.data_dir,
                  "Functions and logs [${XDG_DATA_HOME:-~/.local/share}/lambent]")
      ->type_name("DIR");
  add_choice<isolation_mode>(
      *sub, "--isolation", o.isolation, "How functions are confined",
      {{"full", isolation_mode::full}, {"process", isolation_mode::process}});
  add_choice<network_mode>(*sub, "--network", o.network, "What functions reach",
                           {{"host-like", network_mode::host_like}, {"none", network_mode::none}});
  add_choice<cpu_mode>(*sub, "--cpu", o.cpu, "CPU by memory size as on Lambda, or all",
                       {{"share", cpu_mode::share}, {"full", cpu_mode::full}});
  add_output(*sub, o.output);
  sub->footer(
      "Example:\n  lambent serve --port 4566\n"
      "  aws lambda list-functions --endpoint-url http://127.0.0.1:4566");
}

const CLI::App* find_command(const CLI::App& app, const std::string& name) {
  for (const CLI::App* sub : app.get_subcommands(nullptr))
    if (sub->get_name() == name) return sub;
  return nullptr;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) out.push_back(sub->get_name());
  return out;
}

std::vector<std::string> flag_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  return out;
}

end_now usage(const std::string& what, const std::string& hint) {
  return {.out = {}, .wrong = {what, 0, hint}, .code = exit_code::usage};
}

end_now unknown_flag(const std::string& where, const std::string& word,
                     const std::vector<std::string>& known) {
  std::string similar = closest(word, known);
  return usage("`" + where + "` has no flag '" + word + "'",
               similar.empty() ? "`" + where + " --help` lists the flags"
                               : "did you mean '" + similar + "'?");
}

// CLI11 checks what is required before it looks for strangers; a mistyped flag is the likelier
// cause, so it is looked for first.
std::optional<end_now> find_stranger(const CLI::App& app,
                                     const std::vector<std::string>& arguments) {
  if (arguments.empty()) return std::nullopt;
  const std::string& first = arguments.front();
  bool flag = first.starts_with('-');
  const CLI::App* sub = flag ? &app : find_command(app, first);
  if (sub == nullptr) {
    std::string similar = closest(first, command_names(app));
    return usage("there is no command '" + first + "'",
                 similar.empty() ? "`lambent --help` lists the commands"
                                 : "did you mean `lambent " + similar + "`?");
  }
  std::string where = flag ? "lambent" : "lambent " + first;
  std::vector<std::string> known = flag_names(*sub);
  for (std::string word : arguments) {
    if (word == "--") break;
    if (!word.starts_with("--")) continue;
    word = word.substr(0, word.find('='));
    if (std::ranges::find(known, word) != known.end()) continue;
    return unknown_flag(where, word, known);
  }
  return std::nullopt;
}

command chosen(const CLI::App& app, everything& all) {
  const CLI::App* sub = app.get_subcommands().front();
  if (sub->get_name() == "new") return all.new_command;
  if (sub->get_name() == "build") return all.build_command;
  if (sub->get_name() == "serve") {
    if (all.serve_command.data_dir.empty()) all.serve_command.data_dir = default_data_dir();
    return all.serve_command;
  }
  if (sub->get_option("--data-ascii")->count() > 0) all.invoke_command.data_ascii = all.data_ascii;
  if (!all.invoke_command.data_ascii && all.invoke_command.data_file.empty())
    return usage("invoke " + all.invoke_command.name + ": no event given",
                 "--data-ascii '{}' or --data-file FILE; - reads stdin");
  return std::move(all.invoke_command);
}

const CLI::App& deepest(const CLI::App& app) {
  auto parsed = app.get_subcommands();
  return parsed.empty() ? app : *parsed.front();
}

}  // namespace

command parse_command_line(std::vector<std::string> arguments) {
  CLI::App app("Serverless functions in C++: write one, run it here as AWS Lambda would, ship it.",
               "lambent");
  everything all;
  constexpr std::size_t column_chars = 34;
  app.get_formatter()->column_width(column_chars);
  app.set_version_flag("-V,--version", "lambent " LAMBENT_VERSION);
  app.require_subcommand(1);
  add_new(app, all.new_command);
  add_build(app, all.build_command);
  add_invoke(app, all);
  add_serve(app, all.serve_command);
  app.footer(
      "`lambent COMMAND --help` says more about one of them.\n\n"
      "Example:\n  lambent new hello && cd hello && lambent build --release");

  if (arguments.empty()) return usage("no command given", "`lambent --help` lists the commands");
  if (auto stranger = find_stranger(app, arguments)) return *std::move(stranger);
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back.
    app.parse(arguments);
    return chosen(app, all);
  } catch (const CLI::CallForVersion& version) {
    return end_now{.out = std::string(version.what()) + "\n", .wrong = {}};
  } catch (const CLI::CallForHelp&) {
    return end_now{.out = app.help(), .wrong = {}};
  } catch (const CLI::ParseError& e) {
    const CLI::App& at = deepest(app);
    std::string where = &at == &app ? "lambent" : "lambent " + at.get_name();
    return usage(e.what(), "`" + where + " --help` shows how it is used");
  }
}

}  // namespace lambent::cli
