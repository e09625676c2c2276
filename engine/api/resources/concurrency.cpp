// PutFunctionConcurrency, GetFunctionConcurrency and DeleteFunctionConcurrency. The dispatcher
// enforces what is reserved here.
#include <array>

#include "base/error.hpp"
#include "engine/api/body.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api::resources {
namespace {

namespace limits = model::limits;
using model::error_code;
using model::name_rule;
using model::refuse;

const std::array put_members{member{.name = "ReservedConcurrentExecutions",
                                    .kind = member_kind::integer,
                                    .required = true,
                                    .min = 0}};

std::string concurrency_json(const std::optional<std::uint32_t>& reserved) {
  if (!reserved) return "{}";
  return "{\"ReservedConcurrentExecutions\":" + std::to_string(*reserved) + "}";
}

// Concurrency is the function's, never a version's.
model::answer<model::record_ptr> find_unqualified(const function_catalog& functions,
                                                  const call& request,
                                                  std::string_view version_of_missing) {
  auto reference = TRY(read_reference(request, name_rule::manage));
  if (!reference.qualifier.empty())
    return refuse(error_code::invalid_parameter_value,
                  "This operation is permitted on Lambda functions only. Aliases and versions do "
                  "not support this operation. Please specify either a function name or an "
                  "unqualified function ARN.");
  auto record = functions.find(key_of(request, reference.name));
  if (record == nullptr)
    return model::function_not_found(arn_of(request, reference.name, version_of_missing));
  return record;
}

reply put_concurrency(function_catalog& functions, const call& request) {
  auto body = TRY(read_named_body(request, put_members, name_rule::manage));
  auto before = TRY(find_unqualified(functions, request, "$LATEST"));
  std::int64_t wanted = *number_of(body, "ReservedConcurrentExecutions");
  std::int64_t free = functions.unreserved_concurrency(request.account, request.region) +
                      before->reserved_concurrency.value_or(0);
  if (free - wanted < limits::unreserved_concurrency_min)
    return std::unexpected(
        model::api_error{error_code::invalid_parameter_value,
                         "Specified ReservedConcurrentExecutions for function decreases account's "
                         "UnreservedConcurrentExecution below its minimum value of [" +
                             std::to_string(limits::unreserved_concurrency_min) + "].",
                         {},
                         false});
  model::function_record record = *before;
  record.reserved_concurrency = static_cast<std::uint32_t>(wanted);
  auto kept = TRY(functions.put(std::move(record)));
  return json_response(200, concurrency_json(kept->reserved_concurrency), request.request_id);
}

reply get_concurrency(function_catalog& functions, const call& request) {
  auto record = TRY(find_function(functions, request, name_rule::manage));
  return json_response(200, concurrency_json(record->reserved_concurrency), request.request_id);
}

reply delete_concurrency(function_catalog& functions, const call& request) {
  auto before = TRY(find_unqualified(functions, request, "$LATEST"));
  if (before->reserved_concurrency) {
    model::function_record record = *before;
    record.reserved_concurrency.reset();
    (void)TRY(functions.put(std::move(record)));
  }
  return empty_response(204, request.request_id);
}

}  // namespace

table concurrency() {
  static constexpr std::array all{
      handler{"PutFunctionConcurrency", put_concurrency},
      handler{"GetFunctionConcurrency", get_concurrency},
      handler{"DeleteFunctionConcurrency", delete_concurrency},
  };
  return all;
}

}  // namespace lambent::api::resources
