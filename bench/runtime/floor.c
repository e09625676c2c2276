// The floor: what the kernel and a static C program cost, with no library at all. One keep-alive
// socket, one sendmsg per request, the event echoed from where it was received. With PIPELINED,
// each reply takes the next request along. No error handling worth the name.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef PIPELINED
static char answer[4096];
#endif

int main(void) {
  const char* api = getenv("AWS_LAMBDA_RUNTIME_API");
  const char* colon = api ? strrchr(api, ':') : NULL;
  if (!colon) return 1;
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons((unsigned short)atoi(colon + 1)),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr*)&to, sizeof to) != 0) return 1;
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const size_t capacity = 8u << 20;
  char* buffer = mmap(NULL, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char get[256];
  const int get_size = snprintf(
      get, sizeof get, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", api);
  size_t replies = 0;  // Whose answers come before the next event.
  for (;;) {
    if (replies == 0) {
      struct iovec part = {get, (size_t)get_size};
      struct msghdr ask = {.msg_iov = &part, .msg_iovlen = 1};
      if (sendmsg(fd, &ask, 0) < 0) return 0;
    }
    size_t size = 0, begin = 0, wanted = capacity;
    char *body = NULL, *id = NULL;
    while (size < wanted) {
      ssize_t got = body ? recv(fd, buffer + size, wanted - size, MSG_WAITALL)
                         : recv(fd, buffer + size, capacity - size, 0);
      if (got <= 0) return 0;
      size += (size_t)got;
      if (body) continue;
      buffer[size] = 0;
      for (;;) {
        char* end = memmem(buffer + begin, size - begin, "\r\n\r\n", 4);
        if (!end) break;
        char* length = memmem(buffer + begin, size - begin, "Content-Length: ", 16);
        if (!length) return 1;
        const size_t response_end = (size_t)(end + 4 - buffer) + strtoul(length + 16, NULL, 10);
        if (replies > 0) {
          if (size < response_end) break;
          begin = response_end;
          --replies;
          continue;
        }
        body = end + 4;
        wanted = response_end;
        id = memmem(buffer + begin, size - begin, "Request-Id: ", 12);
        if (!id) return 1;
        break;
      }
    }
    const size_t body_size = size - (size_t)(body - buffer);
    const int id_size = (int)strcspn(id + 12, "\r");
    char head[512];
    const int head_size = snprintf(head, sizeof head,
                                   "POST /2018-06-01/runtime/invocation/%.*s/response "
                                   "HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\n\r\n",
                                   id_size, id + 12, api, body_size);
    struct iovec parts[] = {
        {head, (size_t)head_size},
        {body, body_size},
#ifdef PIPELINED
        {get, (size_t)get_size},
#endif
    };
    enum { part_count = sizeof parts / sizeof *parts };
    struct msghdr tell = {.msg_iov = parts, .msg_iovlen = part_count};
    size_t left = 0;
    for (int i = 0; i < part_count; ++i) left += parts[i].iov_len;
    while (left > 0) {
      ssize_t sent = sendmsg(fd, &tell, MSG_NOSIGNAL);
      if (sent < 0) return 0;
      left -= (size_t)sent;
      for (int i = 0; i < part_count; ++i) {
        size_t n = (size_t)sent < parts[i].iov_len ? (size_t)sent : parts[i].iov_len;
        parts[i].iov_base = (char*)parts[i].iov_base + n;
        parts[i].iov_len -= n;
        sent -= (ssize_t)n;
      }
    }
#ifdef PIPELINED
    replies = 1;
#else
    if (recv(fd, answer, sizeof answer, 0) <= 0) return 0;
#endif
  }
}
