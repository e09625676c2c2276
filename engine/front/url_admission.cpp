#include "engine/front/url_admission.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/model/function_name.hpp"
#include "engine/url/address.hpp"
#include "engine/url/authorization.hpp"
#include "engine/url/cors.hpp"
#include "engine/url/responses.hpp"

namespace lambent::engine {
namespace {

using admission = std::expected<admitted_request, http::response>;

std::unexpected<http::response> refuse(http::response&& answer) {
  return std::unexpected(std::move(answer));
}

std::string arn_of(const model::function& f, std::string_view qualifier) {
  return model::function_arn(model::arn_parts{f.region, f.account, f.name, qualifier});
}

// Whether the caller may use this URL; who it is, where it has to say so.
std::expected<std::optional<url::iam_caller>, http::response> authorize(
    const http::request& request, const api::url_owner& owner,
    const model::function_url_config& config, std::string_view account) {
  if (config.auth_type == model::url_auth_type::aws_iam) {
    auto key = url::signer_of(request);
    if (!key)
      return refuse(url::forbidden(
          "the URL's AuthType is AWS_IAM; sign the request (Signature Version 4, service lambda)"));
    return url::iam_caller{std::move(*key), std::string(account)};
  }
  auto policy = owner.record->policies.find(owner.qualifier);
  if (policy == owner.record->policies.end() || !model::allows_public_url(policy->second))
    return refuse(url::forbidden(
        "the function's policy lets nobody in; add permissions for lambda:InvokeFunctionUrl "
        "(FunctionUrlAuthType NONE) and lambda:InvokeFunction (InvokedViaFunctionUrl)"));
  return std::nullopt;
}

admission by_url(std::string&& id, const http::request& request, const admission_context& context) {
  const api::url_owner* owner = context.functions.find_url(id);
  if (owner == nullptr) return refuse(url::unknown_url("no function URL has the id " + id));
  const model::function_url_config& config = owner->record->urls.find(owner->qualifier)->second;
  if (config.cors && url::is_preflight(request))
    return refuse(url::answer_preflight(*config.cors, request.headers.get("Origin")));
  admitted_request made;
  made.signer = TRY(authorize(request, *owner, config, context.account));
  made.function = model::resolve(*owner->record, owner->qualifier, context.choice);
  if (made.function == nullptr)
    return refuse(url::unknown_url("the URL's alias " + owner->qualifier + " is gone"));
  made.invoked_arn = arn_of(*made.function, owner->qualifier);
  made.api_id = std::move(id);
  made.target = request.target;
  made.mode =
      config.mode == model::invoke_mode::buffered ? url_mode::buffered : url_mode::response_stream;
  made.cors = config.cors;
  return made;
}

// A path has no account: the caller's own function, else the only one of that name.
admission by_name(const std::string& name, const std::string& qualifier,
                  const admission_context& context) {
  auto record = context.functions.find(context.account, context.region, name);
  if (record == nullptr) {
    auto all = context.functions.named(name);
    if (all.size() > 1) return refuse(url::ambiguous_function(name, all.size()));
    if (all.size() == 1) record = std::move(all[0]);
  }
  admitted_request made;
  if (record != nullptr) made.function = model::resolve(*record, qualifier, context.choice);
  if (made.function == nullptr) {
    std::string wanted = qualifier.empty() ? name : name + ":" + qualifier;
    return refuse(url::missing_function(wanted, context.functions.names()));
  }
  made.invoked_arn = arn_of(*made.function, qualifier);
  made.api_id = name;
  if (auto cors = context.routing.cors.find(name); cors != context.routing.cors.end())
    made.cors = cors->second;
  return made;
}

// A preflight is a question about another method: the route of that one answers it where its
// function has CORS, though a route of all methods would take OPTIONS, too.
url::router::match find_route(const http::request& request, std::string_view path,
                              const url::routing& routing) {
  if (url::is_preflight(request)) {
    auto asked = routing.routes.find(request.headers.get("Access-Control-Request-Method"), path);
    if (asked.found != nullptr && routing.cors.contains(asked.found->function)) return asked;
  }
  return routing.routes.find(request.method, path);
}

admission by_route(const http::request& request, const admission_context& context) {
  const url::routing& routing = context.routing;
  std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  auto match = find_route(request, path, routing);
  if (match.found == nullptr && !match.allowed.empty())
    return refuse(url::method_not_allowed(match.allowed));
  if (match.found == nullptr && routing.default_function.empty())
    return refuse(url::missing_route(context.functions.names()));
  auto made = TRY(by_name(match.found != nullptr ? match.found->function : routing.default_function,
                          {}, context));
  made.target = request.target;
  if (match.found != nullptr) {
    const std::string& method = match.found->method;
    made.route_key =
        fmt::format("{} {}", method.empty() ? "ANY" : method.c_str(), match.found->path);
    made.path_parameters = std::move(match.parameters);
  }
  return made;
}

}  // namespace

bool addresses_function(const http::request& head) {
  return head.target.starts_with("/lambda-url/") || url::id_in_host(head.headers.get("Host"));
}

admission admit(const http::request& request, const admission_context& context) {
  if (auto id = url::id_in_host(request.headers.get("Host")))
    return by_url(std::move(*id), request, context);
  auto path = url::address_in_path(request.target);
  auto made =
      TRY(path ? by_name(path->function, path->qualifier, context) : by_route(request, context));
  if (made.cors && url::is_preflight(request))
    return refuse(url::answer_preflight(*made.cors, request.headers.get("Origin")));
  if (path) made.target = std::move(path->target);
  return made;
}

}  // namespace lambent::engine
