#include "engine/api/foreign.hpp"

#include <string>

#include "base/json_string.hpp"
#include "base/xml_writer.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/error.hpp"

namespace lambent::api {

namespace {

http::response xml_response(int status, xml_writer&& body, std::string_view request_id) {
  return response_of_type("text/xml", status, body.take(), request_id);
}

}  // namespace

http::response service_not_available(const http::request& request, std::string_view service,
                                     std::string_view request_id) {
  const model::api_error error =
      model::not_available("The service " + std::string(service)).error();
  const auto& about = model::describe(error.code);
  xml_writer xml;
  auto code_and_message = [&] {
    xml.element("Code", about.name).element("Message", error.message);
  };
  if (service == "ec2") {
    xml.open("Response").open("Errors").open("Error");
    code_and_message();
    xml.close().close().element("RequestID", request_id);
    return xml_response(about.status, std::move(xml), request_id);
  }
  if (request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded")) {
    xml.open("ErrorResponse").open("Error").element("Type", "Sender");
    code_and_message();
    xml.close().element("RequestId", request_id);
    return xml_response(about.status, std::move(xml), request_id);
  }
  http::response made = json_response(
      about.status,
      "{\"__type\":" + json_string(about.name) + ",\"message\":" + json_string(error.message) + "}",
      request_id);
  made.headers.add("x-amzn-ErrorType", about.name);
  return made;
}

}  // namespace lambent::api
