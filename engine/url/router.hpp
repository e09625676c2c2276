// Which function answers which path and method, as `lambent watch` is configured: patterns with
// parameters, in the manner of API Gateway's HTTP APIs. Values only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "engine/model/function_url.hpp"

namespace lambent::url {

struct route {
  std::string method;  // "GET", in any case; empty: any method.
  // "/orders/{id}". "{id}" is one segment; "{rest+}" or "{*rest}", at the end, is all that is left,
  // and at least one.
  std::string path;
  std::string function;
};

class router {
public:
  static constexpr std::size_t routes_max = 1'000;

  router() = default;
  // Refuses paths that are not as above, and two routes for the same requests.
  [[nodiscard]] static result<router> make(std::vector<route>&& routes);

  struct match {
    const route* found = nullptr;  // Nothing has this path and method.
    std::vector<std::pair<std::string, std::string>> parameters;  // Decoded.
    // Where the path is known and the method is not: those that are.
    std::vector<std::string_view> allowed;
  };
  // `path` is still percent-encoded. Of several patterns, segment by segment, a literal one goes
  // before a parameter, and that before the rest; a method of its own before any.
  [[nodiscard]] match find(std::string_view method, std::string_view path) const;

  [[nodiscard]] bool empty() const { return entries_.empty(); }

private:
  struct segment {
    enum class kind : std::uint8_t { literal, parameter, rest };
    kind is = kind::literal;
    std::string text;  // The literal, decoded, or the parameter's name.
  };
  struct entry {
    url::route route;
    std::vector<segment> segments;
  };
  [[nodiscard]] static result<entry> read(url::route&& from);
  [[nodiscard]] static bool same_requests(const entry& a, const entry& b);
  [[nodiscard]] static bool goes_before(const entry& a, const entry& b);

  std::vector<entry> entries_;  // The one that goes before another stands before it.
};

// Where requests go that name no function.
struct routing {
  router routes;
  std::string default_function;  // What no route takes; empty: nothing does.
  // By function: what a function URL of it would have. For requests by path and by route.
  std::map<std::string, model::cors_config, std::less<>> cors;
  [[nodiscard]] bool empty() const { return routes.empty() && default_function.empty(); }
};

}  // namespace lambent::url
