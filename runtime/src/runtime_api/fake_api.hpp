// A scripted Runtime API for tests: a thread that receives whole requests, records their exact
// bytes and sends back exactly what the script says.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lambent {

struct scripted {
  std::string answer;        // Sent as is; empty sends nothing.
  bool close_after = false;  // Ends the connection, so that the next request needs a new one.
  bool reset_after = false;  // The same with a reset: the client's next send fails at once.
  std::size_t read_bytes_max = static_cast<std::size_t>(-1);  // Stop reading the request here.
  bool deaf_after = false;  // Reads no more, and leaves the connection open until the script's end.
  bool aside = false;       // Comes on a connection of its own, while the other one stays open.
};

class fake_api {
public:
  enum class ip { v4, v6 };
  explicit fake_api(std::vector<scripted> script, ip version = ip::v4);
  ~fake_api();
  fake_api(const fake_api&) = delete;
  fake_api& operator=(const fake_api&) = delete;

  const std::string& address() const { return address_; }
  // Waits for the script's end; then nothing listens any more. A client that ends early must be
  // gone.
  const std::vector<std::string>& requests();
  std::size_t connections() const { return connections_; }
  // Until so many connections were ended; on loopback their other ends know by then.
  void wait_for_hang_ups(std::size_t count);

private:
  void serve();
  bool serve_aside(const scripted& now);
  void hang_up(int& fd, bool with_reset);

  std::vector<scripted> script_;
  std::vector<std::string> requests_;
  std::size_t connections_ = 0;
  std::mutex mutex_;
  std::condition_variable hung_up_;
  std::size_t hang_ups_ = 0;
  std::string address_;
  int listener_ = -1;
  std::thread thread_;
};

// What any server for tests needs. A listening socket and its "host:port"; aborts without one.
int listen_on_loopback(bool v6, std::string& address);
// Moves one request, or its first bytes, out of `received`, where the beginning of another one may
// stay. False when the peer closed or fell silent.
bool read_request(int fd, std::size_t bytes_max, std::string& received, std::string& out);

// "HTTP/1.1 200 OK" with the usual headers, an id and more header lines ("Name: value\r\n").
std::string invocation(const std::string& id, const std::string& body,
                       const std::string& headers = {});
std::string accepted();  // 202 {"status":"OK"}
std::string answer_of(int status, const std::string& body);

}  // namespace lambent
