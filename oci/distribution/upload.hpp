// How a blob gets into a registry, as a state machine: looked for, mounted from another repository,
// or sent in one piece or several, going on where a broken connection left off. Answers go in, what
// to do next comes out; no socket, no clock.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "oci/digest.hpp"
#include "oci/distribution/patience.hpp"
#include "oci/distribution/wire/url.hpp"

namespace lambent::oci::distribution {

struct upload_options {
  std::uint64_t chunk_bytes = 0;          // At most in one request; 0: all of it.
  std::vector<std::string> mount_from{};  // Repositories of the same registry that may have it.
};

// What is to be done next; the answer goes to `upload::answered`.
struct upload_step {
  enum class kind : std::uint8_t {
    look,    // HEAD the blob.
    begin,   // POST to uploads; `mount_from` may be set.
    cancel,  // DELETE `at`, an upload that a mount has begun and that is not used; may fail.
    send,    // PATCH `at` with the bytes from `first` up to `end`.
    ask,     // GET `at`: how much is there.
    finish,  // PUT `at`, the digest added.
    done,
    failed,  // By the answer that was given last.
  };
  kind what = kind::look;
  url at{};
  std::string mount_from{};
  std::uint64_t first = 0, end = 0;
  bool in_chunks = false;  // Whether a PATCH says which bytes it has.
  int wait_number = 0;     // Above 0: to be waited for as after that many failures.
};

enum class upload_outcome : std::uint8_t { existed, mounted, sent };

class upload {
public:
  // `uploads` is where uploads begin, ".../blobs/uploads/".
  upload(url uploads, std::uint64_t size, upload_options options)
      : uploads_(std::move(uploads)), size_(size), options_(std::move(options)) {}

  [[nodiscard]] const upload_step& next() const { return step_; }
  void answered(const attempt& made);

  [[nodiscard]] upload_outcome outcome() const { return outcome_; }
  // Where the answer itself does not say what was wrong with it; else empty.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

private:
  using kind = upload_step::kind;
  void looked(const http_answer&);
  void begun(const http_answer&);
  void sent(const http_answer&);
  void told(const http_answer&);
  void progressed_to(std::uint64_t offset);
  void finished(const http_answer&);

  void begin();
  void go_on_from(std::uint64_t offset);
  void restart();
  void end(upload_outcome how);
  void fail(std::string why = {});
  // After a failure that may pass: once more, having waited, at `then`.
  void pass(kind then);
  [[nodiscard]] bool take_location(const http_answer&, bool required);

  url uploads_;
  std::uint64_t size_;
  upload_options options_;
  upload_step step_{};
  url location_{};
  std::uint64_t offset_ = 0;           // What the registry is known to have.
  std::uint64_t chunk_min_bytes_ = 0;  // OCI-Chunk-Min-Length
  std::size_t mounts_tried_ = 0;
  // The most that it has had. Answers that go back and forth below it are no progress.
  std::uint64_t furthest_ = 0;
  int failures_ = 0;  // Since the last progress.
  int restarts_ = 0;
  bool may_be_complete_ = false;  // A PUT's answer was lost.
  upload_outcome outcome_ = upload_outcome::sent;
  std::string complaint_;
};

}  // namespace lambent::oci::distribution
