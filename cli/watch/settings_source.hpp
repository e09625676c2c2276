// What each watched function's settings are: the flags, lambent.toml and the environment files,
// read anew whenever they are asked for.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "cli/build/build_project.hpp"
#include "cli/command_line/command_tree.hpp"
#include "cli/watch/function_settings.hpp"
#include "cli/watch/watch.hpp"
#include "engine/url/router.hpp"

namespace lambent::cli::watch {

class settings_source {
public:
  settings_source(const watch_options& options, const options_of<watch_options>& again)
      : options_(options), again_(again) {}

  [[nodiscard]] result<function_settings> for_function(const std::string& name) const;
  // What watch builds: for this machine and to be debugged, defined and compiled as `lambent build`
  // does without flags, and with -D of this command.
  [[nodiscard]] result<build_settings> build(const std::filesystem::path& project) const;
  // The files and folders that `lambent build` and this command put beside the function's program.
  [[nodiscard]] result<std::vector<std::string>> includes(const std::string& name) const;
  // Of all functions, absolute.
  [[nodiscard]] std::vector<std::string> layers() const;
  // The environment files that the settings of these functions are read from, each once. One whose
  // settings cannot be read has none: for_function() tells why.
  [[nodiscard]] std::vector<std::string> env_files(const std::vector<std::string>& functions) const;
  [[nodiscard]] const configuration::settings& file() const { return again_.settings(); }
  // [watch.router] as far as it is about the functions that are watched; an error where it names
  // none of all.
  [[nodiscard]] result<url::router> routes(const std::vector<std::string>& watched,
                                           const std::vector<std::string>& all) const;
  // Of [functions.NAME.url], by function.
  [[nodiscard]] result<std::map<std::string, model::cors_config, std::less<>>> cors(
      const std::vector<std::string>& functions) const;

private:
  const watch_options& options_;
  const options_of<watch_options>& again_;
};

// KEY=VALUE as it is, KEY with the value that it has in this process's environment.
[[nodiscard]] result<std::vector<std::string>> assignments_of(
    const std::vector<std::string>& given);

// What a program needs that is started by hand; `runtime_api` is "host:port".
[[nodiscard]] std::vector<std::pair<std::string, std::string>> outside_variables(
    const std::string& function, const function_settings& settings, const std::string& runtime_api);

}  // namespace lambent::cli::watch
