// What AWS says when it refuses, in whichever protocol: rest-json and json (x-amzn-ErrorType or
// __type, message), query and S3 (XML). Pure.
#pragma once

#include <string>

#include "aws/message.hpp"

namespace lambent::aws {

struct refusal_text {
  std::string code{};     // Without a namespace before '#' and without a URL after ':'.
  std::string message{};  // Both are empty where the body is something else.
  std::string request_id{};
};

[[nodiscard]] refusal_text read_refusal(const response& answer);

}  // namespace lambent::aws
