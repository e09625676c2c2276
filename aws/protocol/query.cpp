#include "aws/protocol/query.hpp"

#include "aws/protocol/answers.hpp"
#include "base/percent.hpp"

namespace lambent::aws {

request query_request(const query_service& of, std::string_view action,
                      const std::vector<name_value>& parameters, repeat how) {
  request out{.service = std::string(of.name),
              .method = "POST",
              .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
              .body = "Action=" + std::string(action) + "&Version=" + std::string(of.version),
              .repeat = how};
  for (const auto& [name, value] : parameters)
    out.body += "&" + percent_encode(name) + "=" + percent_encode(value);
  return out;
}

std::expected<xml_element, call_error> read_query_answer(const response& answer,
                                                         std::string_view action) {
  auto root = parse_xml(answer.body);
  if (!root) return unreadable(answer, root.error().what);
  if (root->name != std::string(action) + "Response")
    return unreadable(answer, "it is <" + root->name + ">");
  std::string result = std::string(action) + "Result";
  for (xml_element& each : root->children)
    if (each.name == result) return std::move(each);
  return xml_element{.name = result};
}

}  // namespace lambent::aws
