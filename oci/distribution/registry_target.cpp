#include "oci/distribution/registry_target.hpp"

#include <algorithm>
#include <array>

#include "oci/distribution/blob_stream.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci::distribution {
namespace {

scopes push_scopes(const std::string& repository, const std::string& mount_from = {}) {
  scopes out{"repository:" + repository + ":pull,push"};
  if (!mount_from.empty()) out.push_back("repository:" + mount_from + ":pull");
  return out;
}

// Carries out what the state machine says.
class uploading {
public:
  uploading(client& with, const std::string& repository, const descriptor& what, blob_source& from)
      : with_(with), repository_(repository), what_(what), stream_(from, what) {}

  attempt perform(const upload_step& step) {
    using kind = upload_step::kind;
    switch (step.what) {
      case kind::look:
        return with_.send_once(
            {.method = "HEAD", .at = blob(), .needs = push_scopes(repository_), .follow = true});
      case kind::begin:
        return begin(step);
      case kind::cancel:
        return with_.send_once(
            {.method = "DELETE", .at = step.at, .needs = push_scopes(repository_)});
      case kind::send:
        return send(step);
      case kind::ask:
        return with_.send_once({.at = step.at, .needs = push_scopes(repository_)});
      default:
        return finish(step);
    }
  }

  [[nodiscard]] url uploads() const { return with_.url_of(repository_, "blobs/uploads/"); }

private:
  [[nodiscard]] url blob() const { return with_.url_of(repository_, "blobs/" + name()); }
  [[nodiscard]] std::string name() const { return what_.digest.text(); }

  attempt begin(const upload_step& step) {
    call out{.method = "POST", .at = step.at, .needs = push_scopes(repository_, step.mount_from)};
    if (!step.mount_from.empty())
      out.at = with_query(with_query(step.at, "mount", name()), "from", step.mount_from);
    return with_.send_once(out);
  }

  attempt send(const upload_step& step) {
    if (auto there = stream_.seek(step.first); !there) return ours(std::move(there).error());
    call out{.method = "PATCH", .at = step.at, .needs = push_scopes(repository_)};
    out.headers = {{"Content-Type", "application/octet-stream"}};
    if (step.in_chunks)
      out.headers.emplace_back("Content-Range",
                               std::to_string(step.first) + "-" + std::to_string(step.end - 1));
    out.body_bytes = step.end - step.first;
    out.body_source = [this,
                       left = out.body_bytes](std::span<char> into) mutable -> result<std::size_t> {
      std::size_t count = TRY(stream_.read(into.first(std::min<std::uint64_t>(into.size(), left))));
      if (count == 0) return fail("the blob ends before it is whole");
      left -= count;
      return count;
    };
    return with_.send_once(out);
  }

  attempt finish(const upload_step& step) {
    // A source that finds its blob wrong says so at the end, and better than the registry would.
    if (what_.size > 0) {
      if (auto there = stream_.seek(what_.size); !there) return ours(std::move(there).error());
      std::array<char, 1> none{};
      if (auto end = stream_.read(none); !end) return ours(std::move(end).error());
    }
    return with_.send_once({.method = "PUT",
                            .at = with_query(step.at, "digest", name()),
                            .needs = push_scopes(repository_)});
  }

  static attempt ours(error why) {
    return std::unexpected(http_failure{http_failure::kind::ours, std::move(why)});
  }

  client& with_;
  const std::string& repository_;
  const descriptor& what_;
  blob_stream stream_;
};

}  // namespace

result<> registry_target::put(const descriptor& what, blob_source& from) {
  if (media_type::is_index(what.media_type) || media_type::is_manifest(what.media_type))
    return keep_document(what, from);
  return put_blob(what, from);
}

result<> registry_target::put_blob(const descriptor& what, blob_source& from) {
  using kind = upload_step::kind;
  auto with = clients_.take();
  const surroundings& around = with->of().around;
  uploading work(*with, where_.repository, what, from);
  upload machine(work.uploads(), what.size, options_);
  attempt last;
  attempt refused;  // The last answer that says more than how much is there.
  while (machine.next().what != kind::done) {
    const upload_step step = machine.next();
    if (step.what == kind::failed) {
      error why = with->trouble(refused);
      if (!machine.complaint().empty()) why.what += "; " + machine.complaint();
      return std::unexpected(in_context("send it to " + where_.registry, std::move(why)));
    }
    if (step.wait_number > 0) around.sleep(wait_before_next(step.wait_number, last, around));
    last = work.perform(step);
    constexpr int first_error = 400;
    if (!last || last->status >= first_error || machine.next().what != kind::ask) refused = last;
    machine.answered(last);
  }
  std::lock_guard lock(mutex_);
  switch (machine.outcome()) {
    case upload_outcome::existed:
      ++counts_.existed;
      break;
    case upload_outcome::mounted:
      ++counts_.mounted;
      break;
    case upload_outcome::sent:
      ++counts_.sent;
      counts_.sent_bytes += what.size;
      break;
  }
  return {};
}

result<> registry_target::keep_document(const descriptor& what, blob_source& from) {
  std::string bytes = TRY(read_document(from, what));
  if (held_) TRY(put_document(*held_, held_->name.digest.text()));
  held_ = document{what, std::move(bytes)};
  return {};
}

result<> registry_target::finish(const descriptor& root) {
  if (!held_ || held_->name.digest != root.digest)
    return fail("write " + to_text(where_) + ": its manifest was not put last");
  if (where_.pinned && *where_.pinned != root.digest)
    return fail("write " + to_text(where_) + ": the image is " + root.digest.text(),
                "a digest cannot be chosen: leave it away");
  TRY_FOR("write " + to_text(where_),
          put_document(*held_, where_.tag.empty() ? root.digest.text() : where_.tag));
  return {};
}

result<> registry_target::put_document(const document& what, const std::string& name) {
  auto with = clients_.take();
  attempt made = with->send({.method = "PUT",
                             .at = with->url_of(where_.repository, "manifests/" + name),
                             .needs = push_scopes(where_.repository),
                             .headers = {{"Content-Type", what.name.media_type}},
                             .body = what.bytes});
  constexpr int success = 200, first_error = 300;
  if (!made || made->status < success || made->status >= first_error)
    return std::unexpected(with->trouble(made));
  std::string_view stored = made->header("docker-content-digest");
  if (stored.starts_with("sha256:") && stored != what.name.digest.text())
    return fail("the registry stored " + std::string(stored) + " for " + what.name.digest.text());
  return {};
}

upload_counts registry_target::counts() const {
  std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace lambent::oci::distribution
