#include "aws/sigv4/signer.hpp"

#include "base/percent.hpp"

namespace lambent::aws::sigv4 {
namespace {

scope scope_of(const signing& with) {
  constexpr std::size_t date_chars = 8;
  return {.date = amz_date(with.time).substr(0, date_chars),
          .region = std::string(with.region),
          .service = std::string(with.service)};
}

std::string sign(const wire_request& request, const signing& with, const scope& in) {
  return signature(with.keys.secret_access_key, in,
                   string_to_sign(with.time, in, canonical_request(request, with.rules)));
}

void append_pair(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  query.append(name).append("=").append(percent_encode(value));
}

}  // namespace

std::vector<header> authorization_headers(const wire_request& request, const signing& with) {
  std::vector<header> added{{"X-Amz-Date", amz_date(with.time)}};
  header token{"X-Amz-Security-Token", with.keys.session_token};
  if (!token.second.empty() && with.token_is_signed) added.push_back(token);

  std::vector<header> all(request.headers.begin(), request.headers.end());
  all.insert(all.end(), added.begin(), added.end());
  wire_request complete = request;
  complete.headers = all;
  scope in = scope_of(with);
  std::string signature = sign(complete, with, in);

  if (!token.second.empty() && !with.token_is_signed) added.push_back(std::move(token));
  added.emplace_back("Authorization",
                     "AWS4-HMAC-SHA256 Credential=" + std::string(with.keys.access_key_id) + "/" +
                         in.text() + ", SignedHeaders=" + signed_header_names(all) +
                         ", Signature=" + signature);
  return added;
}

std::string presigned_query(const wire_request& request, const signing& with,
                            std::chrono::seconds valid_for) {
  scope in = scope_of(with);
  std::string query(request.query);
  append_pair(query, "X-Amz-Algorithm", "AWS4-HMAC-SHA256");
  append_pair(query, "X-Amz-Credential", std::string(with.keys.access_key_id) + "/" + in.text());
  append_pair(query, "X-Amz-Date", amz_date(with.time));
  append_pair(query, "X-Amz-Expires", std::to_string(valid_for.count()));
  append_pair(query, "X-Amz-SignedHeaders", signed_header_names(request.headers));
  bool has_token = !with.keys.session_token.empty();
  if (has_token && with.token_is_signed)
    append_pair(query, "X-Amz-Security-Token", with.keys.session_token);

  wire_request complete = request;
  complete.query = query;
  std::string signature = sign(complete, with, in);
  if (has_token && !with.token_is_signed)
    append_pair(query, "X-Amz-Security-Token", with.keys.session_token);
  append_pair(query, "X-Amz-Signature", signature);
  return query;
}

}  // namespace lambent::aws::sigv4
