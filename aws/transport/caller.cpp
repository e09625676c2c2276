#include "aws/transport/caller.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "aws/protocol/error_body.hpp"
#include "base/ascii.hpp"
#include "base/percent.hpp"
#include "base/sha256.hpp"

namespace lambent::aws {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

constexpr int first_error_status = 300;
// AWS takes five minutes; a clock that is nearly as far off is the likelier culprit.
constexpr seconds suspicious_skew{240};

constexpr std::array<std::string_view, 15> credential_codes = {
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "InvalidToken",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
};
// Those of them that a wrong clock can bring about.
constexpr std::array<std::string_view, 6> clock_codes = {
    "AuthFailure",          "InvalidSignatureException", "RequestExpired",
    "RequestTimeTooSkewed", "SignatureDoesNotMatch",     "RequestInTheFuture",
};

template <std::size_t N>
bool is_one_of(std::string_view code, const std::array<std::string_view, N>& list) {
  return std::ranges::find(list, code) != list.end();
}

std::unexpected<call_error> unusable(std::string what) {
  return std::unexpected(
      call_error{.kind = call_failure::usage, .error = {std::move(what), 0, {}}});
}

call_error error_of(http_failure&& failed) {
  using kind = http_failure::kind;
  bool sent = failed.what == kind::broken || failed.what == kind::stopped;
  return {.kind = sent ? call_failure::broken : call_failure::unreachable,
          .error = std::move(failed.error)};
}

call_error error_of(const response& answer, const refusal_text& said, const call_target& at) {
  bool about_keys = is_one_of(said.code, credential_codes);
  call_error e{.kind = about_keys ? call_failure::credentials : call_failure::refused,
               .code = said.code,
               .message = said.message,
               .status = answer.status,
               .request_id = said.request_id};
  e.error.what = said.code.empty() ? "HTTP status " + std::to_string(answer.status) : said.code;
  if (!said.message.empty()) e.error.what += ": " + said.message;
  if (std::string_view region = answer.header("x-amz-bucket-region");
      !region.empty() && region != at.signing_region)
    e.error.hint = "the bucket is in region " + std::string(region);
  if (about_keys && at.keys != nullptr) {
    bool expired = said.code.starts_with("ExpiredToken");
    e.error.hint = "the credentials came from " + at.keys->from +
                   (expired ? "; sign in again" : "; `aws sts get-caller-identity` tries them");
  }
  return e;
}

// Where it would begin a header of its own.
bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

std::optional<call_error> unsendable(const request& what, const credentials* keys) {
  for (const auto& [name, value] : what.headers)
    if (name.empty() || has_line_break(name) || has_line_break(value))
      return call_error{.kind = call_failure::usage,
                        .error = {"the value of header " + name + " has a line break"}};
  if (keys != nullptr &&
      (has_line_break(keys->access_key_id) || has_line_break(keys->session_token)))
    return call_error{.kind = call_failure::credentials,
                      .error = {"the keys from " + keys->from + " have a line break"}};
  return {};
}

// Proxies may change these on the way, or the transport sets them itself.
bool is_signed(std::string_view name) {
  constexpr std::array<std::string_view, 5> unsigned_names = {
      "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"};
  return std::ranges::none_of(unsigned_names,
                              [name](std::string_view each) { return same_letters(name, each); });
}

// libcurl may repeat a request without a body, whose end it cannot tell from its beginning.
bool keeps_connection(const request& what) { return what.keep_connection && !what.body.empty(); }

}  // namespace

result<wire_form> encode(const request& what, std::string_view endpoint_url) {
  auto url = TRY(parse_url(std::string(endpoint_url)));
  wire_form form;
  form.path = url.path + what.encoded_path;
  if (what.encoded_path.empty()) {
    // In S3 a slash is part of the key.
    std::string_view kept = what.service == "s3" ? "/" : "";
    for (const std::string& segment : what.path) form.path += "/" + percent_encode(segment, kept);
    if (form.path.empty()) form.path = "/";
  }
  for (const auto& [name, value] : what.query) {
    if (!form.query.empty()) form.query += '&';
    form.query += percent_encode(name) + "=" + percent_encode(value);
  }
  form.host = url.host.contains(':') ? "[" + url.host + "]" : url.host;
  bool usual_port = url.port.empty() || (url.scheme == "https" && url.port == "443") ||
                    (url.scheme == "http" && url.port == "80");
  if (!usual_port) form.host += ":" + url.port;
  form.url = url.scheme + "://" + form.host + form.path;
  if (!form.query.empty()) form.url += "?" + form.query;
  return form;
}

sys_seconds caller::now() const { return floor<seconds>(around_.now()) + clock_offset_; }

std::expected<response, http_failure> caller::send(const request& what, const wire_form& form,
                                                   const call_target& at, const body_sink& sink) {
  http_request out{.method = what.method,
                   .url = form.url,
                   .headers = {{"Host", form.host}},
                   .body = what.body,
                   .fresh_connection = !may_repeat(what) && !keeps_connection(what),
                   .sent_once = !may_repeat(what) && keeps_connection(what),
                   .read_timeout = what.read_timeout,
                   .sink = sink};
  out.headers.insert(out.headers.end(), what.headers.begin(), what.headers.end());
  if (at.keys == nullptr) return transport_.send(out);

  std::string hash;
  for (const auto& [name, value] : what.headers)
    if (same_letters(name, "x-amz-content-sha256")) hash = value;
  if (hash.empty()) {
    hash = to_hex(sha256(what.body));
    if (what.service == "s3") out.headers.emplace_back("x-amz-content-sha256", hash);
  }
  std::vector<sigv4::header> signed_headers;
  for (const name_value& each : out.headers)
    if (is_signed(each.first)) signed_headers.push_back(each);
  std::vector<sigv4::header> added =
      sigv4::authorization_headers({.method = what.method,
                                    .path = form.path,
                                    .query = form.query,
                                    .headers = signed_headers,
                                    .payload_sha256 = hash},
                                   {.keys = at.keys->keys(),
                                    .region = at.signing_region,
                                    .service = what.service,
                                    .time = now(),
                                    .rules = sigv4::rules_for(what.service)});
  out.headers.insert(out.headers.end(), added.begin(), added.end());
  return transport_.send(out);
}

bool caller::corrected_clock(const response& answer, std::string_view code) {
  if (!is_one_of(code, clock_codes)) return false;
  auto server_time = parse_http_date(answer.header("date"));
  if (!server_time) return false;
  auto off_by = *server_time - now();
  if (off_by < suspicious_skew && off_by > -suspicious_skew) return false;
  clock_offset_ += off_by;
  return true;
}

std::expected<response, call_error> caller::call(const request& what, const call_target& at,
                                                 const body_sink& sink) {
  auto form = encode(what, at.url);
  if (!form) return unusable(std::move(form).error().what);
  if (auto wrong = unsendable(what, at.keys)) return std::unexpected(*std::move(wrong));

  bool streamed = false;
  body_sink watched;
  if (sink)
    watched = [&](std::string_view piece) {
      streamed = true;
      return sink(piece);
    };
  bool clock_corrected = false;
  for (int number = 1;; ++number) {
    auto answer = send(what, *form, at, watched);
    retries::failed_attempt failed{
        .number = number, .may_repeat = may_repeat(what), .jitter = around_.jitter()};
    call_error e;
    if (!answer) {
      using kind = http_failure::kind;
      kind happened = answer.error().what;
      if (happened == kind::unreachable && !at.is_local) failed.what = trouble::unreachable;
      if (happened == kind::broken && !streamed) failed.what = trouble::transient;
      e = error_of(std::move(answer).error());
    } else {
      if (answer->status < first_error_status) {
        retries_.succeeded();
        return *std::move(answer);
      }
      refusal_text said = read_refusal(*answer);
      if (!clock_corrected && at.keys != nullptr && corrected_clock(*answer, said.code)) {
        clock_corrected = true;
        --number;
        continue;
      }
      failed.what = trouble_of(answer->status, said.code);
      failed.server_wants = asked_wait(*answer);
      e = error_of(*answer, said, at);
    }
    auto wait = retries_.wait_after(failed);
    if (!wait) return std::unexpected(std::move(e));
    around_.sleep(*wait);
  }
}

}  // namespace lambent::aws
