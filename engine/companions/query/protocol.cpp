#include "engine/companions/query/protocol.hpp"

#include <array>
#include <ctime>

#include "engine/model/error.hpp"

namespace lambent::companions::query {
namespace {

http::response xml_response(int status, std::string&& body, const model::caller& who) {
  http::response made;
  made.status = status;
  made.headers.add("Content-Type", "text/xml");
  made.headers.add("x-amzn-RequestId", who.request_id);
  made.body = std::move(body);
  return made;
}

std::string xmlns_of(const protocol& of) {
  return "xmlns=\"" + std::string(of.xml_namespace) + "\"";
}

}  // namespace

answer<> valid(const model::violations& found) {
  if (found.empty()) return {};
  return refuse("ValidationError", found.error().message);
}

answer<form> read_form(const http::request& request) {
  if (request.body.size() > request_bytes_max)
    return refuse("RequestEntityTooLarge",
                  "Request must be smaller than " + std::to_string(request_bytes_max) + " bytes",
                  413);
  auto pairs = request.body.empty() ? http::parse_target(request.target).query
                                    : http::parse_query(request.body);
  if (pairs.size() > parameters_max)
    return refuse("MalformedInput",
                  "A request has at most " + std::to_string(parameters_max) + " parameters");
  return form(std::move(pairs));
}

fault unknown_action(std::string_view action) {
  if (action.empty()) return {"MissingAction", "The request is missing an Action parameter.", 400};
  const auto refused = model::not_available("The operation " + std::string(action)).error();
  const auto& about = model::describe(refused.code);
  return {std::string(about.name), refused.message, about.status};
}

xml_writer begin_response(const protocol& of, std::string_view operation, bool has_result) {
  xml_writer out;
  out.open(std::string(operation) + "Response", xmlns_of(of));
  if (has_result) out.open(std::string(operation) + "Result");
  return out;
}

http::response end_response(xml_writer&& written, bool has_result, const model::caller& who) {
  if (has_result) written.close();
  written.open("ResponseMetadata").element("RequestId", who.request_id);
  return xml_response(200, written.take(), who);
}

http::response to_response(const protocol& of, const fault& why, const model::caller& who) {
  xml_writer out;
  out.open("ErrorResponse", xmlns_of(of)).open("Error");
  out.element("Type", why.status < 500 ? "Sender" : "Receiver");
  out.element("Code", why.code).element("Message", why.message).close();
  out.element("RequestId", who.request_id);
  return xml_response(why.status, out.take(), who);
}

std::string timestamp(std::int64_t unix_ms) {
  std::array<char, 32> text{};
  auto seconds = static_cast<std::time_t>(unix_ms / 1000);
  std::tm parts{};
  if (::gmtime_r(&seconds, &parts) == nullptr) return {};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace lambent::companions::query
