#include "engine/environment/streamed_response.hpp"

#include "engine/model/limits.hpp"

namespace lambent::environment {

void streamed_response::begin() {
  if (with_.client) with_.client->begin(post_.request.headers.get("Content-Type"));
  post_.receive_body(*this);
}

std::uint64_t streamed_response::bytes_max() const {
  return with_.client ? model::limits::stream_max_bytes : model::limits::invoke_response_max_bytes;
}

bool streamed_response::on_body(std::string_view bytes) {
  auto self = shared_from_this();
  bytes_ += bytes.size();
  if (bytes_ > bytes_max()) {
    with_.owner.on_stream_too_large();
    return false;
  }
  if (!with_.client) {
    whole_ += bytes;
    return true;
  }
  auto resume_weakly = [weak = weak_from_this()] {
    if (auto again = weak.lock()) again->resume();
  };
  if (!with_.client->write(bytes)) {
    ++holds_;
    with_.client->when_room(resume_weakly);
  }
  auto now = std::chrono::steady_clock::now();
  auto next_at = bandwidth_.take(bytes.size(), now);
  if (with_.capped && next_at > now) {
    ++holds_;
    if (!pace_) pace_.emplace(with_.loop);
    pace_->expires_at(next_at);
    pace_->async_wait([resume_weakly](boost::system::error_code ec) {
      if (!ec) resume_weakly();
    });
  }
  return holds_ == 0;
}

void streamed_response::resume() {
  if (--holds_ == 0) post_.resume_body();
}

void streamed_response::on_body_end(const http::headers& trailers) {
  auto self = shared_from_this();
  with_.owner.on_stream_ended(trailers);
}

void streamed_response::on_body_broken() {
  auto self = shared_from_this();
  with_.owner.on_stream_broken();
}

}  // namespace lambent::environment
