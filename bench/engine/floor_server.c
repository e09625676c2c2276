// The floor of a warm invocation: what any server between a client and a function must do, and
// nothing else. A client's POST goes to a function that waits in GET /next, the function's POST
// goes back to the client. One thread, epoll; no sandbox, no log, no JSON, no checks beyond
// framing. Prints two ports: for clients and for functions. Ends with its parent.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { buffer_bytes = 16 * 1024, events_max = 64, queue_max = 1024 };

enum kind { client_listener, function_listener, client, function };

struct connection {
  enum kind kind;
  int file;
  size_t have;
  size_t body_at, whole;    // Of the message at the front of `in`.
  struct connection* peer;  // A function's client.
  char in[buffer_bytes];
};

static int epoll;
static unsigned long long last_id;
static struct connection* idle[queue_max];  // Functions in GET /next; the last is taken first.
static size_t idle_count;
static struct connection* waiting[queue_max];  // Clients without a function; a ring.
static size_t waiting_first, waiting_count;

static void die(const char* doing) {
  perror(doing);
  exit(1);
}

static void watch(struct connection* c) {
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->file, &e) != 0) die("epoll_ctl");
}

static struct connection* make(enum kind kind, int file) {
  struct connection* c = calloc(1, sizeof *c);
  if (!c) die("calloc");
  c->kind = kind;
  c->file = file;
  watch(c);
  return c;
}

static int listen_for(enum kind kind) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof at;
  int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0 || bind(s, (struct sockaddr*)&at, sizeof at) != 0 || listen(s, SOMAXCONN) != 0 ||
      getsockname(s, (struct sockaddr*)&at, &size) != 0)
    die("listen");
  make(kind, s);
  return ntohs(at.sin_port);
}

static int parse(struct connection* c) {
  static const char length[] = "content-length: ";
  char* end = memmem(c->in, c->have, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t body = 0;
  for (char* line = c->in; line < end;) {
    if (strncasecmp(line, length, sizeof length - 1) == 0)
      body = strtoul(line + sizeof length - 1, NULL, 10);
    line = (char*)memmem(line, (size_t)(end + 2 - line), "\r\n", 2) + 2;
  }
  c->body_at = (size_t)(end + 4 - c->in);
  c->whole = c->body_at + body;
  return c->have >= c->whole;
}

static void drop(struct connection* c) {
  c->have -= c->whole;
  memmove(c->in, c->in + c->whole, c->have);
}

// `body` is the connection whose message's body is sent, or none.
static void send_message(struct connection* to, const char* head, struct connection* body) {
  struct iovec out[] = {{(char*)head, strlen(head)}, {NULL, 0}};
  if (body) out[1] = (struct iovec){body->in + body->body_at, body->whole - body->body_at};
  struct msghdr m = {.msg_iov = out, .msg_iovlen = body ? 2 : 1};
  if (sendmsg(to->file, &m, MSG_NOSIGNAL) != (ssize_t)(out[0].iov_len + out[1].iov_len))
    die("send");
}

static void deliver(struct connection* f, struct connection* c) {
  char head[512];
  snprintf(head, sizeof head,
           "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
           "Lambda-Runtime-Aws-Request-Id: 00000000-0000-4000-8000-%012llx\r\n"
           "Lambda-Runtime-Deadline-Ms: 1700000000000\r\n"
           "Lambda-Runtime-Invoked-Function-Arn: "
           "arn:aws:lambda:us-east-1:123456789012:function:echo\r\nContent-Length: %zu\r\n\r\n",
           ++last_id, c->whole - c->body_at);
  f->peer = c;
  send_message(f, head, c);
  drop(c);
}

static void answer(struct connection* f) {
  char head[128];
  snprintf(head, sizeof head,
           "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
           f->whole - f->body_at);
  if (!f->peer) die("an answer without a question");
  send_message(f->peer, head, f);
  f->peer = NULL;
  send_message(f, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", NULL);
}

static void take_message(struct connection* c) {
  if (c->kind == client) {
    if (idle_count > 0) {
      deliver(idle[--idle_count], c);
    } else {
      if (waiting_count == queue_max) die("queue");
      waiting[(waiting_first + waiting_count++) % queue_max] = c;
    }
    return;
  }
  int post = c->in[0] == 'P';
  if (post) answer(c);
  drop(c);
  if (post) return;
  if (waiting_count > 0) {
    deliver(c, waiting[waiting_first]);
    waiting_first = (waiting_first + 1) % queue_max;
    --waiting_count;
  } else {
    idle[idle_count++ % queue_max] = c;
  }
}

static void hear(struct connection* c) {
  ssize_t n = recv(c->file, c->in + c->have, sizeof c->in - c->have, 0);
  if (n <= 0) {
    // A client that has left; functions live as long as this server.
    if (c->kind == function) die("function");
    close(c->file);
    free(c);
    return;
  }
  c->have += (size_t)n;
  // A client has one request at a time, which stays in its buffer until a function takes it.
  do {
    if (!parse(c)) return;
    take_message(c);
  } while (c->kind == function && c->have > 0);
}

static void welcome(struct connection* listener) {
  int s = accept4(listener->file, NULL, NULL, SOCK_CLOEXEC);
  if (s < 0) return;
  int on = 1;
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  make(listener->kind == client_listener ? client : function, s);
}

int main(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  epoll = epoll_create1(EPOLL_CLOEXEC);
  int for_clients = listen_for(client_listener), for_functions = listen_for(function_listener);
  printf("%d %d\n", for_clients, for_functions);
  fflush(stdout);
  for (;;) {
    struct epoll_event events[events_max];
    int n = epoll_wait(epoll, events, events_max, -1);
    for (int i = 0; i < n; ++i) {
      struct connection* c = events[i].data.ptr;
      if (c->kind == client_listener || c->kind == function_listener) {
        welcome(c);
      } else {
        hear(c);
      }
    }
  }
}
