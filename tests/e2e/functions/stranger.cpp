// A function written without our library: it speaks the Runtime API over a raw socket, so that it
// can break every rule of it. The event says what to do: {"do":"echo"}; the variable INIT says how
// the init phase goes.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

extern char** environ;

namespace {

int api = -1;

int connect_to_api() {
  const char* where = std::getenv("AWS_LAMBDA_RUNTIME_API");
  if (where == nullptr) std::_Exit(70);
  std::string text = where;
  std::size_t colon = text.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(text.c_str() + colon + 1)));
  ::inet_pton(AF_INET, text.substr(0, colon).c_str(), &to.sin_addr);
  int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::_Exit(71);
  int on = 1;
  (void)::setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return s;
}

void send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::send(api, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

struct answer {
  int status = 0;
  std::string head, body;
};

answer receive() {
  answer a;
  std::string all;
  char buffer[65536];
  std::size_t end = std::string::npos;
  while ((end = all.find("\r\n\r\n")) == std::string::npos) {
    ssize_t n = ::recv(api, buffer, sizeof buffer, 0);
    if (n <= 0) return a;
    all.append(buffer, static_cast<std::size_t>(n));
  }
  a.head = all.substr(0, end + 2);
  a.status = std::atoi(a.head.c_str() + 9);
  std::size_t length_at = a.head.find("Content-Length: ");
  std::size_t length = length_at == std::string::npos
                           ? 0
                           : std::strtoul(a.head.c_str() + length_at + 16, nullptr, 10);
  a.body = all.substr(end + 4);
  while (a.body.size() < length) {
    ssize_t n = ::recv(api, buffer, sizeof buffer, 0);
    if (n <= 0) break;
    a.body.append(buffer, static_cast<std::size_t>(n));
  }
  return a;
}

answer get_next() {
  send_all("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: api\r\n\r\n");
  return receive();
}

answer post(const std::string& path, std::string_view body, const std::string& headers = "") {
  send_all("POST /2018-06-01/runtime/" + path + " HTTP/1.1\r\nHost: api\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  send_all(body);
  return receive();
}

std::string header(const answer& a, const std::string& name) {
  std::size_t at = a.head.find(name + ": ");
  if (at == std::string::npos) return {};
  at += name.size() + 2;
  return a.head.substr(at, a.head.find("\r\n", at) - at);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string file_text(const char* path) {
  std::string out;
  int f = ::open(path, O_RDONLY | O_CLOEXEC);
  char buffer[4096];
  for (ssize_t n = 0; f >= 0 && (n = ::read(f, buffer, sizeof buffer)) > 0;)
    out.append(buffer, static_cast<std::size_t>(n));
  if (f >= 0) ::close(f);
  return out;
}

std::string describe_environment() {
  std::string out = "{";
  for (char** v = environ; *v != nullptr; ++v) {
    std::string_view entry = *v;
    std::size_t equals = entry.find('=');
    if (out.size() > 1) out += ',';
    out += quoted(entry.substr(0, equals)) + ":" + quoted(entry.substr(equals + 1));
  }
  return out + "}";
}

std::string machine() {
  utsname system{};
  ::uname(&system);
  return quoted(system.machine);
}

// Processors as programs find them: what sysconf says, what may be run on, what /proc lists.
std::string processors() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  (void)::sched_getaffinity(0, sizeof allowed, &allowed);
  std::string listed = file_text("/proc/cpuinfo");
  int count = 0;
  for (std::size_t at = 0; (at = listed.find("processor\t", at)) != std::string::npos; ++at)
    if (at == 0 || listed[at - 1] == '\n') ++count;
  return "{\"online\":" + std::to_string(::sysconf(_SC_NPROCESSORS_ONLN)) +
         ",\"allowed\":" + std::to_string(CPU_COUNT(&allowed)) +
         ",\"listed\":" + std::to_string(count) + "}";
}

std::string describe_process() {
  char cwd[256] = "";
  (void)!::getcwd(cwd, sizeof cwd);
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  struct stat task{};
  ::stat("/var/task", &task);
  char mode[16];
  (void)std::snprintf(mode, sizeof mode, "%o", task.st_mode & 07777);
  return "{\"uid\":" + std::to_string(::getuid()) + ",\"gid\":" + std::to_string(::getgid()) +
         ",\"cwd\":" + quoted(cwd) + ",\"files\":" + std::to_string(files.rlim_cur) +
         ",\"taskMode\":" + quoted(mode) + "}";
}

std::string touch_memory(std::size_t megabytes, unsigned kept_seconds = 0) {
  std::vector<char*> blocks;
  for (std::size_t i = 0; i < megabytes; ++i) {
    char* block = static_cast<char*>(std::malloc(1 << 20));
    if (block == nullptr) return "\"malloc failed\"";
    std::memset(block, 1, 1 << 20);
    blocks.push_back(block);
  }
  ::sleep(kept_seconds);
  for (char* block : blocks) std::free(block);
  return "\"touched\"";
}

std::string write_file(const char* path) {
  int f = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (f < 0) return quoted(std::strerror(errno));
  (void)!::write(f, "x", 1);
  ::close(f);
  return std::to_string(file_text(path).size());
}

// The text after "key": in the event, without quotes.
std::string value_of(std::string_view event, std::string_view key) {
  std::size_t at = event.find("\"" + std::string(key) + "\":");
  if (at == std::string_view::npos) return {};
  std::string_view rest = event.substr(at + key.size() + 3);
  if (rest.starts_with('"')) rest.remove_prefix(1);
  return std::string(rest.substr(0, rest.find_first_of("\",}")));
}

std::string try_connecting(const std::string& event) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(value_of(event, "port").c_str())));
  ::inet_pton(AF_INET, value_of(event, "host").c_str(), &to.sin_addr);
  int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool good = ::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  std::string answer = quoted(good ? "connected" : std::strerror(errno));
  ::close(s);
  return answer;
}

void flood_stdout() {
  std::string line(1023, 'x');
  line += '\n';
  for (int i = 0; i < 100 * 1024; ++i) {
    if (::write(1, line.data(), line.size()) < 0) return;
  }
}

std::string from_hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    char pair[3] = {digits[i], digits[i + 1], 0};
    out += static_cast<char>(std::strtoul(pair, nullptr, 16));
  }
  return out;
}

struct event {
  std::string id, body;
  [[nodiscard]] bool wants(std::string_view what) const {
    return body.find("\"do\":\"" + std::string(what) + "\"") != std::string::npos;
  }
  [[nodiscard]] std::string path() const { return "invocation/" + id + "/response"; }
};

// A streamed response of the test's own making: "send" is what follows its head, in hexadecimal and
// chunked already; "then" says how it ends.
void stream(const event& e) {
  std::string mode = value_of(e.body, "mode");
  std::string type = value_of(e.body, "type");
  send_all("POST /2018-06-01/runtime/" + e.path() + " HTTP/1.1\r\nHost: api\r\n" +
           "Lambda-Runtime-Function-Response-Mode: " + (mode.empty() ? "streaming" : mode) +
           (type.empty() ? "" : "\r\nContent-Type: " + type) +
           "\r\nTransfer-Encoding: chunked\r\n\r\n" + from_hex(value_of(e.body, "send")));
  std::string then = value_of(e.body, "then");
  if (then == "exit3") std::_Exit(3);
  if (then == "sleep") ::sleep(3600);
  if (then == "flood") {
    for (int i = 0; i < 8 * 16; ++i) send_all("10000\r\n" + std::string(65536, 'x') + "\r\n");
    send_all("0\r\n\r\n");
  }
  if (then == "close") {
    ::close(api);
    api = connect_to_api();
    return;
  }
  answer a = receive();
  std::printf("stream: %d\n", a.status);
  if (a.head.find("Connection: close") != std::string::npos) {
    ::close(api);
    api = connect_to_api();
  }
}

// What breaks the rules; true when it has dealt with the event.
bool misbehave(const event& e) {
  if (e.wants("exit0")) std::_Exit(0);
  if (e.wants("exit3")) std::_Exit(3);
  if (e.wants("abort")) std::abort();
  if (e.wants("segfault")) {
    int* volatile nowhere = nullptr;
    *nowhere = 1;
  }
  if (e.wants("sleep")) ::sleep(3600);
  if (e.wants("wrong-id")) {
    answer refused = post("invocation/00000000-0000-0000-0000-000000000000/response", "1");
    return post(e.path(), std::to_string(refused.status)).status == 202;
  }
  if (e.wants("twice")) {
    (void)post(e.path(), "1");
    answer again = post(e.path(), "2");
    std::printf("second answer: %d\n", again.status);
    return true;
  }
  if (e.wants("garbage")) {
    send_all("\x01\x02 this is not HTTP\r\n\r\n");
    answer refused = receive();
    ::close(api);
    api = connect_to_api();
    return post(e.path(), std::to_string(refused.status)).status == 202;
  }
  if (e.wants("answer-then-exit")) {
    (void)post(e.path(), "\"last words\"");
    std::_Exit(1);
  }
  if (e.wants("stream")) {
    stream(e);
    return true;
  }
  if (e.wants("too-large")) {
    answer refused = post(e.path(), "\"" + std::string(6'291'556, 'x') + "\"");
    std::printf("too large: %d\n", refused.status);
    return true;
  }
  return false;
}

std::string reply_to(const event& e, const answer& next) {
  if (e.wants("environment")) return describe_environment();
  if (e.wants("process")) return describe_process();
  if (e.wants("machine")) return machine();
  if (e.wants("processors")) return processors();
  if (e.wants("memory200")) return touch_memory(200);
  if (e.wants("keep200")) return touch_memory(200, 5);
  if (e.wants("memory64")) return touch_memory(64);
  if (e.wants("write-tmp")) return write_file("/tmp/file");
  if (e.wants("write-task")) return write_file("/var/task/file");
  if (e.wants("write-opt")) return write_file("/opt/file");
  if (e.wants("read")) return quoted(file_text(value_of(e.body, "path").c_str()));
  if (e.wants("resolv.conf")) return quoted(file_text("/etc/resolv.conf"));
  if (e.wants("connect")) return try_connecting(e.body);
  if (e.wants("big")) return "\"" + std::string(6'000'000, 'x') + "\"";
  if (e.wants("nap")) ::usleep(300'000);
  if (e.wants("nap") || e.wants("pid")) return quoted(file_text("/proc/sys/kernel/hostname"));
  if (e.wants("flood")) flood_stdout();
  if (e.wants("close-stdout")) {
    ::close(1);
    ::close(2);
  }
  if (e.wants("print")) std::printf("one\ntwo\rstill two\nthree without end");
  if (e.wants("context"))
    return "{\"arn\":" + quoted(header(next, "Lambda-Runtime-Invoked-Function-Arn")) +
           ",\"trace\":" + quoted(header(next, "Lambda-Runtime-Trace-Id")) +
           ",\"deadline\":" + header(next, "Lambda-Runtime-Deadline-Ms") +
           ",\"client\":" + quoted(header(next, "Lambda-Runtime-Client-Context")) + "}";
  return e.body;
}

void init_phase() {
  const char* how = std::getenv("INIT");
  std::string_view mode = how == nullptr ? "" : how;
  if (mode == "crash") {
    std::printf("crashing in init\n");
    std::fflush(stdout);
    std::_Exit(1);
  }
  if (mode == "never-next") ::sleep(3600);
  if (mode == "report") {
    (void)post("init/error", R"({"errorType":"Runtime.NoConfig","errorMessage":"no config"})",
               "Lambda-Runtime-Function-Error-Type: Runtime.NoConfig\r\n");
    std::_Exit(1);
  }
}

}  // namespace

int main() {
  api = connect_to_api();
  init_phase();
  while (true) {
    answer next = get_next();
    if (next.status != 200) return 72;
    event e{header(next, "Lambda-Runtime-Aws-Request-Id"), next.body};
    if (!misbehave(e)) {
      std::string headers = "Content-Type: application/json\r\n";
      if (e.wants("fail")) {
        (void)post("invocation/" + e.id + "/error",
                   R"({"errorType":"Function.Bad","errorMessage":"as asked"})",
                   headers + "Lambda-Runtime-Function-Error-Type: Function.Bad\r\n");
      } else {
        std::string body = reply_to(e, next);
        std::fflush(stdout);
        (void)post(e.path(), body, headers);
      }
    }
    std::fflush(stdout);
  }
}
