#include "cli/deploy/testing/fake_cloud.hpp"

#include <array>
#include <boost/json.hpp>
#include <utility>

#include "aws/sigv4/verifier.hpp"
#include "aws/testing/world.hpp"
#include "base/base64.hpp"
#include "base/percent.hpp"
#include "base/sha256.hpp"
#include "cli/deploy/testing/request_parts.hpp"

namespace lambent::cli::testing {
namespace {

namespace json = boost::json;
using aws::testing::heard;
using aws::testing::http_answer;
using json::object;

constexpr const char* arn_begin = "arn:aws:lambda:eu-west-1:123456789012:function:";

std::string ok(const object& body, int status = 200) {
  return http_answer(status, json::serialize(body), {{"Content-Type", "application/json"}});
}

std::string refused(int status, const std::string& code, const std::string& message) {
  return http_answer(status, json::serialize(object{{"Type", "User"}, {"message", message}}),
                     {{"x-amzn-errortype", code}});
}

std::string not_found(const std::string& what) {
  return refused(404, "ResourceNotFoundException", what + " not found");
}

std::string xml(const std::string& action, const std::string& result) {
  return http_answer(200, "<" + action + "Response><" + action + "Result>" + result + "</" +
                              action + "Result></" + action + "Response>");
}

std::string xml_refused(int status, const std::string& code) {
  return http_answer(status, "<ErrorResponse><Error><Type>Sender</Type><Code>" + code +
                                 "</Code><Message>" + code + "</Message></Error></ErrorResponse>");
}

void keep_code(object& configuration, const object& from,
               const std::map<std::string, std::string>& objects) {
  std::string zip = base64_decode(text(from, "ZipFile")).value_or("");
  if (from.contains("S3Key"))
    zip = objects.at("/" + text(from, "S3Bucket") + "/" + text(from, "S3Key"));
  configuration["CodeSha256"] = base64_of_sha256(zip);
}

bool has_weight(const object& alias, const std::string& version) {
  const json::value* routing = alias.if_contains("RoutingConfig");
  if (routing == nullptr) return false;
  const json::value* weights = routing->as_object().if_contains("AdditionalVersionWeights");
  return weights != nullptr && weights->as_object().contains(version);
}

void keep_configuration(object& configuration, const object& from) {
  for (const auto* member :
       {"Role", "Runtime", "Handler", "Description", "MemorySize", "Timeout", "EphemeralStorage",
        "Environment", "TracingConfig", "LoggingConfig", "VpcConfig", "Architectures"})
    if (from.contains(member)) configuration[member] = from.at(member);
  if (!from.contains("Layers")) return;
  json::array layers;
  for (const json::value& arn : from.at("Layers").as_array())
    layers.push_back(object{{"Arn", arn}});
  configuration["Layers"] = std::move(layers);
}

}  // namespace

fake_cloud::fake_cloud() : server_([this](const heard& request) { return answer(request); }) {}

std::vector<std::string> fake_cloud::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

void fake_cloud::forget_calls() {
  const std::lock_guard lock(mutex_);
  calls_.clear();
}

std::vector<std::string> fake_cloud::badly_signed() const {
  const std::lock_guard lock(mutex_);
  return badly_signed_;
}

void fake_cloud::cut_before(int call) {
  const std::lock_guard lock(mutex_);
  cut_before_ = call;
  seen_ = 0;
}

void fake_cloud::cut_after(int call) {
  const std::lock_guard lock(mutex_);
  cut_after_ = call;
  seen_ = 0;
}

void fake_cloud::lose_answer(std::string call) {
  const std::lock_guard lock(mutex_);
  lost_answer_ = std::move(call);
}

void fake_cloud::throttle(int calls) {
  const std::lock_guard lock(mutex_);
  throttled_ = calls;
}

void fake_cloud::delay_role(int calls, std::string said) {
  const std::lock_guard lock(mutex_);
  unknown_role_ = calls;
  unknown_role_refusal_ = std::move(said);
}

void fake_cloud::stay_busy(int calls) {
  const std::lock_guard lock(mutex_);
  busy_ = calls;
}

void fake_cloud::begin_change(const std::string& function, int calls) {
  const std::lock_guard lock(mutex_);
  functions_.at(function).busy = calls;
}

void fake_cloud::set_state(const std::string& function, const std::string& state,
                           const std::string& code, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  functions_.at(function).state = {
      {"State", state}, {"StateReasonCode", code}, {"StateReason", reason}};
}

void fake_cloud::encrypt_environment(const std::string& function, const std::string& key_arn) {
  const std::lock_guard lock(mutex_);
  functions_.at(function).configuration["KMSKeyArn"] = key_arn;
}

void fake_cloud::allow_only(permissions what) {
  const std::lock_guard lock(mutex_);
  allowed_ = std::move(what);
  used_.clear();
}

permissions fake_cloud::used_permissions() const {
  const std::lock_guard lock(mutex_);
  return used_;
}

object fake_cloud::function(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  auto found = functions_.find(name);
  return found == functions_.end() ? object() : found->second.configuration;
}

object fake_cloud::url_config(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto& urls = functions_.at(name).urls;
  auto found = urls.find("");
  return found == urls.end() ? object() : found->second;
}

std::vector<std::string> fake_cloud::versions(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (const object& version : functions_.at(name).versions)
    out.push_back(text(version, "Version"));
  return out;
}

std::set<std::string> fake_cloud::policies(const std::string& role) const {
  const std::lock_guard lock(mutex_);
  auto found = roles_.find(role);
  return found == roles_.end() ? std::set<std::string>() : found->second.policies;
}

// The connection stays cut for every repetition of the call, until the test says otherwise.
std::string fake_cloud::answer(const heard& request) {
  const std::lock_guard lock(mutex_);
  check_signature(request);
  ++seen_;
  if (cut_before_ > 0 && seen_ >= cut_before_) return {};
  if (throttled_ > 0) {
    --throttled_;
    return refused(429, "TooManyRequestsException", "Rate exceeded");
  }
  std::string out = carry_out(request);
  if (allowed_ && !is_allowed(request))
    return refused(403, "AccessDeniedException", calls_.back() + " is not allowed");
  if (cut_after_ > 0 && seen_ >= cut_after_) return {};
  if (!lost_answer_.empty() && calls_.back() == lost_answer_) {
    lost_answer_.clear();
    return {};
  }
  return out;
}

// Whatever a refused call has done by then: a test that allows too little has failed already.
bool fake_cloud::is_allowed(const heard& request) {
  bool all = true;
  for (const auto& [resource, actions] : permissions_for(calls_.back(), request)) {
    for (const std::string& action : actions) {
      used_[resource].insert(action);
      if (!allowed_->contains(resource) || !allowed_->at(resource).contains(action)) all = false;
    }
  }
  return all;
}

void fake_cloud::check_signature(const heard& request) {
  std::vector<aws::sigv4::header> headers;
  for (const auto& [name, value] : request.headers) headers.push_back({name, value});
  auto verified = aws::sigv4::verify(
      {.method = request.method,
       .target = request.target,
       .headers = headers,
       .body = request.body},
      [](std::string_view id) {
        return id == "AKIDEXAMPLE" ? std::optional<std::string>("secret") : std::nullopt;
      },
      aws::testing::world_begins);
  if (!verified)
    badly_signed_.push_back(request.method + " " + request.target + ": " +
                            verified.error().message);
}

std::string fake_cloud::carry_out(const heard& request) {
  const std::string authorization(request.header("authorization"));
  const auto scope = split(authorization, '/');
  const std::string service = scope.size() > 3 ? scope[3] : "";
  if (service == "lambda") {
    return lambda(request, path_of(request.target));
  }
  if (service == "s3") {
    calls_.push_back("s3 PutObject");
    objects_[request.target] = request.body;
    return http_answer(200, "", {{"ETag", "\"x\""}});
  }
  if (service == "logs") {
    std::string target(request.header("x-amz-target"));
    return logs(target.substr(target.find('.') + 1), parse(request.body));
  }
  auto form = form_of(request.body);
  calls_.push_back(service + " " + form["Action"]);
  if (service == "sts")
    return xml("GetCallerIdentity",
               "<Account>123456789012</Account><UserId>u</UserId>"
               "<Arn>arn:aws:iam::123456789012:user/u</Arn>");
  return iam(form["Action"], form);
}

std::string fake_cloud::iam(const std::string& action,
                            const std::map<std::string, std::string>& form) {
  const std::string& name = form.at("RoleName");
  const std::string role = "<Role><Path>/</Path><RoleName>" + name +
                           "</RoleName><RoleId>r</RoleId>" +
                           "<Arn>arn:aws:iam::123456789012:role/" + name + "</Arn></Role>";
  if (action == "CreateRole") {
    if (roles_.contains(name)) return xml_refused(409, "EntityAlreadyExists");
    roles_[name] = {};
    return xml(action, role);
  }
  auto found = roles_.find(name);
  if (found == roles_.end()) return xml_refused(404, "NoSuchEntity");
  if (action == "GetRole") return xml(action, role);
  if (action == "AttachRolePolicy") found->second.policies.insert(form.at("PolicyArn"));
  if (action == "DetachRolePolicy" && found->second.policies.erase(form.at("PolicyArn")) == 0)
    return xml_refused(404, "NoSuchEntity");
  if (action == "DeleteRole") roles_.erase(found);
  std::string members;
  if (action == "ListAttachedRolePolicies")
    for (const std::string& arn : found->second.policies)
      members += "<member><PolicyName>p</PolicyName><PolicyArn>" + arn + "</PolicyArn></member>";
  const std::string list = action == "ListRolePolicies" ? "PolicyNames" : "AttachedPolicies";
  return xml(action,
             "<" + list + ">" + members + "</" + list + "><IsTruncated>false</IsTruncated>");
}

std::string fake_cloud::logs(const std::string& operation, const object& body) {
  calls_.push_back("logs " + operation);
  const std::string name = text(body, "logGroupName");
  if (operation == "CreateLogGroup") log_groups_.emplace(name, 0);
  if (operation == "PutRetentionPolicy")
    log_groups_[name] = static_cast<int>(body.at("retentionInDays").as_int64());
  if (operation == "DeleteRetentionPolicy") log_groups_[name] = 0;
  if (operation == "DeleteLogGroup" && log_groups_.erase(name) == 0) return not_found("Log group");
  if (operation != "DescribeLogGroups") return ok({});
  json::array groups;
  for (const auto& [group, days] : log_groups_) {
    object one = {{"logGroupName", group}};
    if (days > 0) one["retentionInDays"] = days;
    groups.push_back(std::move(one));
  }
  return ok({{"logGroups", std::move(groups)}});
}

// What Lambda looks for in the role; of those that were not made here it knows nothing.
std::string fake_cloud::refusal_of_role(const object& configuration) {
  if (unknown_role_ > 0) {
    --unknown_role_;
    return unknown_role_refusal_;
  }
  const std::string arn = text(configuration, "Role");
  auto role = roles_.find(arn.substr(arn.rfind('/') + 1));
  if (role == roles_.end()) return {};
  auto lacks = [&](const std::string& policy) {
    return !role->second.policies.contains("arn:aws:iam::aws:policy/" + policy);
  };
  const std::string begin = "The provided execution role does not have permissions to call ";
  const json::value* vpc = configuration.if_contains("VpcConfig");
  if (vpc != nullptr && !vpc->at("SubnetIds").as_array().empty() &&
      lacks("service-role/AWSLambdaVPCAccessExecutionRole"))
    return begin + "CreateNetworkInterface on EC2";
  const json::value* tracing = configuration.if_contains("TracingConfig");
  if (tracing != nullptr && tracing->at("Mode") == "Active" && lacks("AWSXRayDaemonWriteAccess"))
    return begin + "PutTraceSegments on XRAY";
  return {};
}

std::string fake_cloud::create(const object& body) {
  if (auto why = refusal_of_role(body); !why.empty())
    return refused(400, "InvalidParameterValueException", why);
  const std::string name = text(body, "FunctionName");
  if (functions_.contains(name)) return refused(409, "ResourceConflictException", "exists");
  function_state& f = functions_[name];
  f.configuration = {
      {"FunctionName", name},
      {"FunctionArn", arn_begin + name},
      {"PackageType", "Zip"},
      {"MemorySize", 128},
      {"Timeout", 3},
      {"Description", ""},
      {"EphemeralStorage", object{{"Size", 512}}},
      {"TracingConfig", object{{"Mode", "PassThrough"}}},
      {"LoggingConfig", object{{"LogFormat", "Text"}, {"LogGroup", "/aws/lambda/" + name}}}};
  keep_configuration(f.configuration, body);
  keep_code(f.configuration, body.at("Code").as_object(), objects_);
  if (body.contains("Tags")) f.tags = body.at("Tags").as_object();
  f.busy = busy_;
  return ok(f.configuration, 201);
}

std::string fake_cloud::lambda(const heard& request, const std::vector<std::string>& path) {
  const std::string& method = request.method;
  const object body = parse(request.body);
  auto query = form_of(query_of(request.target));
  if (path.at(1) == "functions" && path.size() == 2) {
    calls_.emplace_back("lambda CreateFunction");
    return create(body);
  }
  if (path.at(1) == "layers") return layer_call(method, path, body);
  std::string name = path.at(2);
  if (name.starts_with("arn:")) name = name.substr(name.rfind(':') + 1);
  std::string rest = path.at(1) == "tags" ? "tags" : "";
  for (std::size_t i = 3; i < path.size(); ++i) rest += (rest.empty() ? "" : "/") + path[i];
  auto found = functions_.find(name);
  static const function_state none;
  function_state absent = none;
  function_state& f = found == functions_.end() ? absent : found->second;
  std::string out = function_call(method, rest, f, path, query_of(request.target), body);
  if (found == functions_.end()) return not_found("Function");
  if (calls_.back() == "lambda DeleteFunction" && query["Qualifier"].empty())
    functions_.erase(found);
  return out;
}

// What a call that is allowed has only where this is allowed, too.
bool fake_cloud::may_also(const std::string& action, const std::string& resource) {
  if (!allowed_) return true;
  if (!allowed_->contains(resource) || !allowed_->at(resource).contains(action)) return false;
  used_[resource].insert(action);
  return true;
}

// The same for variables that a key of the customer's encrypts.
void fake_cloud::hide_environment(object& configuration) {
  const std::string key = text(configuration, "KMSKeyArn");
  if (key.empty() || !configuration.contains("Environment") || may_also("kms:Decrypt", key)) return;
  configuration["Environment"] =
      object{{"Error", object{{"ErrorCode", "AccessDeniedException"},
                              {"Message", "not authorized to perform: kms:Decrypt"}}}};
}

// Lambda answers GetFunction without them where lambda:ListTags is not allowed, and says so in it.
void fake_cloud::add_tags(object& answer, const function_state& of) {
  if (may_also("lambda:ListTags", text(of.configuration, "FunctionArn"))) {
    answer["Tags"] = of.tags;
    return;
  }
  answer["TagsError"] = object{{"ErrorCode", "AccessDeniedException"},
                               {"Message", "not authorized to perform: lambda:ListTags"}};
}

// layers/NAME/versions, and below it a version's number.
std::string fake_cloud::layer_call(const std::string& method, const std::vector<std::string>& path,
                                   const object& body) {
  std::vector<object>& versions = layers_[path.at(2)];
  if (path.size() > 4) {
    calls_.emplace_back("lambda GetLayerVersion");
    const std::size_t number = std::stoul(path.at(4));
    return number <= versions.size() ? ok(versions[number - 1]) : not_found("Layer version");
  }
  if (method == "POST") {
    calls_.emplace_back("lambda PublishLayerVersion");
    const auto number = static_cast<std::int64_t>(versions.size() + 1);
    object made = {{"Version", number},
                   {"LayerVersionArn", "arn:aws:lambda:eu-west-1:123456789012:layer:" + path.at(2) +
                                           ":" + std::to_string(number)},
                   {"Description", text(body, "Description")},
                   {"CompatibleRuntimes", body.at("CompatibleRuntimes")},
                   {"CompatibleArchitectures", body.at("CompatibleArchitectures")}};
    object content;
    keep_code(content, body.at("Content").as_object(), objects_);
    made["Content"] = std::move(content);
    versions.push_back(made);
    return ok(made, 201);
  }
  calls_.emplace_back("lambda ListLayerVersions");
  json::array listed;  // Newest first, and without hashes.
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    object one = *version;
    one.erase("Content");
    listed.push_back(std::move(one));
  }
  return ok({{"LayerVersions", std::move(listed)}});
}

std::string fake_cloud::function_call(const std::string& method, const std::string& rest,
                                      function_state& f, const std::vector<std::string>& path,
                                      const std::string& query, const object& body) {
  const std::string qualifier = form_of(query)["Qualifier"];
  auto call = [this](const char* name) { calls_.push_back(std::string("lambda ") + name); };
  auto tail = [&] { return path.back(); };
  if (rest.empty() && method == "GET") {
    call("GetFunction");
    object out = {{"Configuration", f.configuration}};
    for (const auto& [member, value] : f.state) out["Configuration"].as_object()[member] = value;
    hide_environment(out["Configuration"].as_object());
    add_tags(out, f);
    if (f.reserved_concurrency >= 0)
      out["Concurrency"] = object{{"ReservedConcurrentExecutions", f.reserved_concurrency}};
    return ok(out);
  }
  if (rest.empty()) {
    call("DeleteFunction");
    const auto gone =
        std::erase_if(f.versions, [&](const object& v) { return text(v, "Version") == qualifier; });
    return qualifier.empty() || gone > 0 ? http_answer(204) : not_found("Function");
  }
  if (rest == "configuration" && method == "GET") {
    call("GetFunctionConfiguration");
    object out = f.configuration;
    for (const auto& [member, value] : f.state) out[member] = value;
    out["LastUpdateStatus"] = f.busy > 0 ? "InProgress" : "Successful";
    if (f.busy > 0) --f.busy;
    return ok(out);
  }
  if (rest == "configuration" || rest == "code") {
    call(rest == "code" ? "UpdateFunctionCode" : "UpdateFunctionConfiguration");
    if (f.busy > 0) return refused(409, "ResourceConflictException", "in progress");
    if (rest == "configuration") {
      object after = f.configuration;
      keep_configuration(after, body);
      if (auto why = refusal_of_role(after); !why.empty())
        return refused(400, "InvalidParameterValueException", why);
    }
    keep_configuration(f.configuration, body);
    if (rest == "code") keep_code(f.configuration, body, objects_);
    f.busy = busy_;
    return ok(f.configuration);
  }
  if (rest == "versions" && method == "GET") {
    call("ListVersionsByFunction");
    object latest = f.configuration;
    latest["Version"] = "$LATEST";
    json::array all = {latest};
    for (const object& version : f.versions) all.push_back(version);
    return ok({{"Versions", std::move(all)}});
  }
  if (rest == "versions") {
    call("PublishVersion");
    if (f.busy > 0) return refused(409, "ResourceConflictException", "in progress");
    if (text(body, "CodeSha256") != text(f.configuration, "CodeSha256"))
      return refused(400, "InvalidParameterValueException", "CodeSha256 does not match");
    object version = f.configuration;
    version["Version"] = std::to_string(f.published + 1);
    if (!f.versions.empty()) {
      object last = f.versions.back();
      last["Version"] = version["Version"];
      if (last == version) return ok(f.versions.back(), 201);
    }
    ++f.published;
    f.versions.push_back(version);
    return ok(version, 201);
  }
  if (rest == "aliases" && method == "GET") {
    call("ListAliases");
    json::array all;
    for (const auto& [name, alias] : f.aliases) all.push_back(alias);
    return ok({{"Aliases", std::move(all)}});
  }
  if (rest.starts_with("aliases")) {
    call(rest == "aliases" ? "CreateAlias" : method == "GET" ? "GetAlias" : "UpdateAlias");
    const std::string name = rest == "aliases" ? text(body, "Name") : tail();
    if (method == "GET") return f.aliases.contains(name) ? ok(f.aliases[name]) : not_found("Alias");
    object& alias = f.aliases[name];
    alias["Name"] = name;
    for (const char* member : {"FunctionVersion", "RoutingConfig"})
      if (body.contains(member)) alias[member] = body.at(member);
    if (has_weight(alias, text(alias, "FunctionVersion")))
      return refused(400, "InvalidParameterValueException",
                     "the version is already included in routing configuration");
    return ok(alias);
  }
  if (rest == "url") {
    call(method == "GET"      ? "GetFunctionUrlConfig"
         : method == "POST"   ? "CreateFunctionUrlConfig"
         : method == "DELETE" ? "DeleteFunctionUrlConfig"
                              : "UpdateFunctionUrlConfig");
    if (method != "POST" && !f.urls.contains(qualifier)) return not_found("URL");
    if (method == "DELETE") f.urls.erase(qualifier);
    if (method != "GET" && method != "DELETE") {
      object& url = f.urls[qualifier];
      for (const auto& [member, value] : body) url[member] = value;  // The others stay.
      if (url.contains("Cors") && url.at("Cors").as_object().empty()) url.erase("Cors");
      url["FunctionUrl"] = "https://url.lambda-url.eu-west-1.on.aws/";
    }
    return method == "DELETE" ? http_answer(204) : ok(f.urls[qualifier]);
  }
  if (rest == "policy" && method == "GET") {
    call("GetPolicy");
    if (f.policies[qualifier].empty()) return not_found("Policy");
    json::array statements;
    for (const auto& [sid, statement] : f.policies[qualifier]) statements.push_back(statement);
    return ok({{"Policy", json::serialize(object{{"Statement", std::move(statements)}})}});
  }
  if (rest == "policy") {
    call("AddPermission");
    const std::string sid = text(body, "StatementId");
    if (f.policies[qualifier].contains(sid))
      return refused(409, "ResourceConflictException", "The statement id provided already exists");
    object condition;
    if (body.contains("FunctionUrlAuthType"))
      condition = {
          {"StringEquals", object{{"lambda:FunctionUrlAuthType", body.at("FunctionUrlAuthType")}}}};
    if (body.contains("InvokedViaFunctionUrl"))
      condition = {{"Bool", object{{"lambda:InvokedViaFunctionUrl", "true"}}}};
    f.policies[qualifier][sid] = {{"Sid", sid},
                                  {"Effect", "Allow"},
                                  {"Principal", body.at("Principal")},
                                  {"Action", body.at("Action")},
                                  {"Condition", std::move(condition)}};
    return ok({}, 201);
  }
  if (rest.starts_with("policy/")) {
    call("RemovePermission");
    return f.policies[qualifier].erase(tail()) > 0 ? http_answer(204) : not_found("Statement");
  }
  if (rest == "concurrency") {
    call(method == "PUT" ? "PutFunctionConcurrency" : "DeleteFunctionConcurrency");
    f.reserved_concurrency =
        method == "PUT" ? static_cast<int>(body.at("ReservedConcurrentExecutions").as_int64()) : -1;
    return method == "PUT" ? ok({}) : http_answer(204);
  }
  if (rest == "tags") {
    call(method == "POST" ? "TagResource" : "UntagResource");
    if (method == "POST")
      for (const auto& [key, value] : body.at("Tags").as_object()) f.tags[key] = value;
    for (const auto& [name, key] : pairs_of(query))
      if (name == "tagKeys") f.tags.erase(key);
    return http_answer(204);
  }
  calls_.push_back("lambda ? " + method + " " + rest);
  return refused(404, "UnknownOperation", rest);
}

}  // namespace lambent::cli::testing
