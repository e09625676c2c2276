// What can be said of a policy's JSON without evaluating it.
#pragma once

#include <string_view>

#include "engine/companions/iam/faults.hpp"

namespace lambent::companions::iam {

enum class document_kind : std::uint8_t {
  identity,  // What a role may do: actions on resources.
  trust,     // Who may take the role on.
};

// The number of its characters without white space, which IAM's quotas count.
[[nodiscard]] answer<std::size_t> check_document(std::string_view text, document_kind kind);

// Whether a trust policy lets the principal lambda.amazonaws.com assume the role. Conditions are
// taken as met, and what cannot be read as trust.
[[nodiscard]] bool trusts_lambda(std::string_view trust_policy);

}  // namespace lambent::companions::iam
