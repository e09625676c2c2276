// For tests of services: a client whose every call goes to a server of the test's.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "aws/client.hpp"
#include "aws/testing/fake_server.hpp"
#include "aws/testing/world.hpp"

namespace lambent::aws::testing {

class service {
public:
  explicit service(fake_server::answerer answers) : server_(std::move(answers)) {}
  // Answers these one after the other, the last one again and again.
  explicit service(std::vector<std::string> answers)
      : service([answers = std::move(answers), next = std::size_t{0}](const heard&) mutable {
          return answers[std::min(next++, answers.size() - 1)];
        }) {}
  explicit service(int status, std::string body = {}) : server_(status, std::move(body)) {}

  client& with() { return client_; }
  [[nodiscard]] std::vector<heard> requests() const { return server_.requests(); }
  [[nodiscard]] heard last() const { return server_.requests().back(); }
  // "PUT /path?query body" of the last request.
  [[nodiscard]] std::string asked() const {
    heard said = last();
    return said.method + " " + said.target + (said.body.empty() ? "" : " " + said.body);
  }

private:
  fake_server server_;
  world world_;
  client client_{client::open({.endpoint_url = server_.url()}, world_.around()).value()};
};

}  // namespace lambent::aws::testing
