// A blob's bytes on their way in: POST, PATCH and PUT of uploads. Written and hashed as they come.
#include <optional>
#include <utility>

#include "engine/registry/limits.hpp"
#include "engine/registry/respond.hpp"
#include "engine/registry/service.hpp"

namespace lambent::registry {

class service::upload_body final : public http::body_consumer {
public:
  upload_body(image_registry& images, http::request&& head, std::int64_t now_ms)
      : images_(images), head_(std::move(head)), now_ms_(now_ms) {}
  ~upload_body() override { take_back(); }

  bool begin() override { return goes_on(prepare()); }
  bool take(std::string_view piece) override { return goes_on(write(piece)); }

  http::response answer() override {
    auto made = failed_ ? reply(refusal(std::move(*failed_)))
                : done_ ? reply(std::move(*done_))
                        : finish();
    if (made) of_this_request_ = false;
    take_back();
    return sign(made ? std::move(*made) : to_response(made.error()));
  }

private:
  bool goes_on(registry::answer<>&& step) {
    if (!step) failed_ = std::move(step.error());
    return !failed_ && !done_;
  }

  registry::answer<> prepare() {
    from_.emplace(TRY(read_call(head_, now_ms_)));
    if (from_->to.what == resource::uploads) return prepare_post();
    if (from_->is("POST")) return unsupported(405, "POST is not served here, but PATCH and PUT");
    if (from_->is("PUT")) expected_ = TRY(read_digest(from_->target.get("digest")));
    id_ = from_->to.reference;
    return claim();
  }

  registry::answer<> prepare_post() {
    const http::target& asks = from_->target;
    if (!from_->is("POST")) return unsupported(405, head_.method + " is not served here, but POST");
    if (asks.has("digest")) expected_ = TRY(read_digest(asks.get("digest")));
    if (std::string_view other = asks.get("digest-algorithm"); !other.empty() && other != "sha256")
      return digest_invalid("only sha256 is supported, not the algorithm " + std::string(other),
                            other);
    if (asks.has("mount")) {
      TRY(mount(asks));
      if (done_) return {};
    }
    id_ = TRY(images_.begin_upload(from_->to.repository, now_ms_));
    if (expected_) {
      of_this_request_ = true;
      return claim();
    }
    done_ = upload_state(202, from_->to.repository, id_, 0);
    return {};
  }

  // Where there is nothing to mount, an upload begins instead.
  registry::answer<> mount(const http::target& asks) {
    auto digest = TRY(read_digest(asks.get("mount")));
    TRY(images_.check_room_for(from_->to.repository));
    if (TRY(images_.mount(from_->to.repository, asks.get("from"), digest, now_ms_)))
      done_ = created(path_of_blob(from_->to.repository, digest), digest);
    return {};
  }

  registry::answer<> claim() {
    writer_.emplace(TRY(images_.claim_upload(from_->to.repository, id_)));
    began_at_ = writer_->size();
    std::string_view range = head_.headers.get("Content-Range");
    if (range.empty()) return {};
    chunk_ = read_chunk_range(range);
    if (!chunk_)
      return upload_invalid(
          400, "Content-Range is not of the form <first>-<last>: " + std::string(range));
    if (chunk_->first == began_at_) return {};
    auto refused =
        upload_invalid(416, "the chunk begins at byte " + std::to_string(chunk_->first) +
                                ", the next one to come is byte " + std::to_string(began_at_));
    if (!of_this_request_)
      add_upload_state(refused.error().headers, from_->to.repository, id_, began_at_);
    return refused;
  }

  [[nodiscard]] std::uint64_t came() const { return writer_->size() - began_at_; }

  // The chunk is not what its range says: the upload is as it was before.
  registry::answer<> undo(std::string message) {
    TRY(writer_->cut_back(began_at_));
    return size_invalid(400, std::move(message));
  }

  registry::answer<> write(std::string_view piece) {
    if (chunk_ && came() + piece.size() > chunk_->last - chunk_->first + 1)
      return undo("the body is longer than Content-Range says");
    if (writer_->size() + piece.size() > limits::blob_max_bytes) {
      TRY(writer_->cut_back(began_at_));
      return size_invalid(
          413, "a blob has at most " + std::to_string(limits::blob_max_bytes) + " bytes");
    }
    TRY(writer_->write(piece));
    return {};
  }

  reply finish() {
    if (chunk_ && came() != chunk_->last - chunk_->first + 1)
      TRY(undo("the body is shorter than Content-Range says"));
    const std::string& repository = from_->to.repository;
    if (expected_) {
      TRY(images_.finish_upload(repository, id_, std::move(*writer_), *expected_, now_ms_));
      return created(path_of_blob(repository, *expected_), *expected_);
    }
    TRY(images_.keep_upload(repository, id_, *writer_, now_ms_));
    return upload_state(202, repository, id_, writer_->size());
  }

  // Nobody else knows the upload of a POST that brings its blob along: without the blob it goes.
  void take_back() {
    if (!std::exchange(of_this_request_, false)) return;
    writer_.reset();
    // Refused where the wrong digest has ended it already.
    (void)images_.cancel_upload(from_->to.repository, id_);
  }

  image_registry& images_;
  http::request head_;
  std::int64_t now_ms_;
  std::optional<call> from_;
  std::string id_;
  bool of_this_request_ = false;  // The upload begins and ends with it.
  std::optional<upload_writer> writer_;
  std::uint64_t began_at_ = 0;  // The upload's size before this body.
  std::optional<chunk_range> chunk_;
  std::optional<oci::digest> expected_;  // The blob's, where the body completes it.
  std::optional<fault> failed_;
  std::optional<http::response> done_;  // The answer, known before the body.
};

std::unique_ptr<http::body_consumer> service::receive(http::request&& head, std::int64_t now_ms) {
  return std::make_unique<upload_body>(images_, std::move(head), now_ms);
}

}  // namespace lambent::registry
