#include "cli/deploy/testing/permissions.hpp"

#include <boost/json.hpp>

#include "cli/deploy/testing/request_parts.hpp"

namespace lambent::cli::testing {
namespace {

namespace json = boost::json;
using aws::testing::heard;
using json::object;

constexpr const char* account = "123456789012";
constexpr const char* lambda_begin = "arn:aws:lambda:eu-west-1:123456789012:";

// A request with a qualifier is about the version or the alias, not about the function.
std::string function_arn(const heard& request, const object& body) {
  const auto path = path_of(request.target);
  if (path.size() < 3) return lambda_begin + ("function:" + text(body, "FunctionName"));
  if (path[2].starts_with("arn:")) return path[2];
  const std::string qualifier = form_of(query_of(request.target))["Qualifier"];
  return lambda_begin + ("function:" + path[2]) + (qualifier.empty() ? "" : ":" + qualifier);
}

std::string layer_arn(const heard& request) {
  const auto path = path_of(request.target);
  return lambda_begin + ("layer:" + path.at(2)) + (path.size() > 4 ? ":" + path.at(4) : "");
}

// Lambda fetches the code as the caller.
void add_code(permissions& to, const object& code) {
  if (code.contains("S3Key"))
    to["arn:aws:s3:::" + text(code, "S3Bucket") + "/" + text(code, "S3Key")].insert("s3:GetObject");
}

// What Lambda looks up as the caller, before it takes a configuration.
void add_configuration(permissions& to, const object& body) {
  if (body.contains("Role")) to[text(body, "Role")].insert("iam:PassRole");
  if (const json::value* layers = body.if_contains("Layers"))
    for (const json::value& layer : layers->as_array())
      to[std::string(layer.as_string())].insert("lambda:GetLayerVersion");
  if (body.contains("VpcConfig"))
    to["*"].insert({"ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"});
}

void add_lambda(permissions& to, const std::string& operation, const heard& request) {
  const object body = parse(request.body);
  const bool layer = operation.ends_with("LayerVersion") || operation.ends_with("LayerVersions");
  const std::string arn = layer ? layer_arn(request) : function_arn(request, body);
  to[arn].insert("lambda:" + operation);
  if (operation == "CreateFunction" || operation == "PublishLayerVersion") {
    const json::value* code = body.if_contains(layer ? "Content" : "Code");
    add_code(to, code == nullptr ? object() : code->as_object());
  }
  if (operation == "UpdateFunctionCode") add_code(to, body);
  if (operation == "CreateFunction" && body.contains("Tags")) to[arn].insert("lambda:TagResource");
  if (!layer) add_configuration(to, body);
}

void add_iam(permissions& to, const std::string& operation, const heard& request) {
  auto form = form_of(request.body);
  const std::string role = std::string("arn:aws:iam::") + account + ":role/" + form["RoleName"];
  to[role].insert("iam:" + operation);
  if (operation == "CreateRole" && form.contains("Tags.member.1.Key"))
    to[role].insert("iam:TagRole");
}

void add_logs(permissions& to, const std::string& operation, const heard& request) {
  const std::string group = text(parse(request.body), "logGroupName");
  to[group.empty()
         ? "*"
         : std::string("arn:aws:logs:eu-west-1:") + account + ":log-group:" + group + ":*"]
      .insert("logs:" + operation);
}

}  // namespace

permissions permissions_for(std::string_view call, const heard& request) {
  permissions out;
  const auto words = split(call, ' ');
  const std::string& service = words.at(0);
  const std::string& operation = words.at(1);
  if (service == "lambda") add_lambda(out, operation, request);
  if (service == "iam") add_iam(out, operation, request);
  if (service == "logs") add_logs(out, operation, request);
  if (service == "s3") {
    std::string object_arn = "arn:aws:s3:::";
    for (const std::string& part : path_of(request.target))
      object_arn += (object_arn.ends_with(':') ? "" : "/") + part;
    out[object_arn].insert("s3:" + operation);
  }
  return out;  // Who somebody is, STS tells everyone.
}

permissions read_policy(std::string_view document) {
  permissions out;
  const object policy = parse(std::string(document));
  for (const json::value& statement : policy.at("Statement").as_array()) {
    const object& one = statement.as_object();
    for (const json::value& action : one.at("Action").as_array())
      out[text(one, "Resource")].insert(std::string(action.as_string()));
  }
  return out;
}

}  // namespace lambent::cli::testing
