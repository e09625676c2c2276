// The smallest function there is: a Runtime API client of one keep-alive socket and two system
// calls a message, without a library of ours. It echoes its event, so that a benchmark which runs
// it measures the engine and not a runtime. An event {"wait_ms":N} is answered after N ms. With
// ECHO_PIPELINED in the environment, a response and the next GET leave together.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { buffer_bytes = 64 * 1024, head_bytes_max = 512 };

static const char get_next[] =
    "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n";

struct message {
  const char* id;
  size_t id_bytes;
  const char* body;
  size_t body_bytes, whole_bytes;
};

static char buffer[buffer_bytes];
static size_t have;

// "127.0.0.1:9001", as AWS_LAMBDA_RUNTIME_API has it.
static int connect_to(const char* api) {
  char host[32];
  const char* colon = api ? strchr(api, ':') : NULL;
  if (!colon || (size_t)(colon - api) >= sizeof host) return -1;
  memcpy(host, api, (size_t)(colon - api));
  host[colon - api] = 0;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1))};
  if (inet_pton(AF_INET, host, &to.sin_addr) != 1) return -1;
  int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return s >= 0 && connect(s, (struct sockaddr*)&to, sizeof to) == 0 ? s : -1;
}

static int is_field(const char* line, const char* name, size_t size) {
  return strncasecmp(line, name, size) == 0;
}

// Whether a whole message stands at the front of the buffer.
static int parse(struct message* m) {
  static const char length[] = "content-length: ", request_id[] = "lambda-runtime-aws-request-id: ";
  const char* end = memmem(buffer, have, "\r\n\r\n", 4);
  if (!end) return 0;
  *m = (struct message){.body = end + 4};
  for (const char* line = buffer; line < end;) {
    const char* stop = memmem(line, (size_t)(end + 2 - line), "\r\n", 2);
    if (is_field(line, length, sizeof length - 1)) {
      m->body_bytes = strtoul(line + sizeof length - 1, NULL, 10);
    } else if (is_field(line, request_id, sizeof request_id - 1)) {
      m->id = line + sizeof request_id - 1;
      m->id_bytes = (size_t)(stop - m->id);
    }
    line = stop + 2;
  }
  m->whole_bytes = (size_t)(m->body - buffer) + m->body_bytes;
  return have >= m->whole_bytes;
}

static void receive(int s, struct message* m) {
  while (!parse(m)) {
    ssize_t n = have < sizeof buffer ? recv(s, buffer + have, sizeof buffer - have, 0) : 0;
    if (n <= 0) _exit(1);
    have += (size_t)n;
  }
}

static void drop(const struct message* m) {
  have -= m->whole_bytes;
  memmove(buffer, buffer + m->whole_bytes, have);
}

static void wait_as_told(const struct message* m) {
  static const char wait[] = "{\"wait_ms\":";
  if (m->body_bytes < sizeof wait || memcmp(m->body, wait, sizeof wait - 1) != 0) return;
  long ms = strtol(m->body + sizeof wait - 1, NULL, 10);
  struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
  nanosleep(&pause, NULL);
}

static char* put(char* to, const char* text, size_t size) {
  memcpy(to, text, size);
  return to + size;
}

static size_t response_head(char* to, const struct message* m) {
  static const char before[] = "POST /2018-06-01/runtime/invocation/",
                    after[] = "/response HTTP/1.1\r\nHost: runtime\r\nContent-Length: ";
  char digits[24];
  size_t at = sizeof digits, left = m->body_bytes;
  do digits[--at] = (char)('0' + left % 10);
  while (left /= 10);
  char* p = put(to, before, sizeof before - 1);
  p = put(p, m->id, m->id_bytes);
  p = put(p, after, sizeof after - 1);
  p = put(p, digits + at, sizeof digits - at);
  return (size_t)(put(p, "\r\n\r\n", 4) - to);
}

int main(void) {
  int s = connect_to(getenv("AWS_LAMBDA_RUNTIME_API"));
  int pipelined = getenv("ECHO_PIPELINED") != NULL;
  if (s < 0 || send(s, get_next, sizeof get_next - 1, 0) < 0) return 1;
  for (;;) {
    struct message event, accepted;
    char head[head_bytes_max];
    receive(s, &event);
    if (!event.id || event.id_bytes > 64) return 1;
    wait_as_told(&event);
    struct iovec out[] = {{head, response_head(head, &event)},
                          {(char*)event.body, event.body_bytes},
                          {(char*)get_next, sizeof get_next - 1}};
    struct msghdr post = {.msg_iov = out, .msg_iovlen = pipelined ? 3 : 2};
    size_t wanted = out[0].iov_len + out[1].iov_len + (pipelined ? out[2].iov_len : 0);
    if (sendmsg(s, &post, MSG_NOSIGNAL) != (ssize_t)wanted) return 1;
    drop(&event);
    receive(s, &accepted);
    drop(&accepted);
    if (!pipelined && send(s, get_next, sizeof get_next - 1, MSG_NOSIGNAL) < 0) return 1;
  }
}
