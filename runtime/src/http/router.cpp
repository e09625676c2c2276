#include <lambent/http/router.hpp>

#include <algorithm>

#include "comma_list.hpp"
#include "uri.hpp"

namespace lambent::http {

namespace {

template <class F>
void each_segment(std::string_view path, const F& take) {
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return;
  while (true) {
    const std::size_t end = path.find('/');
    take(path.substr(0, end));
    if (end == std::string_view::npos) return;
    path.remove_prefix(end + 1);
  }
}

response message(int status, std::string_view text) {
  std::string body;
  lambent::json::writer(body).begin_object().name("message").value(text).end_object();
  return response::json_text(std::move(body), status);
}

}  // namespace

bool router::parse(std::string_view pattern, std::vector<segment>& out) {
  if (!pattern.starts_with('/')) return false;
  bool fine = true;
  each_segment(pattern, [&](std::string_view text) {
    fine = fine && (out.empty() || out.back().what != segment::kind::rest);
    if (!text.starts_with('{')) {
      fine = fine && text.find_first_of("{}") == std::string_view::npos;
      out.push_back({segment::kind::literal, percent_decoded(text, false)});
      return;
    }
    fine = fine && text.ends_with('}');
    const bool rest = text.ends_with("+}");
    text = text.substr(1, text.size() - (rest ? 3 : 2));
    fine = fine && !text.empty() && text.find_first_of("{}+") == std::string_view::npos;
    out.push_back({rest ? segment::kind::rest : segment::kind::parameter, std::string(text)});
  });
  return fine;
}

void router::add(std::string method, std::string pattern, handler handle) {
  route made{.method = std::move(method), .segments = {}, .handle = std::move(handle)};
  if (!parse(pattern, made.segments)) {
    if (problem_.empty()) {
      problem_ =
          "the route \"" + pattern +
          "\" is no pattern: it begins with /, and {name} or, at the end, {name+} is a whole "
          "segment";
    }
    return;
  }
  const auto place = std::upper_bound(routes_.begin(), routes_.end(), made, before);
  routes_.insert(place, std::move(made));
}

// The order in which routes are tried: literal segments before parameters before the rest, compared
// from the front. Equal ones stay in the order they were added.
bool router::before(const route& a, const route& b) noexcept {
  const std::size_t shared = std::min(a.segments.size(), b.segments.size());
  for (std::size_t i = 0; i < shared; ++i) {
    if (a.segments[i].what != b.segments[i].what) return a.segments[i].what < b.segments[i].what;
  }
  return a.segments.size() > b.segments.size();
}

bool router::fits(const route& r, const std::vector<std::string>& path) noexcept {
  for (std::size_t i = 0; i < r.segments.size(); ++i) {
    if (r.segments[i].what == segment::kind::rest) return path.size() > i;
    if (i == path.size()) return false;
    if (r.segments[i].what == segment::kind::literal && r.segments[i].text != path[i]) return false;
  }
  return path.size() == r.segments.size();
}

result<response> router::by_websocket(const request& incoming,
                                      const lambent::context& about) const {
  const auto find = [this](std::string_view key) {
    return std::find_if(websocket_.begin(), websocket_.end(),
                        [&](const websocket_route& r) { return r.key == key; });
  };
  auto found = find(incoming.context().route);
  if (found == websocket_.end()) found = find("$default");
  if (found == websocket_.end()) return message(404, "Not Found");
  return found->handle(incoming, about);
}

router::match router::find(std::string_view method, const std::vector<std::string>& path) const {
  match m;
  const route* of_get = nullptr;
  const route* of_any = nullptr;
  const route* best = nullptr;  // The pattern that fits best; only its methods count.
  for (const route& r : routes_) {
    if (!fits(r, path)) continue;
    if (best != nullptr && before(*best, r)) break;
    best = &r;
    m.methods.push_back(r.method);
    if (m.found == nullptr && r.method == method) m.found = &r;
    if (of_get == nullptr && r.method == "GET") of_get = &r;
    if (of_any == nullptr && r.method == "*") of_any = &r;
  }
  if (of_get != nullptr) m.methods.emplace_back("HEAD");
  if (m.found == nullptr && method == "HEAD" && of_get != nullptr) {
    m.found = of_get;
    m.without_body = true;
  }
  if (m.found == nullptr) m.found = of_any;
  return m;
}

result<response> router::operator()(request incoming, const lambent::context& about) const {
  if (!problem_.empty()) return failure{"InvalidRoute", problem_};
  if (incoming.origin() == origin::websocket_api) return by_websocket(incoming, about);
  std::vector<std::string> path;
  each_segment(incoming.path(policy_),
               [&](std::string_view text) { path.push_back(percent_decoded(text, false)); });
  const match m = find(incoming.method(), path);
  if (m.methods.empty()) {
    return not_found_ ? not_found_(incoming, about) : message(404, "Not Found");
  }
  if (m.found == nullptr) {
    response refused =
        incoming.method() == "OPTIONS" ? response::empty() : message(405, "Method Not Allowed");
    return std::move(refused).header("Allow", detail::comma_list(m.methods));
  }
  incoming.set_path_parameters(taken(*m.found, path));
  result<response> answer = m.found->handle(incoming, about);
  if (m.without_body && answer) answer->body.clear();
  return answer;
}

// What the pattern's parameters took of a path that fits.
std::vector<std::pair<std::string, std::string>> router::taken(
    const route& r, const std::vector<std::string>& path) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (std::size_t i = 0; i < r.segments.size(); ++i) {
    const segment& s = r.segments[i];
    if (s.what == segment::kind::literal) continue;
    std::string value = path[i];
    for (std::size_t k = i + 1; s.what == segment::kind::rest && k < path.size(); ++k) {
      value += '/';
      value += path[k];
    }
    parameters.emplace_back(s.text, std::move(value));
  }
  return parameters;
}

}  // namespace lambent::http
