// What the client needs of HTTP: one request, one answer, bodies of any size in pieces. The program
// brings the implementation; tests bring another. Redirects, credentials and repeats are not its
// business.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace lambent::oci::distribution {

using name_value = std::pair<std::string, std::string>;

struct http_answer {
  int status = 0;
  std::vector<name_value> headers{};  // Names in lower case.
  std::string body{};                 // At most oci::limits::document_max_bytes.

  // The first value under that name; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
      if (name == lower_case_name) return value;
    return {};
  }
};

struct http_request {
  std::string method = "GET";
  std::string url{};
  std::vector<name_value> headers{};
  std::string body{};
  // A large body instead: `body_bytes` in all, each call fills the front of the buffer with at
  // least one of them.
  std::uint64_t body_bytes = 0;
  std::function<result<std::size_t>(std::span<char> into)> body_source{};
  // Where the body of a success (a status below 300) goes instead of into the answer; `head` is the
  // answer without it.
  std::function<result<>(const http_answer& head, std::string_view piece)> sink{};
};

struct http_failure {
  enum class kind : std::uint8_t {
    unreachable,  // Nothing was sent.
    untrusted,    // Nothing was sent: the certificate is not one we trust.
    broken,       // Something was sent; the answer is not whole.
    ours,         // `body_source` or `sink` failed, with this error.
  };
  kind what = kind::broken;
  lambent::error error{};
};

// Blocking; one thread at a time.
class transport {
public:
  virtual ~transport() = default;
  [[nodiscard]] virtual std::expected<http_answer, http_failure> send(const http_request&) = 0;
  // One more of the same kind, for another thread.
  [[nodiscard]] virtual std::unique_ptr<transport> another() const = 0;
};

}  // namespace lambent::oci::distribution
