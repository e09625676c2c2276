#include "aws/protocol/error_body.hpp"

#include <boost/json.hpp>
#include <initializer_list>

#include "base/xml_reader.hpp"

namespace lambent::aws {
namespace {

// "aws.protocoltests#FooError:http://internal.amazon.com/…" is FooError.
std::string bare_code(std::string_view code) {
  code = code.substr(0, code.find(':'));
  code = code.substr(code.find('#') + 1);  // npos + 1 is 0.
  return std::string(code);
}

std::string first_string(const boost::json::object& in,
                         std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    const auto* found = in.if_contains({name.data(), name.size()});
    if (found != nullptr && found->is_string() && !found->as_string().empty())
      return {found->as_string().data(), found->as_string().size()};
  }
  return {};
}

void read_json(const std::string& body, refusal_text& into) {
  boost::json::error_code bad;
  boost::json::value parsed = boost::json::parse(body, bad);
  if (bad || !parsed.is_object()) return;
  const boost::json::object& object = parsed.as_object();
  if (into.code.empty()) into.code = bare_code(first_string(object, {"__type", "code", "Code"}));
  into.message = first_string(object, {"message", "Message", "errorMessage"});
}

// <ErrorResponse><Error><Code>…</Error><RequestId> of the query protocol, <Error><Code> of S3.
void read_xml(const std::string& body, refusal_text& into) {
  auto root = parse_xml(body);
  if (!root) return;
  const xml_element* said = root->name == "Error" ? &*root : root->child("Error");
  if (said == nullptr) return;
  if (into.code.empty()) into.code = bare_code(said->at("Code"));
  into.message = said->at("Message");
  if (!into.request_id.empty()) return;
  into.request_id = root->at("RequestId");
}

}  // namespace

refusal_text read_refusal(const response& answer) {
  refusal_text said;
  for (std::string_view name : {"x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"})
    if (said.request_id.empty()) said.request_id = answer.header(name);
  said.code = bare_code(answer.header("x-amzn-errortype"));
  std::size_t begin = answer.body.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (begin == std::string::npos) return said;
  if (answer.body[begin] == '<')
    read_xml(answer.body, said);
  else
    read_json(answer.body, said);
  return said;
}

}  // namespace lambent::aws
