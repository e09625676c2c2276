#include "aws/transport/transport.hpp"

#include <array>
#include <utility>

#include "aws/transport/curl_library.hpp"
#include "base/ascii.hpp"
#include "base/this_machine.hpp"

namespace lambent::aws {
namespace {

using std::chrono::steady_clock;

// The way of one transfer, shared with libcurl's callbacks.
struct transfer {
  const curl_library& library;
  CURL* curl = nullptr;
  const http_request* request = nullptr;
  const give_up_check* give_up = nullptr;
  response into{};
  std::size_t header_bytes = 0;
  steady_clock::time_point last_progress = steady_clock::now();
  curl_off_t seen_bytes = -1;
  bool stopped = false;
  bool sink_began = false;
  bool too_large = false;
  bool silent = false;
  bool given_up = false;
  std::size_t read_bytes = 0;  // Of the body, where it is handed out in pieces.

  [[nodiscard]] bool goes_to_sink() const {
    constexpr int first_error_status = 300;
    return request->sink && into.status < first_error_status;
  }
};

// Returning less than it was given makes libcurl stop with CURLE_WRITE_ERROR.
std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& state = *static_cast<transfer*>(user);
  if (state.goes_to_sink()) {
    const auto& begins = state.request->sink_begins;
    state.stopped = (begins && !std::exchange(state.sink_began, true) && !begins(state.into)) ||
                    !state.request->sink({data, size});
    return state.stopped ? 0 : size;
  }
  std::size_t bytes_max =
      state.request->sink ? limits::error_body_bytes_max : limits::response_body_bytes_max;
  state.too_large = size > bytes_max - state.into.body.size();
  if (state.too_large) return 0;
  state.into.body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& state = *static_cast<transfer*>(user);
  state.header_bytes += size;
  state.too_large = state.header_bytes > limits::response_header_bytes_max;
  if (state.too_large) return 0;
  std::string_view line(data, size);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  // A new status line: what came before belonged to a 100 Continue.
  if (line.starts_with("HTTP/")) {
    state.into.headers.clear();
    long status = 0;
    state.library.easy_getinfo(state.curl, CURLINFO_RESPONSE_CODE, &status);
    state.into.status = static_cast<int>(status);
    return size;
  }
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  std::string name = lower_case(std::string(line.substr(0, colon)));
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
  state.into.headers.emplace_back(std::move(name), value);
  return size;
}

// libcurl calls this about once a second and whenever something moves; not zero ends the transfer.
int watch_silence(void* user, curl_off_t, curl_off_t received, curl_off_t, curl_off_t sent) {
  auto& state = *static_cast<transfer*>(user);
  auto now = steady_clock::now();
  curl_off_t bytes = received + sent + static_cast<curl_off_t>(state.header_bytes);
  curl_off_t connected_us = 0;
  state.library.easy_getinfo(state.curl, CURLINFO_PRETRANSFER_TIME_T, &connected_us);
  // Until the connection stands its own limit counts.
  if (connected_us == 0 || bytes != std::exchange(state.seen_bytes, bytes))
    state.last_progress = now;
  state.silent = now - state.last_progress > state.request->read_timeout;
  state.given_up = *state.give_up && (*state.give_up)();
  return state.silent || state.given_up ? 1 : 0;
}

std::size_t give_body(char* into, std::size_t, std::size_t size, void* user) {
  auto& state = *static_cast<transfer*>(user);
  std::size_t given = state.request->body.copy(into, size, state.read_bytes);
  state.read_bytes += given;
  return given;
}

std::size_t give_from_source(char* into, std::size_t, std::size_t size, void* user) {
  auto& state = *static_cast<transfer*>(user);
  std::optional<std::size_t> given = state.request->body_source(into, size);
  state.stopped = !given;
  return given.value_or(CURL_READFUNC_ABORT);
}

using header_list = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

header_list header_lines(const curl_library& curl, const http_request& request) {
  header_list lines(nullptr, curl.slist_free_all);
  auto add = [&](const std::string& line) {
    lines.reset(curl.slist_append(lines.release(), line.c_str()));
  };
  bool has_type = false;
  for (const auto& [name, value] : request.headers) {
    // "Name;" is how libcurl is told to send a header without a value.
    std::string line = name + (value.empty() ? ";" : ": ");
    line += value;
    add(line);
    has_type |= same_letters(name, "content-type");
  }
  add("Expect:");  // No extra round trip before a large payload.
  if (!has_type) add("Content-Type:");
  return lines;
}

void set_body(const curl_library& curl, CURL* c, transfer& state) {
  const http_request& request = *state.request;
  if (request.method == "HEAD") {
    curl.easy_setopt(c, CURLOPT_NOBODY, 1L);
    return;
  }
  if (request.body_source || (request.sent_once && !request.body.empty())) {
    // A body that is read and cannot be read again: what libcurl has begun to send it cannot
    // repeat.
    const bool sourced = static_cast<bool>(request.body_source);
    const std::uint64_t bytes = sourced ? request.body_bytes : request.body.size();
    curl.easy_setopt(c, CURLOPT_POST, 1L);
    curl.easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(bytes));
    curl.easy_setopt(c, CURLOPT_READFUNCTION, sourced ? give_from_source : give_body);
    curl.easy_setopt(c, CURLOPT_READDATA, &state);
    curl.easy_setopt(c, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (sourced) curl.easy_setopt(c, CURLOPT_UPLOAD_BUFFERSIZE, limits::large_buffer_bytes);
    return;
  }
  bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (has_body) {
    curl.easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl.easy_setopt(c, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
  }
  curl.easy_setopt(c, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

http_failure failure_of(const transfer& state, CURLcode code, const char* details) {
  long request_bytes = 0;
  state.library.easy_getinfo(state.curl, CURLINFO_REQUEST_SIZE, &request_bytes);
  http_failure failed;
  std::string said = *details != '\0' ? details : state.library.easy_strerror(code);
  using kind = http_failure::kind;
  failed.what = request_bytes == 0 ? kind::unreachable : kind::broken;
  failed.timed_out = code == CURLE_OPERATION_TIMEDOUT || state.silent;
  if (state.stopped || state.given_up) {
    failed.what = kind::stopped;
    said = state.given_up ? "given up" : "the transfer was stopped";
  } else if (state.too_large) {
    said = "the response is larger than this client takes";
  } else if (state.silent) {
    said = "nothing came for " + std::to_string(state.request->read_timeout.count()) + " ms";
  } else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE) {
    failed.what = kind::untrusted;
    failed.error.hint = "AWS_CA_BUNDLE names a file with the certificates to trust";
  }
  failed.error.what = state.request->method + " " + shown_url(state.request->url) + ": " + said;
  return failed;
}

}  // namespace

struct transport::state {
  transport_options options;
  std::unique_ptr<CURL, void (*)(CURL*)> handle{nullptr, nullptr};
};

transport::transport(transport_options options)
    : state_(std::make_unique<state>(state{.options = std::move(options)})) {}
transport::transport(transport&&) noexcept = default;
transport& transport::operator=(transport&&) noexcept = default;
transport::~transport() = default;

std::expected<response, http_failure> transport::send(const http_request& request) {
  if (!state_->options.log) return exchange(request);
  auto start = std::chrono::steady_clock::now();
  auto answer = exchange(request);
  auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  state_->options.log(request.method + " " + shown_url(request.url) + ": " +
                      (answer ? std::to_string(answer->status) : "no answer") + ", " +
                      std::to_string(took.count()) + " ms");
  return answer;
}

std::expected<response, http_failure> transport::exchange(const http_request& request) {
  using kind = http_failure::kind;
  auto url = parse_url(request.url.substr(0, request.url.find('?')));
  if (!url) return std::unexpected(http_failure{kind::unreachable, std::move(url).error()});
  auto library = load_curl();
  if (!library) return std::unexpected(http_failure{kind::unreachable, std::move(library).error()});
  const curl_library& curl = **library;
  if (!state_->handle) state_->handle = {curl.easy_init(), curl.easy_cleanup};
  CURL* c = state_->handle.get();
  if (c == nullptr) return std::unexpected(http_failure{kind::unreachable, {"start libcurl"}});
  curl.easy_reset(c);  // Options alone; open connections stay.

  header_list headers = header_lines(curl, request);
  std::array<char, CURL_ERROR_SIZE> details{};
  transfer moving{
      .library = curl, .curl = c, .request = &request, .give_up = &state_->options.give_up};
  set_body(curl, c, moving);
  curl.easy_setopt(c, CURLOPT_URL, request.url.c_str());
  curl.easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl.easy_setopt(c, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl.easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);  // What is signed is what is sent.
  curl.easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
  curl.easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl.easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
  curl.easy_setopt(c, CURLOPT_WRITEDATA, &moving);
  if (request.sink_begins) curl.easy_setopt(c, CURLOPT_BUFFERSIZE, limits::large_buffer_bytes);
  curl.easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
  curl.easy_setopt(c, CURLOPT_HEADERDATA, &moving);
  curl.easy_setopt(c, CURLOPT_XFERINFOFUNCTION, watch_silence);
  curl.easy_setopt(c, CURLOPT_XFERINFODATA, &moving);
  curl.easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
  curl.easy_setopt(c, CURLOPT_ERRORBUFFER, details.data());
  curl.easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(request.connect_timeout.count()));
  curl.easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
  curl.easy_setopt(c, CURLOPT_FRESH_CONNECT, request.fresh_connection ? 1L : 0L);
  // A synchronous invocation is silent for up to 15 minutes; routers forget it sooner.
  curl.easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
  if (!state_->options.user_agent.empty())
    curl.easy_setopt(c, CURLOPT_USERAGENT, state_->options.user_agent.c_str());
  if (!state_->options.ca_bundle.empty()) {
    curl.easy_setopt(c, CURLOPT_CAINFO, state_->options.ca_bundle.c_str());
    // Else libcurl trusts the system's folder of authorities beside the file.
    curl.easy_setopt(c, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (request.direct || is_this_machine(url->host)) curl.easy_setopt(c, CURLOPT_PROXY, "");

  CURLcode code = curl.easy_perform(c);
  if (code != CURLE_OK) return std::unexpected(failure_of(moving, code, details.data()));
  return std::move(moving.into);
}

result<url_parts> parse_url(const std::string& url) {
  const curl_library& curl = *TRY(load_curl());
  std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl.url(), curl.url_cleanup);
  auto bad = [&](std::string_view why) {
    return fail("'" + shown_url(url) + "' is not an http or https URL: " + std::string(why));
  };
  if (CURLUcode code = curl.url_set(parsed.get(), CURLUPART_URL, url.c_str(),
                                    CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS);
      code != CURLUE_OK)
    return bad(curl.url_strerror(code));
  auto part = [&](CURLUPart which) {
    char* text = nullptr;
    std::string out;
    if (curl.url_get(parsed.get(), which, &text, 0) == CURLUE_OK) out = text;
    curl.free(text);
    return out;
  };
  url_parts out{.scheme = part(CURLUPART_SCHEME),
                .host = part(CURLUPART_HOST),
                .port = part(CURLUPART_PORT),
                .path = part(CURLUPART_PATH)};
  if (out.scheme != "http" && out.scheme != "https") return bad("the scheme is " + out.scheme);
  if (out.host.empty()) return bad("it names no host");
  for (CURLUPart extra : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT})
    if (!part(extra).empty()) return bad("it has more than a host, a port and a path");
  if (out.host.starts_with('[')) out.host = out.host.substr(1, out.host.size() - 2);
  while (out.path.ends_with('/')) out.path.pop_back();
  return out;
}

std::string shown_url(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  const std::size_t begin = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  std::string out(url.substr(0, begin));
  url.remove_prefix(begin);
  const std::size_t at = url.substr(0, url.find_first_of("/?#")).rfind('@');
  if (at != std::string_view::npos) url.remove_prefix(at + 1);
  url = url.substr(0, url.find_first_of("?#\r\n"));
  // What stands for a port and is none may be a password with a '/' in it.
  const std::string_view host = url.substr(0, url.find('/'));
  const std::size_t colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  if (colon == std::string_view::npos ||
      host.find_first_not_of("0123456789", colon + 1) == std::string_view::npos)
    return out.append(url);
  return out.append(url.substr(0, colon + 1)).append("…");
}

}  // namespace lambent::aws
