#include "cli/http_client.hpp"

#include <curl/curl.h>

#include <array>
#include <memory>

namespace lambent::cli {
namespace {

constexpr long connect_timeout_s = 10;
// A Lambda function runs for 900 s at most; the rest is for the way there and back.
constexpr long total_timeout_s = 960;
constexpr std::size_t response_bytes_max = 64UL * 1024 * 1024;
constexpr std::size_t header_bytes_max = 256UL * 1024;

struct receiver {
  http_response response;
  std::size_t header_bytes = 0;
};

// Returning less than it was given makes libcurl stop with CURLE_WRITE_ERROR.
std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& body = static_cast<receiver*>(user)->response.body;
  if (body.size() + size > response_bytes_max) return 0;
  body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& into = *static_cast<receiver*>(user);
  into.header_bytes += size;
  if (into.header_bytes > header_bytes_max) return 0;
  std::string_view line(data, size);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  // A new status line: what came before belonged to a 100 Continue.
  if (line.starts_with("HTTP/")) into.response.headers.clear();
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  std::string name(line.substr(0, colon));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  into.response.headers.emplace_back(std::move(name), value);
  return size;
}

bool is_this_machine(const std::string& url) {
  std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  char* text = nullptr;
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parsed.get(), CURLUPART_HOST, &text, 0) != CURLUE_OK)
    return false;
  std::string host = text;
  curl_free(text);
  return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

bool never_connected(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
         code == CURLE_COULDNT_RESOLVE_PROXY;
}

}  // namespace

std::string_view http_response::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

std::expected<http_response, http_error> send(const http_request& request) {
  std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  if (curl == nullptr) return std::unexpected(http_error{.error = {"start libcurl", 0, {}}});

  using header_list = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;
  header_list headers(nullptr, curl_slist_free_all);
  auto add = [&headers](const std::string& line) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  };
  for (const auto& [name, value] : request.headers)
    add(std::string(name).append(": ").append(value));
  add("Expect:");  // No extra round trip before a large payload.

  receiver into;
  std::array<char, CURL_ERROR_SIZE> details{};
  CURL* c = curl.get();
  curl_easy_setopt(c, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(c, CURLOPT_POSTFIELDS, request.body.data());
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &into);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &into);
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, details.data());
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
  curl_easy_setopt(c, CURLOPT_TIMEOUT, total_timeout_s);
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  if (is_this_machine(request.url)) curl_easy_setopt(c, CURLOPT_PROXY, "");

  CURLcode code = curl_easy_perform(c);
  if (code != CURLE_OK) {
    std::string said = details[0] != '\0' ? details.data() : curl_easy_strerror(code);
    return std::unexpected(
        http_error{.error = {request.method + " " + request.url + ": " + said, 0, {}},
                   .unreachable = never_connected(code)});
  }
  long status = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  into.response.status = static_cast<int>(status);
  return std::move(into.response);
}

}  // namespace lambent::cli
