#include "engine/url/router.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ranges>

#include "base/percent.hpp"
#include "engine/http/token.hpp"

namespace lambent::url {
namespace {

// The segments of a path, decoded; "/" has one, which is empty.
std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> all;
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  while (true) {
    const std::size_t slash = path.find('/');
    all.push_back(percent_decode(path.substr(0, slash)));
    if (slash == std::string_view::npos) return all;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

result<router::entry> router::read(url::route&& from) {
  entry made;
  const std::string doing = fmt::format("route \"{}\"", from.path);
  if (!from.path.starts_with('/')) return fail(doing + ": a path begins with a slash");
  if (from.function.empty()) return fail(doing + ": no function is named");
  if (!from.method.empty() && !http::is_token(from.method))
    return fail(fmt::format("{}: \"{}\" is not a method", doing, from.method));
  from.method = upper_case(from.method);
  std::string_view rest = std::string_view(from.path).substr(1);
  while (true) {
    const std::size_t slash = rest.find('/');
    std::string_view text = rest.substr(0, slash);
    segment one;
    if (text.starts_with('{') && text.ends_with('}')) {
      text = text.substr(1, text.size() - 2);
      one.is = segment::kind::parameter;
      if (text.ends_with('+') || text.starts_with('*')) {
        one.is = segment::kind::rest;
        text = text.starts_with('*') ? text.substr(1) : text.substr(0, text.size() - 1);
      }
      if (text.empty()) return fail(doing + ": a parameter needs a name");
      one.text = text;
    } else {
      one.text = percent_decode(text);
    }
    if (one.is != segment::kind::literal && one.text.find_first_of("{}*+/") != std::string::npos)
      return fail(doing + ": a parameter's name has none of {}*+");
    if (one.is == segment::kind::literal && text.find_first_of("{}") != std::string_view::npos)
      return fail(doing + ": a parameter is a whole segment, as in /orders/{id}");
    for (const segment& other : made.segments)
      if (other.is != segment::kind::literal && one.is != segment::kind::literal &&
          other.text == one.text)
        return fail(fmt::format("{}: two parameters are called {}", doing, one.text));
    const bool last = slash == std::string_view::npos;
    if (one.is == segment::kind::rest && !last)
      return fail(doing + ": {" + one.text + "+} takes all that is left, and stands at the end");
    made.segments.push_back(std::move(one));
    if (last) break;
    rest.remove_prefix(slash + 1);
  }
  made.route = std::move(from);
  return made;
}

bool router::same_requests(const entry& a, const entry& b) {
  return a.route.method == b.route.method &&
         std::ranges::equal(a.segments, b.segments, [](const segment& x, const segment& y) {
           return x.is == y.is && (x.is != segment::kind::literal || x.text == y.text);
         });
}

bool router::goes_before(const entry& a, const entry& b) {
  auto kinds = [](const entry& e) { return e.segments | std::views::transform(&segment::is); };
  if (!std::ranges::equal(kinds(a), kinds(b)))
    return std::ranges::lexicographical_compare(kinds(a), kinds(b));
  return !a.route.method.empty() && b.route.method.empty();
}

result<router> router::make(std::vector<route>&& routes) {
  if (routes.size() > routes_max)
    return fail(fmt::format("{} routes are more than {}", routes.size(), routes_max));
  router made;
  for (route& from : routes) {
    entry one = TRY(read(std::move(from)));
    for (const entry& other : made.entries_)
      if (same_requests(one, other))
        return fail(fmt::format("route \"{}\": \"{}\" takes the same requests", one.route.path,
                                other.route.path),
                    "give the two different methods, or leave one away");
    made.entries_.push_back(std::move(one));
  }
  std::ranges::sort(made.entries_, goes_before);
  return made;
}

router::match router::find(std::string_view method, std::string_view path) const {
  match best;
  const std::vector<std::string> given = segments_of(path);
  for (const entry& e : entries_) {
    const bool open_end = e.segments.back().is == segment::kind::rest;
    if (open_end ? given.size() < e.segments.size() : given.size() != e.segments.size()) continue;
    std::vector<std::pair<std::string, std::string>> parameters;
    bool fits = true;
    for (std::size_t i = 0; i < e.segments.size() && fits; ++i) {
      const segment& s = e.segments[i];
      if (s.is == segment::kind::literal) {
        fits = s.text == given[i];
        continue;
      }
      std::string value = given[i];
      for (std::size_t j = i + 1; s.is == segment::kind::rest && j < given.size(); ++j)
        value.append("/").append(given[j]);
      fits = !value.empty();
      parameters.emplace_back(s.text, std::move(value));
    }
    if (!fits) continue;
    if (!e.route.method.empty() && e.route.method != method) {
      if (std::ranges::find(best.allowed, e.route.method) == best.allowed.end())
        best.allowed.push_back(e.route.method);
      continue;
    }
    return {&e.route, std::move(parameters), {}};
  }
  return best;
}

}  // namespace lambent::url
