// For tests: an HTTP server on loopback that answers as the test says and remembers what it was
// asked. One thread; connections stay open unless an answer says otherwise.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "aws/message.hpp"
#include "base/fd.hpp"

namespace lambent::aws::testing {

struct heard {
  std::string method;
  std::string target;
  std::vector<name_value> headers;  // Names in lower case.
  std::string body;
  int connection = 0;  // Counts up from 0; equal numbers came over one connection.

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

class fake_server {
public:
  // The bytes to send back; none closes the connection. Runs on the server's thread.
  using answerer = std::function<std::string(const heard&)>;

  explicit fake_server(answerer answers);
  // Answers of one status for every request.
  explicit fake_server(int status, std::string body = {}, std::vector<name_value> headers = {});
  ~fake_server();
  fake_server(const fake_server&) = delete;
  fake_server& operator=(const fake_server&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::vector<heard> requests() const;

private:
  struct connection;
  void serve(const std::stop_token& stop);
  // False when the connection is done.
  bool take_from(connection& from);

  answerer answers_;
  int port_ = 0;
  fd listener_;
  mutable std::mutex mutex_;  // Guards `requests_`.
  std::vector<heard> requests_;
  std::jthread thread_;
};

// An HTTP response with its Content-Length.
[[nodiscard]] std::string http_answer(int status, std::string_view body = {},
                                      const std::vector<name_value>& headers = {});

// A port of loopback where nothing listens.
[[nodiscard]] int closed_port();

}  // namespace lambent::aws::testing
