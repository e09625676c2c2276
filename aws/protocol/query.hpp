// The query protocol, as IAM and STS speak it: a form in, XML out. Pure.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "aws/message.hpp"
#include "base/xml_reader.hpp"

namespace lambent::aws {

struct query_service {
  std::string_view name;     // "sts".
  std::string_view version;  // "2011-06-15".
};

[[nodiscard]] request query_request(const query_service& of, std::string_view action,
                                    const std::vector<name_value>& parameters,
                                    repeat how = repeat::never);

// The element <ActionResult> of the answer; empty where the operation answers nothing.
[[nodiscard]] std::expected<xml_element, call_error> read_query_answer(const response& answer,
                                                                       std::string_view action);

}  // namespace lambent::aws
