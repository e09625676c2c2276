#include "oci/distribution/upload.hpp"

#include <algorithm>

#include "oci/distribution/limits.hpp"
#include "oci/distribution/wire/headers.hpp"

namespace lambent::oci::distribution {
namespace {

constexpr int ok = 200;
constexpr int created = 201;
constexpr int accepted = 202;
constexpr int no_content = 204;
constexpr int bad_request = 400;
constexpr int unauthorized = 401;
constexpr int not_found = 404;
constexpr int method_not_allowed = 405;
constexpr int conflict = 409;
constexpr int gone = 410;
constexpr int range_not_satisfiable = 416;

// The upload that the location named is no more, or not as it was.
bool is_lost(int status) {
  return status == bad_request || status == not_found || status == method_not_allowed ||
         status == gone || status == range_not_satisfiable;
}

}  // namespace

void upload::answered(const attempt& made) {
  step_.wait_number = 0;
  const kind was = step_.what;
  if (was == kind::cancel) return begin();
  if (is_passing(made)) {
    // What was sent may have arrived although its answer has not: the registry knows.
    may_be_complete_ |= was == kind::finish;
    if (was == kind::finish) return pass(kind::look);
    return pass(was == kind::send ? kind::ask : was);
  }
  // Not to get a token for the other repository is a reason not to mount, no more.
  if (!made && was == kind::begin && !step_.mount_from.empty()) {
    ++mounts_tried_;
    return begin();
  }
  if (!made) return fail();
  switch (was) {
    case kind::look:
      return looked(*made);
    case kind::begin:
      return begun(*made);
    case kind::send:
      return sent(*made);
    case kind::ask:
      return told(*made);
    case kind::finish:
      return finished(*made);
    case kind::cancel:
    case kind::done:
    case kind::failed:
      return;
  }
}

void upload::looked(const http_answer& said) {
  if (said.status == ok)
    return end(may_be_complete_ ? upload_outcome::sent : upload_outcome::existed);
  if (may_be_complete_) {
    may_be_complete_ = false;
    step_ = {.what = kind::ask, .at = location_};
    return;
  }
  if (said.status == unauthorized) return fail();
  // Not there; or who may push may not look, or the storage behind the registry answers no HEAD.
  // The POST tells.
  begin();
}

void upload::begin() {
  step_ = {.what = kind::begin, .at = uploads_};
  if (mounts_tried_ < options_.mount_from.size())
    step_.mount_from = options_.mount_from[mounts_tried_];
}

void upload::begun(const http_answer& said) {
  const bool mounting = !step_.mount_from.empty();
  if (said.status == created && mounting) return end(upload_outcome::mounted);
  if (said.status != accepted) {
    // A repository that is not there, or not ours to read, is a reason not to mount, no more.
    if (!mounting) return fail();
    ++mounts_tried_;
    return begin();
  }
  if (!take_location(said, true)) return;
  if (mounting && ++mounts_tried_ < options_.mount_from.size()) {
    step_ = {.what = kind::cancel, .at = location_};
    return;
  }
  chunk_min_bytes_ = whole_number(said.header("oci-chunk-min-length")).value_or(0);
  go_on_from(0);
}

void upload::go_on_from(std::uint64_t offset) {
  offset_ = offset;
  if (offset_ == size_) {
    step_ = {.what = kind::finish, .at = location_};
    return;
  }
  std::uint64_t piece = size_ - offset_;
  if (options_.chunk_bytes > 0)
    piece = std::min(piece, std::max(options_.chunk_bytes, chunk_min_bytes_));
  step_ = {.what = kind::send, .at = location_, .first = offset_, .end = offset_ + piece};
  // One request for all of it is what every registry takes; there `Content-Range` is left away, as
  // Docker does.
  step_.in_chunks = offset_ > 0 || step_.end < size_;
}

void upload::sent(const http_answer& said) {
  // A token that has expired: the question brings a new one, or the refusal. Or the registry still
  // has the request before this one in its hands.
  if (is_lost(said.status) || said.status == unauthorized || said.status == conflict)
    return pass(kind::ask);
  if (said.status != accepted && said.status != created && said.status != no_content) return fail();
  if (!take_location(said, false)) return;
  std::uint64_t there = step_.end;
  if (std::string_view range = said.header("range"); !range.empty()) {
    auto told = received_bytes(range);
    if (!told) return fail("its Range is '" + std::string(range) + "'");
    // "0-0" after one byte says that it is there.
    if (*told != 0 || step_.end > 1) there = *told;
  }
  if (there > step_.end)
    return fail("it says that " + std::to_string(there) + " bytes have come of the " +
                std::to_string(step_.end) + " that were sent");
  if (there <= offset_) {
    offset_ = there;
    return pass(kind::ask);
  }
  progressed_to(there);
  go_on_from(there);
}

void upload::told(const http_answer& said) {
  if (is_lost(said.status)) return restart();
  if (said.status != no_content && said.status != ok && said.status != accepted) return fail();
  if (!take_location(said, false)) return;
  auto there = received_bytes(said.header("range"));
  // Nothing said, or more than there is: what it has is not what we send. And "0-0" may be one
  // byte.
  if (!there || *there == 0 || *there > size_) return restart();
  progressed_to(*there);
  go_on_from(*there);
}

void upload::progressed_to(std::uint64_t offset) {
  if (offset <= furthest_) return;
  furthest_ = offset;
  failures_ = 0;
}

void upload::finished(const http_answer& said) {
  if (said.status == created || said.status == no_content || said.status == accepted)
    return end(upload_outcome::sent);
  if (said.status == unauthorized || said.status == conflict) return pass(kind::ask);
  if (said.status == not_found || said.status == range_not_satisfiable) return restart();
  fail();
}

void upload::restart() {
  if (++restarts_ > limits::restarts_max) return fail();
  const int failures = failures_;
  begin();
  offset_ = furthest_ = 0;
  step_.wait_number = failures;
}

void upload::pass(kind then) {
  if (++failures_ >= limits::attempts_max) return fail();
  const std::string mount = then == kind::begin ? step_.mount_from : std::string();
  step_ = {.what = then,
           .at = then == kind::begin ? uploads_ : location_,
           .mount_from = mount,
           .wait_number = failures_};
}

void upload::end(upload_outcome how) {
  outcome_ = how;
  step_ = {.what = kind::done};
}

void upload::fail(std::string why) {
  complaint_ = std::move(why);
  step_ = {.what = kind::failed};
}

bool upload::take_location(const http_answer& said, bool required) {
  std::string_view location = said.header("location");
  if (location.empty()) {
    if (required) fail("it does not say where the upload goes on");
    return !required;
  }
  auto next = resolve(step_.at, location);
  if (!next) {
    fail(next.error().what);
    return false;
  }
  location_ = *std::move(next);
  return true;
}

}  // namespace lambent::oci::distribution
