// The AWS services behind the endpoint that are not Lambda itself, by the name that a credential
// scope gives them. The edge looks up here whom a request is for; what is not here is refused by
// name. To add a service: derive from aws_service, and add it in engine/serve.cpp.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/http/server.hpp"
#include "engine/model/caller.hpp"

namespace lambent::engine {

class aws_service {
public:
  virtual ~aws_service() = default;
  // How the body of a request is to be read; called when its head is there.
  [[nodiscard]] virtual http::body_plan plan_body(const http::request& head) const = 0;
  // Answers now or later. `from` says who asks; the request itself is still in `exchange`. Called
  // on the loop's thread, so blocking work goes elsewhere.
  virtual void handle(http::exchange&& exchange, model::caller&& from) = 0;
};

class aws_services {
public:
  // `answers` must outlive this.
  void add(std::string name, aws_service& answers) { by_name_[std::move(name)] = &answers; }

  // nullptr when there is none.
  [[nodiscard]] aws_service* find(std::string_view name) const {
    auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }

private:
  std::map<std::string, aws_service*, std::less<>> by_name_;
};

}  // namespace lambent::engine
