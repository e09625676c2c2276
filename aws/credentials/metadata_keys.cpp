#include "aws/credentials/metadata_keys.hpp"

#include <charconv>

#include "aws/credentials/key_document.hpp"
#include "base/files.hpp"
#include "base/percent.hpp"
#include "base/this_machine.hpp"

namespace lambent::aws {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view container_host = "http://169.254.170.2";
constexpr seconds container_time_max{5};
constexpr int container_attempts = 3;
constexpr seconds container_pause{1};
constexpr std::uint64_t token_bytes_max = 64UL * 1024;

constexpr int ok = 200;

bool may_pass(const std::expected<response, http_failure>& answer) {
  using kind = http_failure::kind;
  if (!answer)
    return answer.error().what == kind::unreachable || answer.error().what == kind::broken;
  constexpr int too_many_requests = 429;
  constexpr int first_server_error = 500;
  return answer->status == too_many_requests || answer->status >= first_server_error;
}

result<> check_container_host(const std::string& url) {
  url_parts parts = TRY(parse_url(url.substr(0, url.find('?'))));
  // ECS, and EKS Pod Identity in both families.
  for (const char* host : {"169.254.170.2", "169.254.170.23", "fd00:ec2::23"})
    if (parts.host == host) return {};
  if (parts.scheme == "https" || is_this_machine(parts.host)) return {};
  return fail("AWS_CONTAINER_CREDENTIALS_FULL_URI names host " + parts.host + " over http",
              "https, or an address of this machine or of AWS's agents, would be taken");
}

result<std::string> container_token(const environment& from) {
  const std::string& path = from.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  std::string token = path.empty() ? from.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
                                   : TRY(read_file(path, token_bytes_max));
  if (token.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
    return fail("the container's authorization token has a line break");
  return token;
}

result<credentials> ask_container(const std::string& url, const environment& from, caller& with,
                                  const surroundings& around) {
  TRY(check_container_host(url));
  std::string token = TRY(container_token(from));
  http_request request{.url = url,
                       .headers = {{"Accept", "application/json"}},
                       .direct = url.starts_with("http:"),
                       .connect_timeout = container_time_max,
                       .total_timeout = container_time_max};
  if (!token.empty()) request.headers.emplace_back("Authorization", token);
  auto answer = with.fetch(request);
  for (int attempt = 1; attempt < container_attempts && may_pass(answer); ++attempt) {
    around.sleep(container_pause);
    answer = with.fetch(request);
  }
  if (!answer) return std::unexpected(std::move(answer).error().error);
  if (answer->status != ok)
    return fail("GET " + shown_url(url) + ": HTTP status " + std::to_string(answer->status));
  credentials keys =
      TRY_FOR("read the answer of " + shown_url(url), read_key_document(answer->body));
  keys.from = "the container's endpoint " + shown_url(url);
  return keys;
}

struct instance_service {
  std::string url;
  milliseconds time_max{1000};
};

result<instance_service> locate_instance_service(const configuration& config) {
  instance_service out;
  out.url = config.setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
  if (out.url.empty()) {
    const std::string& mode = config.setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                                             "ec2_metadata_service_endpoint_mode");
    bool ipv6 = mode == "IPv6" || mode == "ipv6";
    out.url = ipv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  }
  while (out.url.ends_with('/')) out.url.pop_back();
  const std::string& text =
      config.setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
  if (text.empty()) return out;
  int whole_seconds = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), whole_seconds);
  constexpr int seconds_max = 60;
  if (bad != std::errc{} || end != text.data() + text.size() || whole_seconds < 1 ||
      whole_seconds > seconds_max)
    return fail("AWS_METADATA_SERVICE_TIMEOUT is '" + text + "', not a number of seconds up to 60");
  out.time_max = seconds(whole_seconds);
  return out;
}

result<std::string> ask_instance(const instance_service& at, caller& with,
                                 const std::string& method, const std::string& path,
                                 name_value header) {
  auto answer = with.fetch({.method = method,
                            .url = at.url + path,
                            .headers = {std::move(header)},
                            .direct = true,
                            .connect_timeout = at.time_max,
                            .total_timeout = at.time_max});
  if (!answer) return std::unexpected(std::move(answer).error().error);
  if (answer->status != ok)
    return fail(method + " " + shown_url(at.url + path) + ": HTTP status " +
                std::to_string(answer->status));
  return std::move(answer->body);
}

result<credentials> ask_instance_for_keys(const instance_service& at, caller& with) {
  const std::string roles = "/latest/meta-data/iam/security-credentials/";
  // Six hours, the longest that the service gives; asked for anew with every set of keys.
  std::string token = TRY(ask_instance(at, with, "PUT", "/latest/api/token",
                                       {"X-aws-ec2-metadata-token-ttl-seconds", "21600"}));
  name_value authority{"X-aws-ec2-metadata-token", std::move(token)};
  if (authority.second.find_first_of("\r\n") != std::string::npos)
    return fail("the instance's metadata token has a line break");
  std::string role = TRY(ask_instance(at, with, "GET", roles, authority));
  role = role.substr(0, role.find('\n'));
  if (role.empty()) return fail("the instance has no role");
  std::string document =
      TRY(ask_instance(at, with, "GET", roles + percent_encode(role), authority));
  credentials keys =
      TRY_FOR("read the keys of the instance's role " + role, read_key_document(document));
  keys.from = "the instance's role " + role;
  return keys;
}

}  // namespace

finding keys_of_container(const configuration& config, caller& with, const surroundings& around) {
  const environment& from = config.variables();
  const std::string& relative = from.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const std::string& full = from.get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (relative.empty() && full.empty())
    return not_here{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set"};
  std::string url = relative.empty() ? full : std::string(container_host) + relative;
  return found(ask_container(url, from, with, around));
}

finding keys_of_instance(const configuration& config, caller& with) {
  if (config.variables().is_true("AWS_EC2_METADATA_DISABLED"))
    return not_here{"AWS_EC2_METADATA_DISABLED is set"};
  auto at = locate_instance_service(config);
  if (!at) return std::move(at).error();
  return found(ask_instance_for_keys(*at, with));
}

}  // namespace lambent::aws
