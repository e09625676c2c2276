#include "connection.hpp"

#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace lambent {

namespace {

void set_time_limit(int fd, std::chrono::milliseconds limit) noexcept {
  timeval t = {};
  t.tv_sec = static_cast<time_t>(limit.count() / 1000);
  t.tv_usec = static_cast<suseconds_t>(limit.count() % 1000 * 1000);
  // Also limits connect(). Without it the report is slower, not wrong.
  (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
  (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
}

// An interrupted connect() goes on by itself; calling it again says when it is done.
int connect_fully(int fd, const address& to) noexcept {
  while (::connect(fd, reinterpret_cast<const sockaddr*>(&to.storage), to.size) != 0) {
    if (errno == EISCONN) return 0;
    if (errno != EINTR && errno != EALREADY) return errno;
  }
  return 0;
}

void drop_front(msghdr& message, std::size_t bytes) noexcept {
  while (message.msg_iovlen > 0 && bytes >= message.msg_iov->iov_len) {
    bytes -= message.msg_iov->iov_len;
    ++message.msg_iov;
    --message.msg_iovlen;
  }
  if (message.msg_iovlen == 0) return;
  message.msg_iov->iov_base = static_cast<char*>(message.msg_iov->iov_base) + bytes;
  message.msg_iov->iov_len -= bytes;
}

}  // namespace

int connection::open(const address& to, std::chrono::milliseconds io_limit) noexcept {
  close();
  fd_ = ::socket(to.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return errno;
  if (io_limit.count() > 0) set_time_limit(fd_, io_limit);
  const int failed = connect_fully(fd_, to);
  if (failed != 0) {
    close();
    return failed;
  }
  // The tail of a large response must not wait for an acknowledgement.
  const int on = 1;
  (void)setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return 0;
}

void connection::close() noexcept {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

connection::outcome connection::send(iovec* parts, std::size_t count) noexcept {
  outcome done;
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = count;
  drop_front(message, 0);
  while (message.msg_iovlen > 0) {
    const ssize_t sent = ::sendmsg(fd_, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      done.error = errno;
      return done;
    }
    done.bytes += static_cast<std::size_t>(sent);
    drop_front(message, static_cast<std::size_t>(sent));
  }
  return done;
}

connection::outcome connection::send_or_hear(iovec*& parts, std::size_t& count) noexcept {
  outcome done;
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = count;
  drop_front(message, 0);
  while (message.msg_iovlen > 0) {
    const ssize_t sent = ::sendmsg(fd_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      done.bytes += static_cast<std::size_t>(sent);
      drop_front(message, static_cast<std::size_t>(sent));
      continue;
    }
    done.error = errno;
    if (done.error == EAGAIN) {
      pollfd wait = {.fd = fd_, .events = POLLIN | POLLOUT, .revents = 0};
      if (::poll(&wait, 1, -1) < 0 || (wait.revents & POLLIN) == 0) continue;
    } else if (done.error == EINTR) {
      continue;
    }
    parts = message.msg_iov;
    count = message.msg_iovlen;
    return done;
  }
  done.error = 0;
  return done;
}

connection::outcome connection::receive(char* into, std::size_t size, bool wait_for_all) noexcept {
  while (true) {
    const ssize_t got = ::recv(fd_, into, size, wait_for_all ? MSG_WAITALL : 0);
    if (got >= 0) return {.bytes = static_cast<std::size_t>(got)};
    if (errno != EINTR) return {.error = errno};
  }
}

connection::outcome connection::receive_ready(char* into, std::size_t size) noexcept {
  while (true) {
    const ssize_t got = ::recv(fd_, into, size, MSG_DONTWAIT);
    if (got >= 0) return {.bytes = static_cast<std::size_t>(got)};
    if (errno != EINTR) return {.error = errno};
  }
}

bool connection::readable_before(int stop) noexcept {
  pollfd either[] = {{.fd = fd_, .events = POLLIN, .revents = 0},
                     {.fd = stop, .events = POLLIN, .revents = 0}};
  while (::poll(either, 2, -1) < 0) {
    if (errno != EINTR) return true;  // receive() will say what is wrong.
  }
  return either[0].revents != 0;
}

bool connection::is_stale() noexcept {
  char byte = 0;
  const ssize_t got = ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

}  // namespace lambent
