#include "engine/url/event.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/json_string.hpp"
#include "base/utf8.hpp"

namespace lambent::url {
namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

// Of the connection, not of the request (RFC 9110 §7.6.1); cookies have their own member.
constexpr std::array<std::string_view, 9> left_out{
    "connection",        "cookie", "expect", "keep-alive", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade"};

// Values of a name that comes again are joined, as Lambda joins them.
void add_joined(pairs& to, std::string&& name, std::string_view value) {
  for (auto& [known, values] : to) {
    if (known != name) continue;
    values += ',';
    values += value;
    return;
  }
  to.emplace_back(std::move(name), value);
}

void set(pairs& to, std::string_view name, std::string_view value) {
  for (auto& [known, values] : to) {
    if (known != name) continue;
    values = value;
    return;
  }
  to.emplace_back(name, value);
}

// The host without its port, and the port.
std::pair<std::string_view, std::string_view> host_and_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  // "[::1]" has colons and no port.
  if (colon == std::string_view::npos || host.ends_with(']')) return {host, "80"};
  return {host.substr(0, colon), host.substr(colon + 1)};
}

pairs headers_of(const http::request& request, const event_context& context) {
  pairs all;
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    auto [name, value] = request.headers[i];
    std::string lower = lower_case(name);
    if (std::ranges::find(left_out, lower) == left_out.end())
      add_joined(all, std::move(lower), value);
  }
  add_joined(all, "x-forwarded-for", context.source_ip);
  set(all, "x-forwarded-port", host_and_port(request.headers.get("Host")).second);
  set(all, "x-forwarded-proto", "http");
  set(all, "x-amzn-trace-id", context.trace_id);
  return all;
}

std::vector<std::string_view> cookies_of(const http::headers& headers) {
  std::vector<std::string_view> all;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    auto [name, rest] = headers[i];
    if (!same_letters(name, "cookie")) continue;
    while (!rest.empty()) {
      std::string_view one = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(one.size() + 1, rest.size()));
      one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
      if (!one.empty()) all.push_back(one);
    }
  }
  return all;
}

// "12/Mar/2020:19:03:58 +0000"
std::string common_log_time(std::int64_t unix_ms) {
  namespace chr = std::chrono;
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const chr::sys_time<chr::milliseconds> at{chr::milliseconds(unix_ms)};
  const auto day = chr::floor<chr::days>(at);
  const chr::year_month_day date(day);
  const chr::hh_mm_ss clock(at - day);
  return fmt::format("{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000", unsigned(date.day()),
                     months[unsigned(date.month()) - 1], int(date.year()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

// Writes objects member by member.
class writer {
public:
  void text(std::string_view name, std::string_view value) {
    key(name);
    append_json_string(out_, value);
  }
  void raw(std::string_view name, std::string_view json) {
    key(name);
    out_ += json;
  }
  void map(std::string_view name, const pairs& members) {
    open(name);
    for (const auto& [key_text, value] : members) text(key_text, value);
    close();
  }
  void list(std::string_view name, const std::vector<std::string_view>& texts) {
    key(name);
    out_ += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i > 0) out_ += ',';
      append_json_string(out_, texts[i]);
    }
    out_ += ']';
  }
  void open(std::string_view name = {}) {
    if (!name.empty()) key(name);
    out_ += '{';
  }
  void close() { out_ += '}'; }
  [[nodiscard]] std::string take() { return std::move(out_); }

private:
  void key(std::string_view name) {
    if (!out_.ends_with('{')) out_ += ',';
    append_json_string(out_, name);
    out_ += ':';
  }
  std::string out_;
};

void write_signer(writer& to, const iam_caller& signer) {
  to.open("authorizer");
  to.open("iam");
  to.text("accessKey", signer.access_key);
  to.text("accountId", signer.account);
  to.text("callerId", signer.account);
  to.raw("cognitoIdentity", "null");
  to.raw("principalOrgId", "null");
  to.text("userArn", "arn:aws:iam::" + signer.account + ":root");
  to.text("userId", signer.account);
  to.close();
  to.close();
}

void write_context(writer& to, const http::request& request, const event_context& context,
                   std::string_view path) {
  to.open("requestContext");
  to.text("accountId", context.signer ? context.owner_account : "anonymous");
  to.text("apiId", context.api_id);
  if (context.signer) write_signer(to, *context.signer);
  to.text("domainName", host_and_port(request.headers.get("Host")).first);
  to.text("domainPrefix", context.api_id);
  to.open("http");
  to.text("method", request.method);
  to.text("path", path);
  to.text("protocol", "HTTP/1.1");
  to.text("sourceIp", context.source_ip);
  to.text("userAgent", request.headers.get("User-Agent"));
  to.close();
  to.text("requestId", context.request_id);
  to.text("routeKey", context.route_key);
  to.text("stage", "$default");
  to.text("time", common_log_time(context.now_ms));
  to.raw("timeEpoch", std::to_string(context.now_ms));
  to.close();
}

}  // namespace

bool is_text_type(std::string_view content_type) {
  std::string_view media = content_type.substr(0, content_type.find(';'));
  std::string type = lower_case(media.substr(0, media.find_last_not_of(' ') + 1));
  return type.starts_with("text/") || type == "application/json" || type == "application/xml" ||
         type == "application/javascript" || type.ends_with("+json") || type.ends_with("+xml");
}

std::string make_event(const http::request& request, const event_context& context) {
  const http::target target = http::parse_target(context.target);
  const std::string_view query =
      context.target.substr(std::min(target.path.size() + 1, context.target.size()));
  writer event;
  event.open();
  event.text("version", "2.0");
  event.text("routeKey", context.route_key);
  event.text("rawPath", target.path);
  event.text("rawQueryString", query);
  if (auto cookies = cookies_of(request.headers); !cookies.empty()) event.list("cookies", cookies);
  event.map("headers", headers_of(request, context));
  pairs parameters;
  for (const auto& [name, value] : target.query) add_joined(parameters, std::string(name), value);
  if (!parameters.empty()) event.map("queryStringParameters", parameters);
  write_context(event, request, context, target.path);
  if (!context.path_parameters.empty()) event.map("pathParameters", context.path_parameters);
  const bool text =
      request.body.empty() || (is_text_type(request.headers.get("Content-Type")) &&
                               !request.headers.has("Content-Encoding") && is_utf8(request.body));
  if (!request.body.empty()) event.text("body", text ? request.body : base64_encode(request.body));
  event.raw("isBase64Encoded", text ? "false" : "true");
  event.close();
  return event.take();
}

}  // namespace lambent::url
