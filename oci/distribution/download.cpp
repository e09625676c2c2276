#include "oci/distribution/download.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <variant>

#include "oci/blob_check.hpp"
#include "oci/distribution/limits.hpp"
#include "oci/distribution/wire/headers.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci::distribution {
namespace {

constexpr int ok = 200;
constexpr int partial_content = 206;
constexpr int range_not_satisfiable = 416;

// One blob on its way, over as many requests as it takes.
class downloading {
public:
  downloading(const descriptor& what, const sink& to) : size_(what.size), to_(to), check_(what) {}

  [[nodiscard]] bool whole() const { return seen_ == size_; }
  [[nodiscard]] result<> finish() { return check_.finish(); }
  // A range that was answered otherwise: the next request is for all of it.
  [[nodiscard]] bool misplaced() const { return misplaced_; }

  [[nodiscard]] call request(client& with, const std::string& repository, const digest& name) {
    call out{.at = with.url_of(repository, "blobs/" + name.text()),
             .needs = pull_scopes(repository),
             .follow = true};
    if (seen_ > 0 && !misplaced_)
      out.headers.emplace_back("Range", "bytes=" + std::to_string(seen_) + "-");
    begun_ = false;
    out.sink = [this](const http_answer& head, std::string_view piece) {
      return take(head, piece);
    };
    return out;
  }

  // Failures that pass, one after the other without a byte between them.
  [[nodiscard]] int count_failure() {
    if (seen_ > seen_at_failure_) failures_ = 0;
    seen_at_failure_ = seen_;
    return ++failures_;
  }
  void distrust_ranges() { misplaced_ = true; }

private:
  result<> take(const http_answer& head, std::string_view piece) {
    if (!begun_) {
      TRY(place(head));
      begun_ = true;
    }
    std::size_t known = std::min<std::uint64_t>(skip_, piece.size());
    skip_ -= known;
    piece.remove_prefix(known);
    if (piece.empty()) return {};
    TRY(check_.add(piece));
    seen_ += piece.size();
    return to_(piece);
  }

  // How much of the answer has been seen already.
  result<> place(const http_answer& head) {
    skip_ = seen_;
    if (head.status != partial_content) return {};
    std::string_view said = head.header("content-range");
    auto range = parse_content_range(said);
    if (!range || range->first > seen_ || (range->total && *range->total != size_)) {
      misplaced_ = true;
      return fail("the registry was asked for bytes from " + std::to_string(seen_) + " of " +
                  std::to_string(size_) + " and answered '" + std::string(said) + "'");
    }
    skip_ = seen_ - range->first;
    return {};
  }

  const std::uint64_t size_;
  const sink& to_;
  blob_check check_;
  std::uint64_t seen_ = 0, skip_ = 0, seen_at_failure_ = 0;
  int failures_ = 0;
  bool begun_ = false, misplaced_ = false;
};

http_failure cut_short() {
  return {http_failure::kind::broken, {"the registry sent less than the whole blob"}};
}

// Media types may carry parameters; and some registries say no more than that it is JSON.
std::string declared_type(const http_answer& answer) {
  const std::string_view said = media_type::without_parameters(answer.header("content-type"));
  const bool generic =
      said == "application/json" || said.starts_with("text/") || said == "application/octet-stream";
  return generic ? std::string() : std::string(said);
}

std::string media_type_of(const std::variant<manifest, index>& document) {
  return std::visit([](const auto& each) { return each.media_type; }, document);
}

result<> check_name(const http_answer& answer, const digest& actual, const std::string& asked) {
  std::string_view said = answer.header("docker-content-digest");
  const std::string& wanted = asked.contains(':') ? asked : std::string(said);
  // Another algorithm than ours says nothing about these bytes that could be checked.
  if (!wanted.starts_with("sha256:") || wanted == actual.text()) return {};
  return fail("the registry sent other content than " + wanted + ": its digest is " +
              actual.text());
}

}  // namespace

scopes pull_scopes(const std::string& repository) { return {"repository:" + repository + ":pull"}; }

result<> download_blob(client& with, const std::string& repository, const descriptor& what,
                       const sink& to) {
  const std::string doing = "read " + what.digest.text() + " of " + repository;
  downloading blob(what, to);
  for (;;) {
    const bool had_ranges = !blob.misplaced();
    attempt made = with.send_once(blob.request(with, repository, what.digest));
    const bool success = made && (made->status == ok || made->status == partial_content);
    if (success && blob.whole()) return blob.finish();
    if (success) made = std::unexpected(cut_short());
    const bool range_refused =
        had_ranges && (blob.misplaced() || (made && made->status == range_not_satisfiable));
    if (range_refused) blob.distrust_ranges();
    if (!range_refused && !is_passing(made))
      return std::unexpected(in_context(doing, with.trouble(made)));
    const int failures = blob.count_failure();
    if (failures >= limits::attempts_max)
      return std::unexpected(
          in_context(doing + ", tried " + std::to_string(failures) + " times", with.trouble(made)));
    with.of().around.sleep(wait_before_next(failures, made, with.of().around));
  }
}

result<document> download_document(client& with, const std::string& repository,
                                   const std::string& tag_or_digest) {
  call what{.at = with.url_of(repository, "manifests/" + tag_or_digest),
            .needs = pull_scopes(repository),
            .follow = true};
  for (std::string_view type : {media_type::index, media_type::manifest, media_type::docker_index,
                                media_type::docker_manifest})
    what.headers.emplace_back("Accept", type);
  attempt made = with.send(what);
  if (!made || made->status != ok) return std::unexpected(with.trouble(made));
  document out;
  out.bytes = std::move(made->body);
  out.name.digest = digest::of(out.bytes);
  out.name.size = out.bytes.size();
  TRY(check_name(*made, out.name.digest, tag_or_digest));
  out.name.media_type = media_type_of(TRY(parse_document(out.bytes, declared_type(*made))));
  return out;
}

result<std::vector<std::string>> list_tags(client& with, const std::string& repository) {
  namespace json = boost::json;
  std::vector<std::string> out;
  url at = with.url_of(repository, "tags/list");
  for (std::size_t page = 0; page < limits::pages_max; ++page) {
    attempt made = with.send({.at = at, .needs = pull_scopes(repository), .follow = true});
    if (!made || made->status != ok) return std::unexpected(with.trouble(made));
    boost::system::error_code bad;
    json::value parsed = json::parse(made->body, bad);
    const json::object* said = bad ? nullptr : parsed.if_object();
    const json::value* tags = said == nullptr ? nullptr : said->if_contains("tags");
    if (tags != nullptr && tags->is_array())
      for (const json::value& tag : tags->get_array())
        if (tag.is_string() && out.size() < limits::tags_max) out.emplace_back(tag.get_string());
    std::string next = next_link(made->header("link"));
    if (next.empty() || out.size() == limits::tags_max) return out;
    at = TRY(resolve(at, next));
  }
  return out;
}

}  // namespace lambent::oci::distribution
