// The client's part that sends a response in pieces, and hears the API while it does.
#include <cerrno>

#include "api_client.hpp"
#include "stream_encoding.hpp"

namespace lambent {

void api_client::begin_stream(const post& what) {
  begin_post_head(what);
  head_ += stream_encoding::head_end;
  head_held_ = true;
}

api_client::flow api_client::send_piece(std::string_view front, std::string_view bytes,
                                        std::string_view end) {
  stream_encoding::chunk_head_buffer scratch;
  const std::size_t size = front.size() + bytes.size();
  std::string_view chunk_head;
  std::string_view chunk_end;
  if (size != 0) {
    chunk_head = stream_encoding::chunk_head(size, scratch);
    chunk_end = stream_encoding::line_end;
  }
  std::size_t sent = 0;
  if (!head_held_) return send_hearing({chunk_head, front, bytes, chunk_end, end}, sent);
  head_held_ = false;
  answer_.clear();
  answer_parser_.reset();
  leave_stale();
  while (true) {
    const bool reused = connection_.is_open();
    if (!reused && !connect()) return flow::broken;
    last_used_ = coarse_now();
    const flow now = send_hearing({head_, chunk_head, front, bytes, chunk_end, end}, sent);
    // As in transmit(): dead before the kernel took a byte.
    if (now != flow::broken || sent != 0 || !reused) return now;
  }
}

// Adds to `sent` what the kernel took.
api_client::flow api_client::send_hearing(std::initializer_list<std::string_view> parts,
                                          std::size_t& sent) {
  const std::chrono::milliseconds now = coarse_now();
  if (now - last_used_ >= limits_.listens_after) {
    last_used_ = now;
    const flow heard = hear();
    if (heard != flow::going) return heard;
  }
  iovec list[parts_max];
  iovec* rest = list;
  std::size_t count = gather(parts, list);
  while (true) {
    const connection::outcome done = connection_.send_or_hear(rest, count);
    sent += done.bytes;
    if (done.error == 0) return flow::going;
    if (done.error != EAGAIN) return broke_off(done.error);
    const flow heard = hear();
    if (heard != flow::going) return heard;
  }
}

api_client::flow api_client::hear() {
  switch (receive(answer_, answer_parser_, false)) {
    case received::pending:
      return flow::going;
    case received::whole:
      connection_.close();  // The rest of the body would be taken for another request.
      return flow::answered;
    default:
      connection_.close();
      return flow::broken;
  }
}

// The API may have said why before it hung up.
api_client::flow api_client::broke_off(int error) {
  const bool answered = receive(answer_, answer_parser_) == received::whole;
  if (!answered) broke("send the response", error);
  connection_.close();
  return answered ? flow::answered : flow::broken;
}

int api_client::stream_status() {
  const received how = receive(answer_, answer_parser_);
  last_used_ = coarse_now();
  return finish(how, answer_parser_, answer_);
}

}  // namespace lambent
