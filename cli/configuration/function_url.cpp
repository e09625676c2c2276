#include "cli/configuration/function_url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cli/command_line/suggest.hpp"
#include "cli/configuration/schema.hpp"

namespace lambent::cli::configuration {
namespace {

// Lambda API reference, Cors: MaxAge.
constexpr std::int32_t max_age_s_max = 86400;

std::unexpected<error> unknown(const document& in, const member& found, const std::string& where,
                               const std::vector<std::string>& known) {
  std::string similar = closest(key_of(found.name), known);
  return fail_at(in, found.at, where + " has no '" + found.name + "'",
                 similar.empty() ? "" : "did you mean '" + similar + "'?");
}

result<std::string> one_of(const document& in, const member& found,
                           const std::vector<std::string>& words) {
  std::string text = TRY(values_of(in, found.value, {.name = found.name})).front();
  if (std::ranges::find(words, text) != words.end()) return text;
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : " or ") + word;
  return fail_at(in, found.value.at, "'" + found.name + "' is '" + text + "', not " + list);
}

result<std::int32_t> max_age(const document& in, const member& found) {
  std::string text =
      TRY(values_of(in, found.value, {.name = found.name, .kind = value_kind::integer})).front();
  std::int32_t out = -1;
  std::from_chars(text.data(), text.data() + text.size(), out);
  if (out < 0 || out > max_age_s_max)
    return fail_at(in, found.value.at,
                   "'max_age' is from 0 to " + std::to_string(max_age_s_max) + " seconds");
  return out;
}

result<cors_settings> read_cors(const document& in, const member& cors, cors_settings out) {
  if (cors.value.kind != node_kind::table)
    return fail_at(in, cors.at,
                   "'cors' is a table; this is " + std::string(a_kind(cors.value.kind)));
  for (const member& found : cors.value.members) {
    std::string name = key_of(found.name);
    auto list = [&] { return values_of(in, found.value, {.name = name, .repeatable = true}); };
    if (name == "allow_origins") {
      out.allow_origins = TRY(list());
    } else if (name == "allow_methods") {
      out.allow_methods = TRY(list());
    } else if (name == "allow_headers") {
      out.allow_headers = TRY(list());
    } else if (name == "expose_headers") {
      out.expose_headers = TRY(list());
    } else if (name == "allow_credentials") {
      auto value = TRY(values_of(in, found.value, {.name = name, .kind = value_kind::boolean}));
      out.allow_credentials = value.front() == "true";
    } else if (name == "max_age") {
      out.max_age_s = TRY(max_age(in, found));
    } else {
      return unknown(in, found, "cors",
                     {"allow_origins", "allow_methods", "allow_headers", "expose_headers",
                      "allow_credentials", "max_age"});
    }
  }
  return out;
}

}  // namespace

result<function_url> read_function_url(const document& in, const member& url, function_url out) {
  if (url.value.kind != node_kind::table)
    return fail_at(in, url.at, "'url' is a table; this is " + std::string(a_kind(url.value.kind)),
                   R"(write url = { auth = "NONE" })");
  for (const member& found : url.value.members) {
    std::string name = key_of(found.name);
    if (name == "auth") {
      out.auth = TRY(one_of(in, found, {"AWS_IAM", "NONE"}));
    } else if (name == "invoke_mode") {
      out.invoke_mode = TRY(one_of(in, found, {"BUFFERED", "RESPONSE_STREAM"}));
    } else if (name == "cors") {
      out.cors = TRY(read_cors(in, found, out.cors.value_or(cors_settings{})));
    } else {
      return unknown(in, found, "url", {"auth", "invoke_mode", "cors"});
    }
  }
  return out;
}

result<std::optional<function_url>> function_url_of(const settings& from,
                                                    std::string_view function) {
  std::optional<function_url> out;
  for (const member* table : from.tables(std::array<std::string, 1>{"url"}, function))
    out = TRY(read_function_url(from.file(), *table, out.value_or(function_url{})));
  return out;
}

}  // namespace lambent::cli::configuration
