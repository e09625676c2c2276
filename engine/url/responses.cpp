#include "engine/url/responses.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_string.hpp"

namespace lambent::url {
namespace {

// Of what a function said, in a header.
constexpr std::size_t why_bytes_max = 1'024;

http::response refusal(int status, std::string body, std::string_view why) {
  http::response made{status, {{"Content-Type", "application/json"}}, std::move(body)};
  if (!why.empty()) made.headers.add("X-Lambent-Error", why.substr(0, why_bytes_max));
  return made;
}

http::response access_denied(std::string body, std::string_view why) {
  http::response made = refusal(403, std::move(body), why);
  made.headers.add("x-amzn-ErrorType", "AccessDeniedException");
  return made;
}

http::response problem(int status, std::string_view title, std::string_view detail) {
  return refusal(
      status, fmt::format(R"({{"title":{},"detail":{}}})", json_string(title), json_string(detail)),
      {});
}

std::string list_of(const std::vector<std::string>& available) {
  return available.empty() ? "there are none" : fmt::format("{}", fmt::join(available, ", "));
}

}  // namespace

namespace {

std::string html_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

http::response build_failed(const http::request& request, std::string_view function,
                            std::string_view messages) {
  bool page = request.method == "GET" && request.headers.get("Accept").contains("text/html");
  std::string title = fmt::format("{} could not be built", function);
  if (!page)
    return {500,
            {{"Content-Type", "text/plain; charset=utf-8"}},
            fmt::format("{}\n\n{}\n", title, messages)};
  return {500,
          {{"Content-Type", "text/html; charset=utf-8"}},
          fmt::format(
              "<!doctype html>\n<meta http-equiv=\"refresh\" content=\"2\">\n<title>{0}</title>\n"
              "<h1>{0}</h1>\n<pre>{1}</pre>\n",
              html_escaped(title), html_escaped(messages))};
}

http::response forbidden(std::string_view why) {
  return access_denied(
      R"({"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: )"
      R"(https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"})",
      why);
}

http::response unknown_url(std::string_view why) {
  return access_denied(R"({"Message":null})", why);
}

http::response bad_gateway(std::string_view why) {
  return refusal(502, "Internal Server Error", why);
}

http::response missing_function(std::string_view name, const std::vector<std::string>& available) {
  return problem(
      404, "Missing function",
      fmt::format("There is no function {}. Available functions: {}", name, list_of(available)));
}

http::response ambiguous_function(std::string_view name, std::size_t count) {
  return problem(404, "Ambiguous function",
                 fmt::format("{} accounts and regions have a function {}. Sign the request, or "
                             "use a function URL",
                             count, name));
}

http::response missing_route(const std::vector<std::string>& available) {
  return problem(404, "Missing route",
                 fmt::format("No route takes this path; /lambda-url/<function>/ reaches any "
                             "function. Available functions: {}",
                             list_of(available)));
}

http::response method_not_allowed(const std::vector<std::string_view>& allowed) {
  std::string methods = fmt::format("{}", fmt::join(allowed, ", "));
  http::response made =
      problem(405, "Method not allowed", fmt::format("The route of this path takes: {}", methods));
  made.headers.add("Allow", methods);
  return made;
}

}  // namespace lambent::url
