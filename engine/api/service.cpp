#include "engine/api/service.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace lambent::api {
namespace {

constexpr std::string_view default_account = "000000000000";
constexpr std::string_view default_region = "us-east-1";

// "AKID/20260112/us-east-1/lambda/aws4_request", up to a comma.
std::string credential_of(const http::request& request) {
  std::string_view signed_with = request.headers.get("Authorization");
  constexpr std::string_view mark = "Credential=";
  if (auto at = signed_with.find(mark); at != std::string_view::npos) {
    signed_with.remove_prefix(at + mark.size());
    return std::string(signed_with.substr(0, signed_with.find_first_of(", ")));
  }
  if (request.target.find("X-Amz-Credential=") == std::string::npos) return {};
  return std::string(http::parse_target(request.target).get("X-Amz-Credential"));
}

std::string service_of_target(std::string_view target) {
  if (target.starts_with("Logs_")) return "logs";
  if (target.starts_with("AmazonEC2ContainerRegistry_")) return "ecr";
  if (target.starts_with("AmazonSQS.")) return "sqs";
  return {};
}

// Lambda's paths begin with the date of an API version.
bool dated(std::string_view path) {
  constexpr std::string_view form = "/dddd-dd-dd/";
  if (path.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    bool digit = path[i] >= '0' && path[i] <= '9';
    if (form[i] == 'd' ? !digit : path[i] != form[i]) return false;
  }
  return true;
}

}  // namespace

addressee identify(const http::request& request) {
  std::string credential = credential_of(request);
  std::array<std::string_view, 5> scope;
  std::string_view rest = credential;
  for (auto& field : scope) {
    field = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(field.size() + 1, rest.size()));
  }
  std::string_view key = scope[0];
  bool account_key = key.size() == 12 && std::all_of(key.begin(), key.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
  addressee found{std::string(scope[3]), std::string(account_key ? key : default_account),
                  std::string(scope[2].empty() ? default_region : scope[2])};
  if (found.service.empty()) found.service = service_of_target(request.headers.get("X-Amz-Target"));
  if (found.service.empty() && dated(request.target)) found.service = "lambda";
  return found;
}

}  // namespace lambent::api
