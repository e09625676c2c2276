#include "aws/services/ecr.hpp"

#include <algorithm>
#include <utility>

#include "aws/config/endpoint.hpp"
#include "aws/protocol/answers.hpp"
#include "aws/protocol/json.hpp"
#include "base/base64.hpp"

namespace lambent::aws::ecr {
namespace {

// What begins the X-Amz-Target of its operations.
constexpr std::string_view target_prefix = "AmazonEC2ContainerRegistry_V20150921.";

std::expected<response, call_error> ask(client& with, std::string_view operation,
                                        const json_object& input, repeat how) {
  return with.call(json_request("ecr", std::string(target_prefix).append(operation), input, how));
}

bool is_account(std::string_view text) {
  constexpr std::size_t digits = 12;
  return text.size() == digits &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The first label, taken off with its dot.
std::string_view take_label(std::string_view& host) {
  std::size_t dot = host.find('.');
  std::string_view out = host.substr(0, dot);
  host.remove_prefix(dot == std::string_view::npos ? host.size() : dot + 1);
  return out;
}

}  // namespace

std::expected<authorization, call_error> get_authorization_token(client& with) {
  response answer = TRY(ask(with, "GetAuthorizationToken", {}, repeat::safe));
  json_object said = TRY(read_json_answer(answer));
  std::vector<json_object> all = objects_at(said, "authorizationData");
  if (all.empty()) return unreadable(answer, "it has no authorisation");
  auto decoded = base64_decode(text_at(all.front(), "authorizationToken"));
  std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos)
    return unreadable(answer, "its authorisation is no user and password");
  return authorization{.user_name = decoded->substr(0, colon),
                       .password = decoded->substr(colon + 1),
                       .registry_url = text_at(all.front(), "proxyEndpoint")};
}

done create_repository(client& with, const std::string& name) {
  (void)TRY(ask(with, "CreateRepository", {{"repositoryName", name}}, repeat::by_method));
  return {};
}

done delete_repository(client& with, const std::string& name) {
  (void)TRY(
      ask(with, "DeleteRepository", {{"repositoryName", name}, {"force", true}}, repeat::safe));
  return {};
}

std::optional<registry_host> parse_registry_host(std::string_view host) {
  registry_host out{.account = std::string(take_label(host))};
  if (!is_account(out.account)) return {};
  std::string_view kind = take_label(host);
  // "dkr-ecr.REGION.on.aws" is the dual-stack form.
  const bool dual_stack = kind == "dkr-ecr" || kind == "dkr-ecr-fips";
  if (!dual_stack) {
    std::string_view service = take_label(host);
    if (kind != "dkr" || (service != "ecr" && service != "ecr-fips")) return {};
  }
  out.region = take_label(host);
  if (!is_region(out.region)) return {};
  const bool ours =
      dual_stack ? host.starts_with("on.") : host == partition_of(out.region).dns_suffix;
  if (!ours) return {};
  return out;
}

}  // namespace lambent::aws::ecr
