#include "oci/distribution/testing/fake_registry.hpp"

#include <array>
#include <charconv>

#include "base/percent.hpp"

namespace lambent::oci::distribution::testing {
namespace {

class wire final : public transport {
public:
  explicit wire(fake_registry& to) : to_(to) {}
  attempt send(const http_request& request) override { return to_.handle(request); }
  std::unique_ptr<transport> another() const override { return std::make_unique<wire>(to_); }

private:
  fake_registry& to_;
};

std::string header_of(const http_request& in, std::string_view name) {
  for (const auto& [each, value] : in.headers)
    if (each == name) return value;
  return {};
}

// Up to `bytes_max` of a request's body. Its source may fail, which is the client's own failure.
std::expected<std::string, http_failure> body_of(const http_request& request,
                                                 std::uint64_t bytes_max) {
  if (!request.body_source) return request.body.substr(0, bytes_max);
  std::string out;
  std::array<char, 1000> piece{};
  while (out.size() < std::min(bytes_max, request.body_bytes)) {
    auto got = request.body_source(piece);
    if (!got) return std::unexpected(http_failure{http_failure::kind::ours, got.error()});
    out.append(piece.data(), *got);
  }
  return out.substr(0, bytes_max);
}

std::string query_value(const url& of, const std::string& name) {
  std::size_t at = of.target.find(name + "=");
  if (at == std::string::npos) return {};
  std::string value = of.target.substr(at + name.size() + 1);
  return percent_decode(value.substr(0, value.find('&')));
}

std::string path_of(const url& of) { return of.target.substr(0, of.target.find('?')); }

std::string range_text(std::size_t size) { return "0-" + std::to_string(size == 0 ? 0 : size - 1); }

attempt unknown(const char* code) {
  return answer(404, {}, R"({"errors":[{"code":")" + std::string(code) + R"(","message":"no"}]})");
}

}  // namespace

std::string asked::text() const {
  return method + " " + url.substr(url.find("/v2/"), url.find('?') - url.find("/v2/"));
}

std::unique_ptr<client> fake_registry::connect(find_login login, const std::string& name) {
  surroundings around{.now = [] { return std::chrono::system_clock::time_point{}; },
                      .sleep =
                          [this](std::chrono::milliseconds time) {
                            std::lock_guard lock(mutex);
                            waits.push_back(time);
                          },
                      .jitter = [] { return 0.0; }};
  auto of = registry::at(name, {.login = std::move(login), .around = std::move(around)});
  return std::make_unique<client>(of.value(), std::make_unique<wire>(*this));
}

std::vector<std::string> fake_registry::texts() const {
  std::vector<std::string> out;
  for (const asked& each : calls) out.push_back(each.text());
  return out;
}

attempt fake_registry::handle(const http_request& request) {
  std::lock_guard lock(mutex);
  calls.push_back({request.method,
                   request.url,
                   header_of(request, "Authorization"),
                   header_of(request, "Range"),
                   header_of(request, "Content-Range"),
                   {}});
  const cut how = cuts ? cuts(static_cast<int>(calls.size()), request) : cut::none;
  if (how == cut::before) return broken();
  if (instead)
    if (auto other = instead(request)) return *std::move(other);
  const url at = parse_url(request.url).value();
  const std::uint64_t bytes = request.body_source ? request.body_bytes : request.body.size();
  auto body = body_of(request, how == cut::midway ? bytes / 2 : bytes);
  if (!body) return std::unexpected(std::move(body).error());
  calls.back().body = *body;
  if (how == cut::midway && bytes > 0) {
    // What came of a PATCH stays; of others nothing is done.
    if (request.method == "PATCH" && can_resume) (void)serve(request, *body, at);
    if (request.method == "PATCH" && !can_resume) uploads.erase(path_of(at));
    return broken();
  }
  attempt made = serve(request, *body, at);
  if (how == cut::after) return broken();
  if (!made || made->status >= 300 || !request.sink) return made;
  const std::string content = std::exchange(made->body, {});
  const std::string_view given =
      std::string_view(content).substr(0, how == cut::midway ? content.size() / 2 : content.size());
  constexpr std::size_t piece_bytes = 700;
  for (std::size_t i = 0; i < given.size(); i += piece_bytes)
    if (auto taken = request.sink(*made, given.substr(i, piece_bytes)); !taken)
      return std::unexpected(http_failure{http_failure::kind::ours, taken.error()});
  if (how == cut::midway) return broken();
  return made;
}

attempt fake_registry::serve(const http_request& request, const std::string& body, const url& at) {
  const std::string path = path_of(at);
  if (!blob_host.empty() && request.url.starts_with(blob_host)) {
    const std::string name = path.substr(path.rfind('/') + 1);
    for (const auto& [repository, all] : blobs)
      if (all.contains(name)) return answer(200, {}, all.at(name));
    return answer(403, {}, "<Error/>");
  }
  const std::size_t uploads_at = path.find("/blobs/uploads/");
  const std::size_t kind = path.rfind('/', path.rfind('/') - 1);
  const std::string repository =
      path.substr(4, (uploads_at == std::string::npos ? kind : uploads_at) - 4);
  if (uploads_at != std::string::npos) return serve_upload(request, body, at, repository);
  const std::string name = path.substr(path.rfind('/') + 1);
  if (path.substr(kind).starts_with("/blobs/")) {
    if (!blobs[repository].contains(name)) return unknown("BLOB_UNKNOWN");
    const std::string& content = blobs[repository][name];
    const bool looks = request.method == "HEAD";
    if (looks && !redirects_head) return answer(200);
    if (!blob_host.empty()) return answer(307, {{"location", blob_host + "/" + name}});
    const std::string range = header_of(request, "Range");
    if (range.empty() || !takes_ranges) return answer(200, {}, content);
    std::size_t first = 0;
    std::from_chars(range.data() + 6, range.data() + range.size(), first);
    if (first >= content.size()) return answer(416);
    return answer(206,
                  {{"content-range", "bytes " + std::to_string(first) + "-" +
                                         std::to_string(content.size() - 1) + "/" +
                                         std::to_string(content.size())}},
                  content.substr(first));
  }
  if (request.method == "PUT") {
    const std::string digest = digest::of(body).text();
    manifests[repository][name] = manifests[repository][digest] = body;
    media_types[digest] = header_of(request, "Content-Type");
    return answer(201, {{"docker-content-digest", digest}});
  }
  if (!manifests[repository].contains(name)) return unknown("MANIFEST_UNKNOWN");
  const std::string& content = manifests[repository][name];
  const std::string digest = digest::of(content).text();
  return answer(200, {{"content-type", media_types[digest]}, {"docker-content-digest", digest}},
                content);
}

attempt fake_registry::serve_upload(const http_request& request, const std::string& body,
                                    const url& at, const std::string& repository) {
  const std::string path = path_of(at);
  if (request.method == "POST") {
    const std::string mounted = query_value(at, "mount"), from = query_value(at, "from");
    if (blobs.contains(from) && blobs[from].contains(mounted)) {
      blobs[repository][mounted] = blobs[from][mounted];
      return answer(201);
    }
    const std::string begun = path + std::to_string(++upload_count);
    uploads[begun] = {};
    return answer(202, {{"location", begun + "?state=0"}, {"range", "0-0"}});
  }
  auto found = uploads.find(path);
  if (found == uploads.end()) return unknown("BLOB_UPLOAD_UNKNOWN");
  std::string& content = found->second;
  if (request.method == "GET")
    return answer(204, {{"location", path + "?state=1"}, {"range", range_text(content.size())}});
  if (request.method == "PATCH") {
    const std::string range = header_of(request, "Content-Range");
    if (!range.empty() && !range.starts_with(std::to_string(content.size()) + "-"))
      return answer(416);
    if (range.empty() && !content.empty()) return answer(416);
    content += body;
    return answer(202, {{"location", path + "?state=2"}, {"range", range_text(content.size())}});
  }
  content += body;
  const std::string wanted = query_value(at, "digest");
  if (digest::of(content).text() != wanted)
    return answer(400, {}, R"({"errors":[{"code":"DIGEST_INVALID","message":"other content"}]})");
  blobs[repository][wanted] = content;
  uploads.erase(found);
  return answer(201, {{"docker-content-digest", wanted}});
}

}  // namespace lambent::oci::distribution::testing
