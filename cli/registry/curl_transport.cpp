#include "cli/registry/curl_transport.hpp"

#include <cerrno>
#include <cstdlib>
#include <optional>

#include "cli/terminal/interrupt.hpp"
#include "cli/terminal/terminal.hpp"
#include "oci/distribution/limits.hpp"
#include "oci/limits.hpp"

namespace lambent::cli {
namespace {

namespace distribution = oci::distribution;
using distribution::http_answer;
using distribution::http_failure;

http_failure::kind kind_of(aws::http_failure::kind what) {
  switch (what) {
    case aws::http_failure::kind::unreachable:
      return http_failure::kind::unreachable;
    case aws::http_failure::kind::untrusted:
      return http_failure::kind::untrusted;
    case aws::http_failure::kind::broken:
      return http_failure::kind::broken;
    case aws::http_failure::kind::stopped:
      return http_failure::kind::ours;
  }
  return http_failure::kind::broken;
}

http_answer head_of(const aws::response& answer) {
  return {.status = answer.status, .headers = answer.headers};
}

// One request's callbacks, and what they found wrong.
struct exchange {
  const distribution::http_request& request;
  http_answer head{};
  std::string body{};
  std::optional<error> wrong{};

  bool take(std::string_view piece) {
    auto taken = request.sink ? request.sink(head, piece) : keep(piece);
    if (!taken) wrong = std::move(taken).error();
    return taken.has_value();
  }

  result<> keep(std::string_view piece) {
    if (piece.size() > oci::limits::document_max_bytes - body.size())
      return fail(request.method + " " + request.url + ": the answer is larger than " +
                  std::to_string(oci::limits::document_max_bytes) + " bytes");
    body += piece;
    return {};
  }

  std::optional<std::size_t> give(char* into, std::size_t size) {
    auto given = request.body_source({into, size});
    if (given) return *given;
    wrong = std::move(given).error();
    return {};
  }
};

// `ours`, so that nobody tries again.
http_failure no_more(const distribution::http_request& request) {
  return {.what = http_failure::kind::ours,
          .error = {request.method + " " + request.url + ": given up", ECANCELED, {}}};
}

}  // namespace

std::expected<http_answer, http_failure> curl_transport::send(
    const distribution::http_request& request) {
  exchange state{.request = request};
  aws::http_request out{.method = request.method,
                        .url = request.url,
                        .headers = request.headers,
                        .body = request.body,
                        .read_timeout = distribution::limits::silence_max};
  if (request.body_source) {
    out.body_bytes = request.body_bytes;
    out.body_source = [&](char* into, std::size_t size) { return state.give(into, size); };
  }
  out.sink = [&](std::string_view piece) { return state.take(piece); };
  out.sink_begins = [&](const aws::response& head) {
    state.head = head_of(head);
    return true;
  };
  const auto given_up = [&] { return options_.give_up && options_.give_up(); };
  if (given_up()) return std::unexpected(no_more(request));
  auto answer = transport_.send(out);
  if (!answer) {
    if (given_up()) return std::unexpected(no_more(request));
    aws::http_failure& failed = answer.error();
    if (state.wrong) return std::unexpected(http_failure{http_failure::kind::ours, *state.wrong});
    if (failed.what == aws::http_failure::kind::untrusted)
      failed.error.hint = "SSL_CERT_FILE names a file with the certificates to trust";
    return std::unexpected(http_failure{kind_of(failed.what), std::move(failed.error)});
  }
  http_answer said = head_of(*answer);
  said.body = answer->body.empty() ? std::move(state.body) : std::move(answer->body);
  return said;
}

std::unique_ptr<curl_transport> make_curl_transport() {
  const char* certificates = std::getenv("SSL_CERT_FILE");
  return std::make_unique<curl_transport>(
      aws::transport_options{.ca_bundle = certificates == nullptr ? "" : certificates,
                             .user_agent = "lambent/" LAMBENT_VERSION,
                             .log = [](std::string_view line) { detail(2, line); },
                             .give_up = interrupted});
}

}  // namespace lambent::cli
