// The floor: what the kernel and a static C program cost, with no library at all. One keep-alive
// socket, one sendmsg per request, the event echoed from where it was received. No error handling
// worth the name.
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

static char answer[4096];

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
  for (;;) {
    struct iovec part = {get, (size_t)get_size};
    struct msghdr ask = {.msg_iov = &part, .msg_iovlen = 1};
    if (sendmsg(fd, &ask, 0) < 0) return 0;
    size_t size = 0, wanted = capacity;
    char *body = NULL, *id = NULL;
    while (size < wanted) {
      ssize_t got = body ? recv(fd, buffer + size, wanted - size, MSG_WAITALL)
                         : recv(fd, buffer + size, capacity - size, 0);
      if (got <= 0) return 0;
      size += (size_t)got;
      if (body) continue;
      buffer[size] = 0;
      char* end = memmem(buffer, size, "\r\n\r\n", 4);
      if (!end) continue;
      body = end + 4;
      id = memmem(buffer, size, "Request-Id: ", 12);
      char* length = memmem(buffer, size, "Content-Length: ", 16);
      if (!id || !length) return 1;
      wanted = (size_t)(body - buffer) + strtoul(length + 16, NULL, 10);
    }
    const size_t body_size = size - (size_t)(body - buffer);
    const int id_size = (int)strcspn(id + 12, "\r");
    char head[512];
    const int head_size = snprintf(head, sizeof head,
                                   "POST /2018-06-01/runtime/invocation/%.*s/response "
                                   "HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\n\r\n",
                                   id_size, id + 12, api, body_size);
    struct iovec parts[2] = {{head, (size_t)head_size}, {body, body_size}};
    struct msghdr tell = {.msg_iov = parts, .msg_iovlen = 2};
    size_t left = (size_t)head_size + body_size;
    while (left > 0) {
      ssize_t sent = sendmsg(fd, &tell, MSG_NOSIGNAL);
      if (sent < 0) return 0;
      left -= (size_t)sent;
      for (int i = 0; i < 2; ++i) {
        size_t n = (size_t)sent < parts[i].iov_len ? (size_t)sent : parts[i].iov_len;
        parts[i].iov_base = (char*)parts[i].iov_base + n;
        parts[i].iov_len -= n;
        sent -= (ssize_t)n;
      }
    }
    if (recv(fd, answer, sizeof answer, 0) <= 0) return 0;
  }
}
