// For tests: calls a service of the query protocol with a form, and reads its XML.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <utility>

#include "base/percent.hpp"
#include "base/xml_reader.hpp"
#include "engine/http/message.hpp"
#include "engine/model/caller.hpp"

namespace lambent::testing {

using form_fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

template <class Service>
class query_client {
public:
  explicit query_client(Service& service) : service_(service) {}

  http::response send(form_fields fields, http::headers headers = {}) {
    http::request request{"POST", "/", std::move(headers), ""};
    for (const auto& [name, value] : fields) {
      if (!request.body.empty()) request.body += '&';
      request.body += std::string(name) + "=" + percent_encode(value);
    }
    return service_.handle(request, who);
  }

  // The result's element; fails the test when the service refuses.
  xml_element call(form_fields fields, http::headers headers = {}) {
    http::response answered = send(fields, std::move(headers));
    REQUIRE_MESSAGE(answered.status == 200, answered.body);
    auto read = parse_xml(answered.body);
    REQUIRE(read.has_value());
    CHECK(read->child("ResponseMetadata")->at("RequestId") == who.request_id);
    std::string name(read->name.substr(0, read->name.size() - std::string("Response").size()));
    const xml_element* result = read->child(name + "Result");
    return result == nullptr ? xml_element() : *result;
  }

  // "<status> <code> <message>"
  std::string refusal(form_fields fields) {
    http::response answered = send(fields);
    auto read = parse_xml(answered.body);
    REQUIRE_MESSAGE((read && read->name == "ErrorResponse"), answered.body);
    const xml_element* error = read->child("Error");
    return std::to_string(answered.status) + " " + std::string(error->at("Code")) + " " +
           std::string(error->at("Message"));
  }

  model::caller who{"123456789012", "us-east-1", "r-1", 1'768'213'230'123};

private:
  Service& service_;
};

}  // namespace lambent::testing
