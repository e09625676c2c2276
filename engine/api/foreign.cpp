#include "engine/api/foreign.hpp"

#include <string>

#include "base/json_string.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/error.hpp"

namespace lambent::api {

namespace {

std::string xml_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string element(std::string_view name, std::string_view content) {
  std::string out;
  out.append("<").append(name).append(">").append(content);
  out.append("</").append(name).append(">");
  return out;
}

http::response xml_response(int status, std::string_view content, std::string_view request_id) {
  return response_of_type("text/xml", status,
                          R"(<?xml version="1.0" encoding="UTF-8"?>)" + std::string(content),
                          request_id);
}

}  // namespace

http::response service_not_available(const http::request& request, std::string_view service,
                                     std::string_view request_id) {
  const model::api_error error =
      model::not_available("The service " + std::string(service)).error();
  const auto& about = model::describe(error.code);
  const std::string what =
      element("Code", about.name) + element("Message", xml_text(error.message));

  if (service == "ec2") {
    return xml_response(about.status,
                        element("Response", element("Errors", element("Error", what)) +
                                                element("RequestID", request_id)),
                        request_id);
  }
  if (request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded")) {
    return xml_response(
        about.status,
        element("ErrorResponse", element("Error", element("Type", "Sender") + what) +
                                     element("RequestId", request_id)),
        request_id);
  }
  if (service == "s3") {
    return xml_response(about.status, element("Error", what + element("RequestId", request_id)),
                        request_id);
  }
  http::response made = json_response(
      about.status,
      "{\"__type\":" + json_string(about.name) + ",\"message\":" + json_string(error.message) + "}",
      request_id);
  made.headers.add("x-amzn-ErrorType", about.name);
  return made;
}

}  // namespace lambent::api
