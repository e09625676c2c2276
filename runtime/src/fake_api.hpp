// A scripted Runtime API for tests: a thread that receives whole requests, records their exact
// bytes and sends back exactly what the script says.
#pragma once

#include <string>
#include <thread>
#include <vector>

namespace lambent {

struct scripted {
  std::string answer;        // Sent as is; empty sends nothing.
  bool close_after = false;  // Ends the connection, so that the next request needs a new one.
  std::size_t read_bytes_max = static_cast<std::size_t>(-1);  // Stop reading the request here.
};

class fake_api {
public:
  explicit fake_api(std::vector<scripted> script);
  ~fake_api();
  fake_api(const fake_api&) = delete;
  fake_api& operator=(const fake_api&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // Waits for the script's end; then nothing listens any more. A client that ends early must be
  // gone.
  const std::vector<std::string>& requests();
  std::size_t connections() const { return connections_; }

private:
  void serve();

  std::vector<scripted> script_;
  std::vector<std::string> requests_;
  std::size_t connections_ = 0;
  int listener_ = -1;
  unsigned port_ = 0;
  std::thread thread_;
};

// "HTTP/1.1 200 OK" with the usual headers, an id and more header lines ("Name: value\r\n").
std::string invocation(const std::string& id, const std::string& body,
                       const std::string& headers = {});
std::string accepted();  // 202 {"status":"OK"}
std::string answer_of(int status, const std::string& body);

}  // namespace lambent
