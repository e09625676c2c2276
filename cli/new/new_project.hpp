// `lambent new` and `lambent init`: write a project from a template. Those that the program carries
// need no network; one of somebody else's comes from a folder, a zip or a Git repository. Never
// over a file that exists, and all files or none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/new/asking/questions.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"
#include "templates/project.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// What to make; at most one of the kinds is asked for, beside a template of one's own.
struct kind_options {
  bool http = false;
  std::optional<templates::http_feature> http_feature{};
  std::string event_type{};
  bool streaming = false;
  bool extension = false;
  bool internal = false;
  bool events = false;
  bool logs = false;
  bool telemetry = false;
};

struct project_options {
  std::string name;           // The project's; of init, empty means the folder's.
  std::string function_name;  // Empty: the project's.
  std::string dir;            // The project's folder; of new, empty means ./NAME.
  kind_options kind;
  std::string template_source;
  bool no_interactive = false;
  std::vector<std::string> render_files;
  std::vector<std::string> render_vars;  // NAME=VALUE
  std::vector<std::string> ignore_files;
  bool open = false;
  bool list_templates = false;
  output_format output = output_format::text;
};

struct new_options : project_options {};
struct init_options : project_options {};

void describe_new(CLI::App& command, new_options& options);
[[nodiscard]] exit_code new_project(const new_options& options);

void describe_init(CLI::App& command, init_options& options);
[[nodiscard]] exit_code init_project(const init_options& options);

}  // namespace lambent::cli
