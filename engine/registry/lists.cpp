// Lists by HTTP: repositories, tags, referrers; a page and the way to the next.
#include <algorithm>

#include "base/json_string.hpp"
#include "base/percent.hpp"
#include "engine/http/byte_range.hpp"
#include "engine/registry/limits.hpp"
#include "engine/registry/respond.hpp"
#include "engine/registry/service.hpp"
#include "oci/media_type.hpp"

namespace lambent::registry {
namespace {

// `n` and `last` of a request. One more is asked for than is shown: whether there is a next page.
answer<page> read_page(const http::target& target) {
  page made{.after = std::string(target.get("last")), .count = limits::list_max};
  if (!target.has("n")) return made;
  auto count = http::read_number(target.get("n"));
  if (!count) return unsupported(400, "'n' is not a number of entries");
  made.count = static_cast<std::size_t>(std::min<std::uint64_t>(*count, limits::list_max));
  return made;
}

// RFC 8288; `path` is one of ours, and needs no escapes.
std::string next_page(std::string_view path, std::string_view last, std::string_view more) {
  std::string link = "<";
  link.append(path).append("?last=").append(percent_encode(last)).append(more);
  return link + R"(>; rel="next")";
}

// Cuts the entry that is too many, and says with a Link that there was one.
void cut(http::response& made, std::vector<std::string>& names, const page& shown,
         std::string_view path) {
  if (names.size() <= shown.count) return;
  names.resize(shown.count);
  if (names.empty()) return;
  made.headers.add("Link", next_page(path, names.back(), "&n=" + std::to_string(shown.count)));
}

std::string descriptor_of(const stored_manifest& one) {
  std::string made = R"({"mediaType":)" + json_string(one.media_type) + R"(,"digest":)" +
                     json_string(one.digest.text()) + R"(,"size":)" + std::to_string(one.size);
  if (!one.artifact_type.empty()) made += R"(,"artifactType":)" + json_string(one.artifact_type);
  if (!one.annotations.empty()) made += R"(,"annotations":)" + one.annotations;
  return made + '}';
}

}  // namespace

service::reply service::list_repositories(const call& from) {
  page shown = TRY(read_page(from.target));
  std::vector<std::string> names;
  for (auto& one : TRY(images_.knows().repositories({shown.after, shown.count + 1})))
    names.push_back(std::move(one.name));
  http::response made = json_response({});
  cut(made, names, shown, from.target.path);
  made.body = R"({"repositories":)" + json_string_list(names) + '}';
  return made;
}

service::reply service::list_tags(const call& from) {
  page shown = TRY(read_page(from.target));
  TRY(check_repository(from.to.repository));
  auto names = TRY(images_.knows().tags(from.to.repository, {shown.after, shown.count + 1}));
  http::response made = json_response({});
  cut(made, names, shown, from.target.path);
  made.body = R"({"name":)" + json_string(from.to.repository) + R"(,"tags":)" +
              json_string_list(names) + '}';
  return made;
}

// Never 404: a repository that is not there has no referrers.
service::reply service::list_referrers(const call& from) {
  if (!has_digest_form(from.to.reference))
    return digest_invalid("referrers are asked for by the digest of their subject",
                          from.to.reference);
  TRY(read_wanted_digest(from.to.reference));
  std::string_view type = from.target.get("artifactType");
  page shown{.after = std::string(from.target.get("last")), .count = limits::referrers_max};
  auto found = TRY(images_.knows().referrers(from.to.repository, from.to.reference, type,
                                             {shown.after, shown.count + 1}));
  http::response made = json_response(R"({"schemaVersion":2,"mediaType":)" +
                                          json_string(oci::media_type::index) + R"(,"manifests":[)",
                                      oci::media_type::index);
  std::size_t count = 0;
  while (count < std::min(found.size(), shown.count)) {
    std::string one = descriptor_of(found[count]);
    if (count > 0 && made.body.size() + one.size() > limits::referrers_max_bytes) break;
    made.body += (count++ == 0 ? "" : ",") + one;
  }
  made.body += "]}";
  std::string filter = type.empty() ? "" : "&artifactType=" + percent_encode(type);
  if (count < found.size())
    made.headers.add("Link", next_page(from.target.path, found[count - 1].digest.text(), filter));
  if (!type.empty()) made.headers.add("OCI-Filters-Applied", "artifactType");
  return made;
}

}  // namespace lambent::registry
