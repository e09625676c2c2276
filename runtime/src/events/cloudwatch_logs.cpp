// The text of a CloudWatch Logs event.
#include <lambent/base64.hpp>
#include <lambent/events/cloudwatch_logs.hpp>

#include "inflate.hpp"

namespace lambent::events::cloudwatch_logs {

result<std::string> decode_text(std::string_view data) {
  const auto compressed = base64_decode(data);
  if (!compressed) return failure{"", "$.awslogs.data: expected base64"};
  result<std::string> text = gunzip(*compressed, decoded_bytes_max);
  if (!text) return failure{"", "$.awslogs.data: " + text.error().message};
  return text;
}

}  // namespace lambent::events::cloudwatch_logs
