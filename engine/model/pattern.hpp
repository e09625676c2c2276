// The regular expressions of the Lambda API: their texts, which AWS's answers quote, and matchers
// written by hand that accept what the texts accept. The constraint tables point here.
#pragma once

#include <optional>
#include <string_view>

namespace lambent::model {

struct pattern {
  std::string_view text;
  bool (*matches)(std::string_view);
};

namespace patterns {
extern const pattern managed_function_name;  // Where a function is created or changed.
extern const pattern function_name;          // Where one is read or invoked.
extern const pattern qualifier;
extern const pattern role;
extern const pattern handler;
extern const pattern environment_name;
extern const pattern arn_or_nothing;
extern const pattern layer_version_arn;
extern const pattern layer_name;    // Or an ARN without a version.
extern const pattern layer_action;  // Of a layer version's policy.
extern const pattern layer_principal;
extern const pattern log_group;
extern const pattern s3_bucket;
extern const pattern master_region;
extern const pattern tagged_resource;
extern const pattern durable_execution_name;
extern const pattern tenant_id;
extern const pattern alias_name;
extern const pattern version;  // Of a function: "$LATEST" or a number.
extern const pattern version_number;
extern const pattern url_qualifier;         // The alias of a function URL.
extern const pattern statement_id;          // Where one is added.
extern const pattern removed_statement_id;  // Where one is removed.
extern const pattern policy_action;
extern const pattern policy_principal;
extern const pattern source_arn;
extern const pattern account_id;
extern const pattern event_source_token;
extern const pattern organization_id;
extern const pattern destination;
}  // namespace patterns

// The parts of a name, a partial or a full ARN; empty where not given. They refer into the text.
struct function_name_parts {
  std::string_view region;
  std::string_view account;
  std::string_view name;
  std::string_view qualifier;
};

// Empty when the text does not match; `dotted` chooses patterns::function_name.
[[nodiscard]] std::optional<function_name_parts> split_function_name(std::string_view text,
                                                                     bool dotted);

}  // namespace lambent::model
