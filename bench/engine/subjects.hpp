// What is measured: the engine, started as a user starts it, and the floor it is compared with.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "bench/engine/client.hpp"
#include "bench/engine/program.hpp"

namespace lambent::bench {

struct invoke_options {
  std::string function;
  std::string payload;
  bool tail = false;
};

// The bytes of an Invoke; the floor gets the same.
[[nodiscard]] std::string invoke_request(const invoke_options& options);

class engine {
public:
  [[nodiscard]] static result<engine> start();

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::chrono::nanoseconds cpu_time() const { return serve_.cpu_time(); }
  // `variables` is a JSON object.
  [[nodiscard]] result<> create(const std::string& function, std::string_view variables = "{}");
  // From a container image that this engine can reach.
  [[nodiscard]] result<> create_from_image(const std::string& function, std::string_view uri);
  [[nodiscard]] result<> remove(const std::string& function);
  // Changes the function's environment, so that its next Invoke finds none that it may use.
  [[nodiscard]] result<> make_cold(const std::string& function);
  [[nodiscard]] result<reply> invoke(const invoke_options& options);

private:
  engine(temporary_directory dir, program serve, connection line, int port)
      : dir_(std::move(dir)), serve_(std::move(serve)), line_(std::move(line)), port_(port) {}

  [[nodiscard]] result<> await_settled(const std::string& function);
  [[nodiscard]] result<> control(std::string_view method, const std::string& target,
                                 const std::string& body);

  temporary_directory dir_;  // Outlives the program that works in it.
  program serve_;
  connection line_;
  int port_ = 0;
  std::size_t changes_ = 0;
};

// The log's "Init Duration" in ms, from an answer with a log tail; negative: there is none.
[[nodiscard]] double init_duration_ms(const reply& answer);

class floor_server {
public:
  [[nodiscard]] static result<floor_server> start(std::size_t functions, bool pipelined);
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::chrono::nanoseconds cpu_time() const { return server_.cpu_time(); }

private:
  floor_server(program server, int port) : server_(std::move(server)), port_(port) {}

  std::vector<program> functions_;
  program server_;  // Ends before its functions, which it would miss.
  int port_ = 0;
};

// From vfork and exec of the echo function to its GET /next at a listener here.
[[nodiscard]] result<clock_type::duration> bare_start();

}  // namespace lambent::bench
