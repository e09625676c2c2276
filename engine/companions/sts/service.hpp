// STS: who asks, and temporary credentials. Any role can be assumed, known to IAM here or not, by
// anybody: nothing evaluates policies. Blocking; one thread.
// API: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
#pragma once

#include "engine/companions/iam/store.hpp"
#include "engine/companions/query/protocol.hpp"
#include "engine/model/session_token.hpp"

namespace lambent::companions::sts {

using query::answer;

class service {
public:
  explicit service(iam::store& roles) : roles_(roles) {}

  [[nodiscard]] http::response handle(const http::request& request, const model::caller& who);

private:
  using call = query::call;
  [[nodiscard]] static std::span<const query::operation<service>> operations();

  answer<> get_caller_identity(const call& request, xml_writer& result);
  answer<> get_session_token(const call& request, xml_writer& result);
  answer<> assume_role(const call& request, xml_writer& result);
  answer<> assume_role_with_web_identity(const call& request, xml_writer& result);

  // Checks what both ways of assuming a role have in common, and writes the credentials.
  answer<> write_assumed(const call& request, xml_writer& result);

  iam::store& roles_;
};

}  // namespace lambent::companions::sts
