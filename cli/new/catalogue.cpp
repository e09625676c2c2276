#include "cli/new/catalogue.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/joined.hpp"
#include "base/json_string.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {
namespace {

using templates::event_type;
using templates::extension_feature;
using templates::http_feature;
using templates::project_kind;

// What cargo-lambda has a type for and we have not.
struct without_type {
  std::string_view rust_name;
  std::string_view what;
};
constexpr auto without_types = std::to_array<without_type>(
    {{"chime_bot::ChimeBotEvent", "Amazon Chime's bots"},
     {"iot_1_click::IoTOneClickDeviceEvent", "AWS IoT 1-Click"},
     {"iot_1_click::IoTOneClickEvent", "AWS IoT 1-Click"},
     {"kinesis_analytics::KinesisAnalyticsOutputDeliveryEvent", "Kinesis Data Analytics for SQL"},
     {"lex::LexEvent", "the first version of Amazon Lex"}});

// As types are compared: in lower case, with '_' for '-'.
std::string plain(std::string_view name) {
  std::string out = lower_case(name);
  std::ranges::replace(out, '-', '_');
  return out;
}

std::vector<std::string> events_in(const catalogue_entry& entry) {
  std::vector<std::string> out;
  templates::project_request request = entry.request;
  request.project_name = request.function_name = "x";
  auto files = templates::make_project(request);
  if (!files) return out;
  for (const templates::project_file& file : *files)
    if (file.path.starts_with("events/")) out.push_back(file.path);
  return out;
}

void add_http(std::vector<catalogue_entry>& to) {
  struct row {
    http_feature feature;
    const char* word;
    const char* title;
  };
  to.push_back(
      {"http", "HTTP requests, from whichever service", {"--http"}, {.kind = project_kind::http}});
  for (const row& one :
       {row{http_feature::alb, "alb", "HTTP requests of an Application Load Balancer"},
        row{http_feature::apigw_rest, "apigw_rest", "HTTP requests of an API Gateway REST API"},
        row{http_feature::apigw_http, "apigw_http", "HTTP requests of an API Gateway HTTP API"},
        row{http_feature::apigw_websockets, "apigw_websockets",
            "Messages of an API Gateway WebSocket API"}})
    to.push_back({"http-" + std::string(one.word),
                  one.title,
                  {"--http-feature", one.word},
                  {.kind = project_kind::http, .http = one.feature}});
}

void add_extensions(std::vector<catalogue_entry>& to) {
  struct row {
    extension_feature feature;
    const char* word;
    const char* hears;
  };
  for (const row& one :
       {row{extension_feature::events, "events", "invocations"},
        row{extension_feature::logs, "logs", "what the function logs"},
        row{extension_feature::telemetry, "telemetry", "the platform's telemetry"}})
    for (bool internal : {false, true}) {
      std::string what = internal ? "An extension inside the function" : "An extension as a layer";
      catalogue_entry entry{
          (internal ? "internal-extension-" : "extension-") + std::string(one.word),
          what + ": " + one.hears,
          {"--extension", "--" + std::string(one.word)},
          {.kind = internal ? project_kind::internal_extension : project_kind::external_extension,
           .follows = one.feature}};
      if (internal) entry.options.emplace_back("--internal");
      to.push_back(std::move(entry));
    }
}

}  // namespace

result<std::vector<catalogue_entry>> read_catalogue() {
  std::vector<catalogue_entry> out;
  out.push_back({"basic", "An event and a reply of your own", {}, {}});
  add_http(out);
  out.push_back({"streaming",
                 "A response that is written piece by piece",
                 {"--streaming"},
                 {.kind = project_kind::streaming}});
  add_extensions(out);
  for (event_type& type : TRY(templates::all_event_types())) {
    catalogue_entry entry{type.name, type.title, {"--event-type", type.name}, {}};
    entry.request.kind = project_kind::event;
    entry.request.event = std::move(type);
    out.push_back(std::move(entry));
  }
  return out;
}

std::string as_table(const std::vector<catalogue_entry>& entries) {
  std::size_t width = 0;
  for (const catalogue_entry& entry : entries) width = std::max(width, entry.name.size());
  std::string out;
  for (const catalogue_entry& entry : entries)
    out += entry.name + std::string(width + 2 - entry.name.size(), ' ') + entry.title + "\n";
  return out;
}

std::string as_json(const std::vector<catalogue_entry>& entries) {
  std::string out;
  for (const catalogue_entry& entry : entries) {
    bool function = entry.request.kind != project_kind::external_extension;
    out += (out.empty() ? "" : ",\n  ") + std::string("{\"name\":") + json_string(entry.name) +
           ",\"title\":" + json_string(entry.title) +
           ",\"options\":" + json_string_list(entry.options) +
           ",\"makes\":" + (function ? "\"function\"" : "\"extension\"") +
           ",\"events\":" + json_string_list(events_in(entry)) + "}";
  }
  return "{\"templates\":[\n  " + out + "\n]}\n";
}

result<event_type> find_event_type(const std::vector<event_type>& types, std::string_view name) {
  std::string wanted = plain(name);
  std::vector<std::string> names;
  std::vector<std::string> beginning;
  for (const event_type& type : types) {
    if (type.name == wanted) return type;
    if (std::ranges::find(type.rust_names, name) != type.rust_names.end()) return type;
    names.push_back(type.name);
    if (type.name.starts_with(wanted)) beginning.push_back(type.name);
  }
  std::string quoted = "'" + std::string(name) + "'";
  for (const without_type& one : without_types)
    if (one.rust_name == name)
      return fail("there is no type for the events of " + std::string(one.what),
                  "the event type json takes any event");
  if (!wanted.empty() && !beginning.empty())
    return fail("there is no event type " + quoted, "there are " + joined(beginning));
  std::string similar = closest(wanted, names);
  return fail("there is no event type " + quoted, similar.empty()
                                                      ? "`lambent new --list-templates` lists them"
                                                      : "did you mean '" + similar + "'?");
}

}  // namespace lambent::cli
