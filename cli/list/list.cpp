#include "cli/list/list.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>

#include "aws/services/lambda.hpp"
#include "aws/services/lambda_aliases.hpp"
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
  std::vector<json_object> urls;  // Its own, and those of its aliases.
};

std::expected<one_function, call_error> look_at(aws::client& with, const std::string& name) {
  one_function out;
  out.function = TRY(lambda::get_function_configuration(with, {name, {}}));
  out.versions = TRY(lambda::list_versions_by_function(with, name));
  out.aliases = TRY(lambda::list_aliases(with, name));
  out.urls = TRY(lambda::list_function_url_configs(with, name));
  return out;
}

// "live", or "live (0.1)" where the alias sends only that share of its calls to the version.
std::string aliases_of(const one_function& what, const std::string& version) {
  std::string out;
  auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
  for (const json_object& alias : what.aliases) {
    const std::string name = text_at(alias, "Name");
    if (text_at(alias, "FunctionVersion") == version) add(name);
    const auto weights = lambda::weights_of(alias);
    if (auto share = weights.find(version); share != weights.end())
      add(name + " (" + share->second + ")");
  }
  return out;
}

// Of a URL: the alias that it belongs to; empty for the function's own.
// arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS
std::string alias_of(const json_object& url) {
  const std::string arn = text_at(url, "FunctionArn");
  constexpr int colons_without_alias = 6;
  if (std::ranges::count(arn, ':') <= colons_without_alias) return {};
  return arn.substr(arn.rfind(':') + 1);
}

json::value own_url(const one_function& what) {
  for (const json_object& url : what.urls)
    if (alias_of(url).empty()) return url;
  return nullptr;
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
  if (!what.urls.empty()) out += "\n";
  for (const json_object& url : what.urls) {
    const std::string alias = alias_of(url);
    out += "URL  " + (alias.empty() ? "" : alias + "  ") + text_at(url, "FunctionUrl") + "  " +
           text_at(url, "AuthType") + "\n";
  }
  return out;
}

json::array array_of(const std::vector<json_object>& objects) {
  return json::array(objects.begin(), objects.end());
}

std::string as_json(const one_function& what) {
  return json::serialize(json_object{{"function", what.function},
                                     {"versions", array_of(what.versions)},
                                     {"aliases", array_of(what.aliases)},
                                     {"url", own_url(what)},
                                     {"urls", array_of(what.urls)}}) +
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
