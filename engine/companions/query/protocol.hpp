// The query protocol of IAM and STS: parameters in a form, answers and errors in XML. A service
// is a table of operations; what is said here is the envelope.
// Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/xml_writer.hpp"
#include "engine/companions/query/form.hpp"
#include "engine/http/message.hpp"
#include "engine/model/caller.hpp"
#include "engine/model/violations.hpp"

namespace lambent::companions::query {

// Ours; AWS names no limit of the whole request. A role's documents are 131,072 characters at most.
inline constexpr std::size_t request_bytes_max = 1024 * 1024;
inline constexpr std::size_t parameters_max = 2'000;

struct fault {
  std::string code;  // "NoSuchEntity"
  std::string message;
  int status;

  fault(std::string what, std::string text, int http_status = 400)
      : code(std::move(what)), message(std::move(text)), status(http_status) {}
  // What this machine could not do; not explicit, so that TRY hands a store's error on.
  fault(error why)  // NOLINT(google-explicit-constructor)
      : fault("ServiceFailure", std::move(why.what), 500) {}
};

template <class T = void>
using answer = std::expected<T, fault>;

[[nodiscard]] inline std::unexpected<fault> refuse(std::string code, std::string message,
                                                   int status = 400) {
  return std::unexpected(fault{std::move(code), std::move(message), status});
}

// "ValidationError" with what was found; an answer when nothing was.
[[nodiscard]] answer<> valid(const model::violations& found);

struct call {
  const form& input;
  const http::headers& headers;
  const model::caller& who;
};

struct protocol {
  std::string_view xml_namespace;  // "https://iam.amazonaws.com/doc/2010-05-08/"
};

template <class Service>
struct operation {
  std::string_view name;
  // Writes what stands inside the result's element.
  answer<> (Service::*run)(const call& request, xml_writer& result);
  bool has_result = true;  // Operations without an output have no element for it.
};

// The form of a request: its body's, or the query of a GET, as presigned URLs have it.
[[nodiscard]] answer<form> read_form(const http::request& request);

[[nodiscard]] xml_writer begin_response(const protocol& of, std::string_view operation,
                                        bool has_result);
[[nodiscard]] http::response end_response(xml_writer&& written, bool has_result,
                                          const model::caller& who);
[[nodiscard]] http::response to_response(const protocol& of, const fault& why,
                                         const model::caller& who);
[[nodiscard]] fault unknown_action(std::string_view action);

template <class Service>
[[nodiscard]] http::response handle(const protocol& of, Service& service,
                                    std::span<const operation<Service>> table,
                                    const http::request& request, const model::caller& who) {
  auto input = read_form(request);
  if (!input) return to_response(of, input.error(), who);
  std::string_view action = input->get("Action");
  for (const auto& row : table) {
    if (row.name != action) continue;
    xml_writer result = begin_response(of, row.name, row.has_result);
    auto done = (service.*row.run)({*input, request.headers, who}, result);
    if (!done) return to_response(of, done.error(), who);
    return end_response(std::move(result), row.has_result, who);
  }
  return to_response(of, unknown_action(action), who);
}

// "2026-01-12T10:20:30Z"
[[nodiscard]] std::string timestamp(std::int64_t unix_ms);

}  // namespace lambent::companions::query
