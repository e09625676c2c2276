#include "cli/list/list.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "aws/services/lambda.hpp"
#include "base/architecture.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/list/table.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;
namespace lambda = aws::lambda;
using aws::call_error;
using aws::json_object;
using aws::number_at;
using aws::text_at;

std::string number_text(const json_object& in, std::string_view path) {
  auto number = number_at(in, path);
  return number ? std::to_string(*number) : "-";
}

std::string kilobytes(const json_object& in) {
  constexpr std::int64_t kilo = 1000;
  return std::to_string((number_at(in, "CodeSize").value_or(0) + kilo - 1) / kilo) + " kB";
}

std::string architecture(const json_object& in) {
  auto all = aws::texts_at(in, "Architectures");
  return all.empty() ? "x86_64" : all.front();
}

std::string runtime(const json_object& in) {
  return text_at(in, "PackageType") == "Image" ? "image" : text_at(in, "Runtime");
}

// An engine on this machine runs what is not for this machine's processor by an emulator.
std::string shown_architecture(const json_object& in, bool local) {
  std::string name = architecture(in);
  return local && name == other_architecture.name ? name + " (emulated)" : name;
}

std::string functions_table(const std::vector<json_object>& functions, bool local) {
  std::vector<std::vector<std::string>> rows = {
      {"NAME", "RUNTIME", "ARCH", "MEMORY", "TIMEOUT", "CODE", "MODIFIED"}};
  for (const json_object& f : functions)
    rows.push_back({text_at(f, "FunctionName"), runtime(f), shown_architecture(f, local),
                    number_text(f, "MemorySize") + " MB", number_text(f, "Timeout") + " s",
                    kilobytes(f), text_at(f, "LastModified")});
  return aligned(rows);
}

// One function and what hangs on it.
struct one_function {
  json_object function;
  std::vector<json_object> versions;
  std::vector<json_object> aliases;
  json_object url;
};

std::expected<one_function, call_error> look_at(aws::client& with, const std::string& name) {
  one_function out;
  out.function = TRY(lambda::get_function_configuration(with, {name, {}}));
  out.versions = TRY(lambda::list_versions_by_function(with, name));
  out.aliases = TRY(lambda::list_aliases(with, name));
  auto url = lambda::get_function_url_config(with, {name, {}});
  if (!url && !url.error().is("ResourceNotFoundException"))
    return std::unexpected(std::move(url).error());
  if (url) out.url = *std::move(url);
  return out;
}

std::string aliases_of(const one_function& what, const std::string& version) {
  std::string out;
  for (const json_object& alias : what.aliases)
    if (text_at(alias, "FunctionVersion") == version)
      out += (out.empty() ? "" : ", ") + text_at(alias, "Name");
  return out;
}

std::string details(const one_function& what, bool local) {
  std::string out = functions_table({what.function}, local);
  std::vector<std::vector<std::string>> rows = {
      {"VERSION", "ALIASES", "CODE SHA256", "MODIFIED", "DESCRIPTION"}};
  for (const json_object& v : what.versions) {
    const std::string version = text_at(v, "Version");
    rows.push_back({version, aliases_of(what, version), text_at(v, "CodeSha256"),
                    text_at(v, "LastModified"), text_at(v, "Description")});
  }
  out += "\n" + aligned(rows);
  if (!what.url.empty())
    out +=
        "\nURL  " + text_at(what.url, "FunctionUrl") + "  " + text_at(what.url, "AuthType") + "\n";
  return out;
}

json::array array_of(const std::vector<json_object>& objects) {
  return json::array(objects.begin(), objects.end());
}

std::string as_json(const one_function& what) {
  return json::serialize(json_object{
             {"function", what.function},
             {"versions", array_of(what.versions)},
             {"aliases", array_of(what.aliases)},
             {"url", what.url.empty() ? json::value(nullptr) : json::value(what.url)}}) +
         "\n";
}

}  // namespace

void describe_list(CLI::App& command, list_options& options) {
  command.add_option("NAME", options.name, "One function [all of them]")->type_name("FUNCTION");
  add_remote(command, options.remote);
  describe_connection(command, options.connection);
  add_output(command, options.output);
  command.footer("Example:\n  lambent list hello --remote");
}

exit_code list_functions(const list_options& options) {
  const std::string doing = options.name.empty() ? "list" : "list " + options.name;
  auto client = aws::client::open(connection_for(options.connection, options.remote));
  if (!client) return report_failure(doing, std::move(client).error());
  const bool local = client->is_local("lambda");
  const bool text = options.output == output_format::text;
  if (options.name.empty()) {
    auto functions = lambda::list_functions(*client);
    if (!functions) return report_failure(doing, std::move(functions).error(), local);
    if (!text)
      return finish_with(json::serialize(json_object{{"functions", array_of(*functions)}}) + "\n");
    return finish_with(functions_table(*functions, local));
  }
  auto one = look_at(*client, options.name);
  if (!one) return report_failure(doing, std::move(one).error(), local);
  return finish_with(text ? details(*one, local) : as_json(*one));
}

}  // namespace lambent::cli
