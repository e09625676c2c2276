// For tests: a registry in memory behind the transport's interface. It keeps what it is given as
// the specification says, remembers what it was asked, and fails where the test wants it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oci/digest.hpp"
#include "oci/distribution/client.hpp"
#include "oci/distribution/transport.hpp"
#include "oci/distribution/wire/url.hpp"

namespace lambent::oci::distribution::testing {

using attempt = std::expected<http_answer, http_failure>;

inline attempt answer(int status, std::vector<name_value> headers = {}, std::string body = {}) {
  return http_answer{status, std::move(headers), std::move(body)};
}
inline attempt broken(const char* why = "the connection was cut") {
  return std::unexpected(http_failure{http_failure::kind::broken, {why}});
}

struct asked {
  std::string method, url, authorization, range, content_range, body;

  // "PATCH /v2/app/blobs/uploads/1", for comparing.
  [[nodiscard]] std::string text() const;
};

// How a call goes wrong.
enum class cut : std::uint8_t {
  none,
  before,  // Nothing arrives.
  midway,  // Half of the body arrives, or half of the answer's.
  after,   // All of it arrives; the answer does not.
};

struct fake_registry {
  // Answers instead of the registry, for what the test wants otherwise.
  std::function<std::optional<attempt>(const http_request&)> instead{};
  // Of the call with that number, from 1.
  std::function<cut(int number, const http_request&)> cuts{};
  std::string host = "https://registry.example";
  bool takes_ranges = true;     // Of blobs.
  bool can_resume = true;       // Knows what it has of a broken upload.
  std::string blob_host{};      // Where blobs are redirected to; empty: they are not.
  bool redirects_head = false;  // There, too, who only asks whether a blob is there.

  std::map<std::string, std::map<std::string, std::string>> blobs;      // By repository and digest.
  std::map<std::string, std::map<std::string, std::string>> manifests;  // And by tag.
  std::map<std::string, std::string> media_types;                       // By digest.
  std::map<std::string, std::string> uploads;                           // By their URL's path.
  std::vector<asked> calls;
  std::vector<std::chrono::milliseconds> waits;
  int upload_count = 0;
  std::mutex mutex{};

  [[nodiscard]] std::unique_ptr<client> connect(find_login login = {},
                                                const std::string& name = "registry.example");
  [[nodiscard]] std::vector<std::string> texts() const;
  attempt handle(const http_request& request);

private:
  attempt serve(const http_request& request, const std::string& body, const url& at);
  attempt serve_upload(const http_request& request, const std::string& body, const url& at,
                       const std::string& repository);
};

}  // namespace lambent::oci::distribution::testing
