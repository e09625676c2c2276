#include "engine/model/function_name.hpp"

#include <algorithm>

#include "engine/model/limits.hpp"

namespace lambent::model {
namespace {

const pattern& pattern_of(name_rule rule) {
  return rule == name_rule::manage ? patterns::managed_function_name : patterns::function_name;
}

std::unexpected<api_error> denied(const reference_request& request,
                                  const function_name_parts& parts) {
  std::string text = "User: arn:aws:iam::";
  text += request.account;
  text += ":root is not authorized to perform: lambda:";
  text += request.operation;
  text += " on resource: ";
  text += function_arn({request.region, parts.account, parts.name, {}});
  text += " because no resource-based policy allows the lambda:";
  text += request.operation;
  text += " action";
  return refuse(error_code::access_denied, std::move(text));
}

}  // namespace

void check_function_name(std::string_view name, name_rule rule, violations& found) {
  std::size_t most = rule == name_rule::manage ? limits::function_reference_max_chars
                                               : limits::function_lookup_max_chars;
  if (name.size() > most) found.add(quoted(name), "functionName", length_at_most(most));
  if (name.empty()) found.add(quoted(name), "functionName", length_at_least(1));
  const pattern& wanted = pattern_of(rule);
  if (!wanted.matches(name)) found.add(quoted(name), "functionName", must_match(wanted));
}

void check_qualifier(std::string_view qualifier, violations& found) {
  if (qualifier.size() > limits::qualifier_max_chars)
    found.add(quoted(qualifier), "qualifier", length_at_most(limits::qualifier_max_chars));
  if (qualifier.empty()) found.add(quoted(qualifier), "qualifier", length_at_least(1));
  if (!patterns::qualifier.matches(qualifier))
    found.add(quoted(qualifier), "qualifier", must_match(patterns::qualifier));
}

answer<function_reference> read_function_reference(const reference_request& request) {
  violations found;
  check_function_name(request.function_name, request.rule, found);
  if (request.qualifier) check_qualifier(*request.qualifier, found);
  if (!found.empty()) return std::unexpected(found.error());

  auto parts = *split_function_name(request.function_name, request.rule == name_rule::read);
  std::string_view qualifier = parts.qualifier;
  if (request.qualifier) {
    if (!qualifier.empty() && qualifier != *request.qualifier)
      return refuse(error_code::invalid_parameter_value,
                    "The derived qualifier from the function name does not match the specified "
                    "qualifier.");
    qualifier = *request.qualifier;
  }
  if (!parts.region.empty() && parts.region != request.region)
    return refuse(error_code::resource_not_found, "Functions from '" + std::string(parts.region) +
                                                      "' are not reachable in this region ('" +
                                                      std::string(request.region) + "')");
  if (!parts.account.empty() && parts.account != request.account) return denied(request, parts);
  return function_reference{std::string(parts.name), std::string(qualifier)};
}

std::string function_arn(const arn_parts& parts) {
  std::string arn = "arn:aws:lambda:";
  arn += parts.region;
  arn += ':';
  arn += parts.account;
  arn += ":function:";
  arn += parts.name;
  if (!parts.qualifier.empty()) {
    arn += ':';
    arn += parts.qualifier;
  }
  return arn;
}

bool alias_like(std::string_view qualifier) {
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return patterns::durable_execution_name.matches(qualifier) &&
         !std::all_of(qualifier.begin(), qualifier.end(), is_digit);
}

}  // namespace lambent::model
