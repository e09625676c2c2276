// The flags of `lambent new` and `lambent init`.
#include <CLI/CLI.hpp>
#include <initializer_list>

#include "cli/command_line/choice.hpp"
#include "cli/new/new_project.hpp"

namespace lambent::cli {
namespace {

// A project is of one kind, and an extension subscribes once. --http says what --http-feature does,
// too.
void exclude_other_kinds(CLI::App& command) {
  auto exclude = [&](std::initializer_list<const char*> ones,
                     std::initializer_list<const char*> others) {
    for (const char* one : ones)
      for (const char* other : others) command.get_option(one)->excludes(command.get_option(other));
  };
  exclude({"--http", "--http-feature"}, {"--event-type", "--streaming"});
  exclude({"--event-type"}, {"--streaming"});
  exclude({"--http", "--http-feature", "--event-type", "--streaming"},
          {"--extension", "--events", "--logs", "--telemetry", "--internal"});
  exclude({"--events"}, {"--logs", "--telemetry"});
  exclude({"--logs"}, {"--telemetry"});
}

void describe_project(CLI::App& command, project_options& o) {
  kind_options& kind = o.kind;
  command.add_flag("--http", kind.http, "For HTTP requests, from whichever service");
  add_word_choice(
      command, "--http-feature", "For HTTP requests of one service",
      {"any", "alb", "apigw_rest", "apigw_http", "apigw_websockets"}, 0,
      [&kind](std::size_t at) { kind.http_feature = static_cast<templates::http_feature>(at); });
  command
      .add_option("--event-type", kind.event_type, "For an event of AWS, as sqs or sqs::SqsEvent")
      ->type_name("TYPE");
  command.add_flag("--streaming", kind.streaming, "For a response that is written piece by piece");
  command.add_flag("--extension", kind.extension, "An extension instead of a function");
  command.add_flag("--events", kind.events, "It hears of invocations [default]");
  command.add_flag("--logs", kind.logs, "It gets what the function logs");
  command.add_flag("--telemetry", kind.telemetry, "It gets the platform's telemetry");
  command.add_flag("--internal", kind.internal, "It is a thread inside a function");
  command
      .add_option("--template", o.template_source,
                  "One of the list's, a folder, .zip or repository:\ngh:OWNER/NAME[/branch/B]")
      ->type_name("TEMPLATE");
  command.add_flag("--list-templates", o.list_templates, "List what there is, and end");
  command.add_option("--function-name,--bin-name", o.function_name, "The function's name [NAME]")
      ->type_name("NAME");
  command.add_flag("-y,--no-interactive,--default", o.no_interactive,
                   "Ask nothing; basic where nothing is said");
  command.add_option("--render-var", o.render_vars, "A variable of the template")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--render-file", o.render_files, "Fill in placeholders there too")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command.add_option("--ignore-file", o.ignore_files, "Leave that out")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command.add_flag("-o,--open", o.open, "Open the project in $EDITOR");
  add_output(command, o.output);
  exclude_other_kinds(command);
  group_flags(command, "Extension", {"--events", "--logs", "--telemetry", "--internal"});
  group_flags(command, "Template", {"--render-var", "--render-file", "--ignore-file"});
}

}  // namespace

void describe_new(CLI::App& command, new_options& options) {
  command.add_option("NAME", options.name, "The project's and function's name");
  command.add_option("--dir", options.dir, "The project's folder [./NAME]")->type_name("DIR");
  describe_project(command, options);
  command.footer("Example:\n  lambent new hello -y && cd hello && lambent build --release");
}

void describe_init(CLI::App& command, init_options& options) {
  options.dir = ".";
  command.add_option("PATH", options.dir, "The project's folder [.]")->type_name("PATH");
  command.add_option("--name", options.name, "The project's and function's name [the folder's]");
  describe_project(command, options);
  command.footer("Example:\n  lambent init --event-type sqs");
}

}  // namespace lambent::cli
