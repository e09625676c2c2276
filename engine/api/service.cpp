#include "engine/api/service.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/api/s3_host.hpp"
#include "engine/model/owner.hpp"
#include "engine/model/session_token.hpp"

namespace lambent::api {
namespace {

// Who signed, and for which region and service; parts that the signature does not name are empty.
struct credential {
  std::string key, region, service;
};

// "AKID/20260112/us-east-1/lambda/aws4_request"
credential read_scope(std::string_view scope) {
  std::array<std::string_view, 5> fields;
  for (auto& field : fields) {
    field = scope.substr(0, scope.find('/'));
    scope.remove_prefix(std::min(field.size() + 1, scope.size()));
  }
  return {std::string(fields[0]), std::string(fields[2]), std::string(fields[3])};
}

credential credential_of(const http::request& request) {
  std::string_view signed_with = request.headers.get("Authorization");
  constexpr std::string_view mark = "Credential=";
  if (auto at = signed_with.find(mark); at != std::string_view::npos) {
    signed_with.remove_prefix(at + mark.size());
    return read_scope(signed_with.substr(0, signed_with.find_first_of(", ")));
  }
  // The second version of signatures, "AWS AKID:signature", is S3's alone by now.
  if (signed_with.starts_with("AWS ")) {
    signed_with.remove_prefix(4);
    return {std::string(signed_with.substr(0, signed_with.find(':'))), {}, "s3"};
  }
  if (request.target.contains("X-Amz-Credential="))
    return read_scope(http::parse_target(request.target).get("X-Amz-Credential"));
  if (request.target.contains("AWSAccessKeyId="))
    return {std::string(http::parse_target(request.target).get("AWSAccessKeyId")), {}, "s3"};
  return {};
}

std::string service_of_target(std::string_view target) {
  if (target.starts_with("Logs_")) return "logs";
  if (target.starts_with("AmazonEC2ContainerRegistry_")) return "ecr";
  if (target.starts_with("AmazonSQS.")) return "sqs";
  return {};
}

std::string token_of(const http::request& request) {
  if (request.target.contains("X-Amz-Security-Token="))
    return std::string(http::parse_target(request.target).get("X-Amz-Security-Token"));
  return std::string(request.headers.get("X-Amz-Security-Token"));
}

std::string account_of(const http::request& request, std::string_view access_key) {
  if (auto session = model::read_session_token(token_of(request)))
    return std::move(session->account);
  bool digits = access_key.size() == 12 &&
                std::ranges::all_of(access_key, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::string(access_key) : model::default_owner().account;
}

// The services of the query protocol say in their parameters which version of them is meant; the
// calls that take no credentials say no more.
std::string service_of_version(const http::request& request) {
  std::string_view parameters = request.target.contains("Version=")
                                    ? std::string_view(request.target)
                                    : std::string_view(request.body);
  if (parameters.contains("Version=2011-06-15")) return "sts";
  if (parameters.contains("Version=2010-05-08")) return "iam";
  return {};
}

bool is_form(const http::request& request) {
  return request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded") ||
         (request.method == "GET" && request.target.contains("Action="));
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
  credential by = credential_of(request);
  addressee found{std::move(by.service), account_of(request, by.key),
                  by.region.empty() ? model::default_owner().region : std::move(by.region)};
  if (found.service.empty()) found.service = service_of_target(request.headers.get("X-Amz-Target"));
  if (found.service.empty() && dated(request.target)) found.service = "lambda";
  if (found.service.empty() && read_s3_host(request.headers.get("Host")).names_s3)
    found.service = "s3";
  if (found.service.empty() && is_form(request)) found.service = service_of_version(request);
  return found;
}

}  // namespace lambent::api
