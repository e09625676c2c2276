#include "api_client.hpp"

#include <lambent/version.hpp>

#include <poll.h>

#include <ctime>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace lambent {

namespace {

constexpr std::string_view version_path = "/2018-06-01/runtime/";
// An answer is a few dozen bytes; what is longer is not worth keeping the connection for.
constexpr http1::limits answer_limits = {.body_bytes_max = 64 * 1024};
constexpr std::string_view no_memory =
    "receive from the Runtime API: no memory for an event of this size";
constexpr std::string_view sending = "send the response";
constexpr std::size_t head_bytes_usual = 1024;
constexpr std::size_t read_bytes_min = 16 * 1024;

// A value made by someone else: a line break in it would begin a header of its own.
void append_value(std::string& out, std::string_view value) {
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte >= 0x7F ? '?' : c;
  }
}

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

bool api_client::aim(std::string_view api) {
  if (!resolve(api, to_, problem_)) return false;
  api_ = api;
  common_ = " HTTP/1.1\r\nHost: " + api_ + "\r\nUser-Agent: lambent/" LAMBENT_VERSION "\r\n";
  get_ = "GET ";
  get_ += version_path;
  get_ += "invocation/next";
  get_ += common_;
  get_ += "\r\n";
  head_.reserve(head_bytes_usual);
  answer_parser_ = http1::response_parser(answer_limits);
  return true;
}

bool api_client::connect() {
  const int failed = connection_.open(to_, limits_.io);
  if (failed == 0) return true;
  problem_ = "connect to the Runtime API at " + api_ + ": " + std::strerror(failed);
  return false;
}

bool api_client::wants_no_event() const noexcept {
  pollfd p = {.fd = stop_, .events = POLLIN, .revents = 0};
  return stop_ >= 0 && ::poll(&p, 1, 0) > 0;
}

// Waits for the event's first byte. False when there is none and none is wanted any more.
bool api_client::event_may_come() {
  if (stop_ < 0 || connection_.readable_before(stop_)) return true;
  connection_.close();
  asked_ = false;
  stopped_ = true;
  return false;
}

int api_client::get_next() {
  if (asked_) {
    if (ahead_.empty() && !event_may_come()) return 0;
    const received how = receive_asked();
    if (how != received::nothing) return finish(how, event_parser_, event_);
  }
  while (true) {
    if (wants_no_event()) {
      stopped_ = true;
      return 0;
    }
    const bool reused = connection_.is_open();
    if (!reused && !connect()) return 0;
    event_.clear();
    event_parser_.reset();
    iovec part = {.iov_base = get_.data(), .iov_len = get_.size()};
    const connection::outcome sent = connection_.send(&part, 1);
    received how = received::nothing;
    if (sent.error == 0) {
      if (!event_may_come()) return 0;
      how = receive(event_, event_parser_);
    } else {
      broke("send GET next", sent.error);
    }
    // The peer had closed the idle connection, say while the function was frozen: ask again on a
    // new one, once. Only a GET that got no byte of a reply is safe to repeat.
    if (how == received::nothing && reused) {
      connection_.close();
      continue;
    }
    last_used_ = coarse_now();
    return finish(how, event_parser_, event_);
  }
}

int api_client::send(const post& what) {
  // Where an event is awaited, nothing may be asked before it comes: that needs another connection.
  connection waiting;
  if (asked_) waiting.swap(connection_);
  leave_stale();
  write_post_head(what);
  const int status = transmit(what.body) ? read_answer() : 0;
  if (asked_) waiting.swap(connection_);
  return status;
}

int api_client::send_and_ask(const post& what) {
  leave_stale();
  write_post_head(what);
  if (!transmit(what.body, get_)) return 0;
  if (sent_.error != 0) return read_answer();
  asked_ = true;
  return on_its_way;
}

int api_client::answer_of_last() {
  answer_.clear();
  answer_parser_.reset();
  const received how = receive(answer_, answer_parser_);
  const bool whole = how == received::whole;
  last_used_ = coarse_now();
  ahead_.clear();
  if (whole && answer_parser_.keep_alive()) {
    const std::size_t here = answer_parser_.consumed();
    ahead_.assign(answer_.data() + here, answer_.size() - here);
  } else {
    stop_pipelining();
  }
  return whole ? answer_parser_.status() : 0;
}

api_client::received api_client::receive_asked() {
  asked_ = false;
  event_.clear();
  event_parser_.reset();
  if (!event_.reserve(ahead_.size() + 1)) {
    problem_ = no_memory;
    return received::broken;
  }
  std::memcpy(event_.end(), ahead_.data(), ahead_.size());
  event_.filled(ahead_.size());
  ahead_.clear();
  const received how = receive(event_, event_parser_);
  last_used_ = coarse_now();
  if (how == received::nothing) stop_pipelining();
  return how;
}

void api_client::stop_pipelining() noexcept {
  connection_.close();
  asked_ = false;
  pipelines_ = false;
}

void api_client::leave_stale() {
  if (connection_.is_open() && coarse_now() - last_used_ >= limits_.looks_idle_after &&
      connection_.is_stale()) {
    connection_.close();
  }
}

// What follows the head. False when there is no connection. What became of the bytes is in sent_.
bool api_client::transmit(std::string_view body, std::string_view behind) {
  while (true) {
    reused_ = connection_.is_open();
    if (!reused_ && !connect()) return false;
    iovec list[parts_max];
    sent_ = connection_.send(list, gather({head_, body, behind}, list));
    // Dead before the kernel took a byte: nobody can have seen this request.
    if (sent_.error == 0 || sent_.bytes != 0 || !reused_) return true;
    connection_.close();
  }
}

std::size_t api_client::gather(std::initializer_list<std::string_view> parts,
                               iovec (&list)[parts_max]) noexcept {
  std::size_t count = 0;
  for (const std::string_view part : parts) {
    list[count++] = {.iov_base = const_cast<char*>(part.data()), .iov_len = part.size()};
  }
  return count;
}

// Also when sending broke off: the API may have refused a large body before reading all of it.
int api_client::read_answer() {
  answer_.clear();
  answer_parser_.reset();
  const received how = receive(answer_, answer_parser_);
  if (sent_.error != 0 && how != received::whole) broke("send the request", sent_.error);
  const int status = finish(how, answer_parser_, answer_);
  if (sent_.error != 0) connection_.close();
  last_used_ = coarse_now();
  return status;
}

api_client::received api_client::receive(receive_buffer& into, http1::response_parser& parser,
                                         bool may_wait) {
  // Who does not wait is sending.
  const std::string_view doing = may_wait ? "receive" : sending;
  http1::progress now = http1::progress::need_more;
  if (into.size() != 0) now = parser.consume(into.data(), into.size());
  while (now == http1::progress::need_more) {
    // A known length is reserved at once and read in one call.
    const std::size_t missing = parser.bytes_missing(into.size());
    if (!into.reserve(missing != 0 ? missing : read_bytes_min)) {
      problem_ = no_memory;
      return received::broken;
    }
    const connection::outcome got = !may_wait ? connection_.receive_ready(into.end(), into.room())
                                    : missing != 0
                                        ? connection_.receive(into.end(), missing, true)
                                        : connection_.receive(into.end(), into.room(), false);
    if (got.bytes != 0) {
      into.filled(got.bytes);
      now = parser.consume(into.data(), into.size());
    } else if (!may_wait && got.error == EAGAIN) {
      return received::pending;
    } else if (got.error != 0 || into.size() == 0) {
      broke(doing, got.error);
      return into.size() == 0 ? received::nothing : received::broken;
    } else if (now = parser.end_of_stream(); now != http1::progress::complete) {
      broke(doing, 0);
      return received::broken;
    }
  }
  switch (now) {
    case http1::progress::need_more:
    case http1::progress::complete:
      return received::whole;
    case http1::progress::malformed:
      problem_ = "the Runtime API at " + api_ + " does not speak HTTP/1.1";
      break;
    case http1::progress::head_too_large:
      problem_ = "the Runtime API sent headers of more than 65536 bytes";
      break;
    case http1::progress::body_too_large:
      problem_ = "the Runtime API sent a body over this library's limit";
      break;
  }
  return received::broken;
}

int api_client::finish(received how, const http1::response_parser& parser,
                       const receive_buffer& from) {
  const bool whole = how == received::whole;
  if (!whole || !parser.keep_alive() || parser.consumed() != from.size()) connection_.close();
  return whole ? parser.status() : 0;
}

void api_client::write_post_head(const post& what) {
  begin_post_head(what);
  head_ += "Content-Length: ";
  append_number(head_, what.body.size());
  head_ += "\r\n\r\n";
}

// All but what says where the body ends.
void api_client::begin_post_head(const post& what) {
  head_ = "POST ";
  head_ += version_path;
  if (what.request_id.empty()) {
    head_ += "init/error";
  } else {
    head_ += "invocation/";
    head_ += what.request_id;
    head_ += what.error_type.empty() ? "/response" : "/error";
  }
  head_ += common_;
  head_ += "Content-Type: ";
  append_value(head_, what.content_type);
  if (!what.error_type.empty()) {
    head_ += "\r\nLambda-Runtime-Function-Error-Type: ";
    head_ += what.error_type;
  }
  if (!what.error_cause.empty()) {
    head_ += "\r\nLambda-Runtime-Function-XRay-Error-Cause: ";
    append_value(head_, what.error_cause);
  }
  if (!what.invocation_id.empty()) {
    head_ += "\r\nLambda-Runtime-Invocation-Id: ";
    append_value(head_, what.invocation_id);
  }
  head_ += "\r\n";
}

std::chrono::milliseconds api_client::coarse_now() noexcept {
  timespec t = {};
  (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
  return std::chrono::milliseconds(t.tv_sec * 1000 + t.tv_nsec / 1'000'000);
}

void api_client::broke(std::string_view doing, int error) {
  problem_ = doing;
  problem_ += " at the Runtime API at ";
  problem_ += api_;
  problem_ += ": ";
  problem_ += error == 0 ? "it closed the connection" : std::strerror(error);
}

}  // namespace lambent
