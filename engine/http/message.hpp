// An HTTP request and its response as plain values, so that nothing outside engine/http knows which
// library reads and writes them. Header names compare without regard to case.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/percent.hpp"
#include "engine/http/file_slice.hpp"

namespace lambent::http {

// In the order in which they were added. Views into it are valid until it changes.
class headers {
public:
  using field = std::pair<std::string_view, std::string_view>;

  headers() = default;
  headers(std::initializer_list<field> list) {
    for (const auto& [name, value] : list) add(name, value);
  }

  // The first value under this name; empty when there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  void add(std::string_view name, std::string_view value);
  // Room for this many more fields, and for their names and values together.
  void reserve(std::size_t fields, std::size_t bytes);

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] field operator[](std::size_t index) const;
  // Bytes of all names and values.
  [[nodiscard]] std::size_t bytes() const { return text_.size(); }

private:
  struct place {
    std::size_t at, name_size, value_size;  // In `text_`: the name, then the value.
  };
  [[nodiscard]] const place* find(std::string_view name) const;

  // One buffer for all: a request is handed over with two allocations, however many fields it has.
  std::string text_;
  std::vector<place> places_;
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
  // In place of `body`, and sent without being read in. Not in pieces.
  std::optional<file_slice> file{};

  [[nodiscard]] std::uint64_t body_bytes() const { return file ? file->size : body.size(); }
};

using query_pairs = std::vector<std::pair<std::string, std::string>>;

// The parts of a request target. `path` is still percent-encoded; query names and values are
// decoded.
struct target {
  std::string_view path;
  query_pairs query;

  [[nodiscard]] std::string_view get(std::string_view name) const;  // Empty when absent.
  [[nodiscard]] bool has(std::string_view name) const;
};

[[nodiscard]] target parse_target(std::string_view target);  // The result refers into `target`.
// "a=1&b=2", as behind a question mark and in forms; decoded.
[[nodiscard]] query_pairs parse_query(std::string_view text);

}  // namespace lambent::http
