// An HTTP request and its response as plain values, so that nothing outside engine/http knows which
// library reads and writes them. Header names compare without regard to case.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::http {

using header = std::pair<std::string, std::string>;

class headers {
public:
  headers() = default;
  headers(std::initializer_list<header> list) : fields_(list) {}

  // The first value under this name; empty when there is none. Valid until the headers change.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }
  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }

private:
  std::vector<header> fields_;
};

struct request {
  std::string method;  // As sent: "GET".
  std::string target;  // Path and query as sent, still percent-encoded.
  http::headers headers;
  std::string body;
};

struct response {
  int status = 200;
  http::headers headers;  // Without Content-Length, Connection and Date: the server writes those.
  std::string body;
};

// The parts of a request target. `path` is still percent-encoded; query names and values are
// decoded.
struct target {
  std::string_view path;
  std::vector<std::pair<std::string, std::string>> query;

  [[nodiscard]] std::string_view get(std::string_view name) const;  // Empty when absent.
  [[nodiscard]] bool has(std::string_view name) const;
};

[[nodiscard]] target parse_target(std::string_view target);  // The result refers into `target`.
[[nodiscard]] std::string percent_decode(std::string_view text);  // Bad escapes stay as they are.

}  // namespace lambent::http
