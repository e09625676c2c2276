// A function of the study for architectures that the test machine has no libraries of: it knows
// three digits of pi, and speaks just enough of the Runtime API to say them.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

// One request, one connection; the answer up to the end that the server makes of it.
std::string ask(const std::string& host, int port, const std::string& line,
                const std::string& body) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, host.c_str(), &to.sin_addr);
  const int s = ::socket(AF_INET, SOCK_STREAM, 0);
  if (::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::_Exit(71);
  const std::string request = line +
                              " HTTP/1.1\r\nHost: api\r\nConnection: close\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body;
  (void)!::write(s, request.data(), request.size());
  std::string answer;
  char piece[4096];
  for (ssize_t n; (n = ::read(s, piece, sizeof piece)) > 0;) {
    answer.append(piece, static_cast<std::size_t>(n));
    if (answer.find("\r\n\r\n") != std::string::npos) break;
  }
  ::close(s);
  return answer;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

int main() {
  const std::string api = std::getenv("AWS_LAMBDA_RUNTIME_API");
  const std::string host = api.substr(0, api.find(':'));
  const int port = std::atoi(api.c_str() + api.find(':') + 1);
  const std::string root = "/2018-06-01/runtime/invocation/";
  while (true) {
    const std::string event = ask(host, port, "GET " + root + "next", "");
    const std::string name = "lambda-runtime-aws-request-id: ";
    const std::size_t at = lower(event).find(name);
    if (at == std::string::npos) return 72;
    const std::size_t begin = at + name.size();
    const std::string id = event.substr(begin, event.find('\r', begin) - begin);
    ask(host, port, "POST " + root + id + "/response", R"({"digits": 3, "pi": "314"})");
  }
}
