#include "bench/engine/subjects.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>

#include "base/base64.hpp"
#include "base/zip_writer.hpp"
#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

constexpr std::string_view functions_path = "/2015-03-31/functions";
// An image of 300 MB is unpacked and synced before its function is Active.
constexpr std::chrono::seconds settle_max{120};
constexpr int bare_start_max_ms = 10'000;

// Account and region as the engine reads them from a signature's scope.
constexpr std::string_view authorization =
    "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/lambda/aws4_request, "
    "SignedHeaders=host, Signature=0";

std::string request_text(std::string_view method, std::string_view target, std::string_view fields,
                         std::string_view body) {
  return fmt::format(
      "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {}\r\n{}Content-Length: {}\r\n\r\n{}",
      method, target, authorization, fields, body.size(), body);
}

// The number after `name`; negative when it is not there.
double number_after(std::string_view text, std::string_view name) {
  auto at = text.find(name);
  if (at == std::string_view::npos) return -1;
  double value = -1;
  std::string_view rest = text.substr(at + name.size());
  std::from_chars(rest.data(), rest.data() + rest.size(), value);
  return value;
}

}  // namespace

std::string invoke_request(const invoke_options& options) {
  return request_text("POST", fmt::format("{}/{}/invocations", functions_path, options.function),
                      options.tail ? "X-Amz-Log-Type: Tail\r\n" : "", options.payload);
}

result<engine> engine::start() {
  temporary_directory dir = TRY(temporary_directory::make());
  std::error_code ec;
  auto self = std::filesystem::read_symlink("/proc/self/exe", ec);
  if (ec) return sys_fail("find this program's own path", ec.value());
  std::string errors = dir.path() + "/engine.log";
  program serve = TRY(program::start(
      {.argv = {(self.parent_path() / "lambent").string(), "serve", "--port", "0", "--cpu", "full",
                "--output", "json", "--data-dir", dir.path() + "/data"},
       .error_file = errors}));
  auto line = serve.first_line();
  if (!line) return fail("start lambent serve: " + line.error().what + "\n" + read_file(errors));
  double port = number_after(*line, "\"port\":");
  if (port <= 0) return fail("start lambent serve: it announced " + *line);
  connection to = TRY(connection::open(static_cast<int>(port)));
  return engine(std::move(dir), std::move(serve), std::move(to), static_cast<int>(port));
}

result<> engine::control(std::string_view method, const std::string& target,
                         const std::string& body) {
  reply answer = TRY(line_.exchange(request_text(method, target, "", body)));
  if (answer.status / 100 == 2) return {};
  return fail(fmt::format("{} {}: {} {}", method, target, answer.status, answer.body));
}

result<> engine::create(const std::string& function, std::string_view variables) {
  std::string bootstrap = read_file(LAMBENT_BENCH_ECHO_FUNCTION);
  std::string zip =
      TRY(make_zip({{.name = "bootstrap", .content = std::move(bootstrap), .mode = 0100755}}));
  TRY(control("POST", std::string(functions_path),
              fmt::format(R"({{"FunctionName":"{}","Runtime":"provided.al2023",)"
                          R"("Handler":"bootstrap","Timeout":60,"Code":{{"ZipFile":"{}"}},)"
                          R"("Role":"arn:aws:iam::123456789012:role/service-role",)"
                          R"("Environment":{{"Variables":{}}}}})",
                          function, base64_encode(zip), variables)));
  return await_settled(function);
}

result<> engine::create_from_image(const std::string& function, std::string_view uri) {
  TRY(control("POST", std::string(functions_path),
              fmt::format(R"({{"FunctionName":"{}","PackageType":"Image","Timeout":60,)"
                          R"("Code":{{"ImageUri":"{}"}},)"
                          R"("Role":"arn:aws:iam::123456789012:role/service-role"}})",
                          function, uri)));
  return await_settled(function);
}

result<> engine::remove(const std::string& function) {
  return control("DELETE", fmt::format("{}/{}", functions_path, function), "");
}

result<> engine::make_cold(const std::string& function) {
  TRY(control("PUT", fmt::format("{}/{}/configuration", functions_path, function),
              fmt::format(R"({{"Environment":{{"Variables":{{"CHANGE":"{}"}}}}}})", ++changes_)));
  return await_settled(function);
}

result<> engine::await_settled(const std::string& function) {
  std::string ask =
      request_text("GET", fmt::format("{}/{}/configuration", functions_path, function), "", "");
  const auto give_up = std::chrono::steady_clock::now() + settle_max;
  std::string last;
  while (std::chrono::steady_clock::now() < give_up) {
    reply answer = TRY(line_.exchange(ask));
    last = std::move(answer.body);
    auto says = [&](std::string_view what) { return last.find(what) != std::string::npos; };
    if (says(R"("State":"Active")") && says(R"("LastUpdateStatus":"Successful")")) return {};
    if (says(R"("State":"Failed")") || says(R"("LastUpdateStatus":"Failed")")) break;
    TRY(pause_for(std::chrono::milliseconds(1)));
  }
  return fail("wait until the function " + function + " is Active and updated: the engine says " +
              last);
}

result<reply> engine::invoke(const invoke_options& options) {
  reply answer = TRY(line_.exchange(invoke_request(options)));
  if (answer.status != 200 || answer.body != options.payload)
    return fail("an answer is wrong: " + answer.head + "\n" + answer.body);
  return answer;
}

double init_duration_ms(const reply& answer) {
  auto log = base64_decode(answer.field("X-Amz-Log-Result"));
  return log ? number_after(*log, "\tInit Duration: ") : -1;
}

result<floor_server> floor_server::start(std::size_t functions, bool pipelined) {
  program server = TRY(program::start({.argv = {LAMBENT_BENCH_FLOOR_SERVER}}));
  std::string line = TRY_FOR("start the floor's server", server.first_line());
  double for_functions = number_after(line, " ");
  floor_server made(std::move(server), static_cast<int>(number_after(line, "")));
  for (std::size_t i = 0; i < functions; ++i) {
    program_options options{.argv = {LAMBENT_BENCH_ECHO_FUNCTION}};
    options.set_env.push_back(fmt::format("AWS_LAMBDA_RUNTIME_API=127.0.0.1:{}", for_functions));
    if (pipelined) options.set_env.emplace_back("ECHO_PIPELINED=1");
    made.functions_.push_back(TRY(program::start(options)));
  }
  return made;
}

result<clock_type::duration> bare_start() {
  fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* address = reinterpret_cast<sockaddr*>(&at);
  socklen_t size = sizeof at;
  if (!listener || ::bind(listener.get(), address, size) != 0 || ::listen(listener.get(), 8) != 0 ||
      ::getsockname(listener.get(), address, &size) != 0)
    return sys_fail("listen for the function");
  program_options options{.argv = {LAMBENT_BENCH_ECHO_FUNCTION}};
  options.set_env.push_back(fmt::format("AWS_LAMBDA_RUNTIME_API=127.0.0.1:{}", ntohs(at.sin_port)));

  auto began = clock_type::now();
  program function = TRY(program::start(options));
  pollfd waits{listener.get(), POLLIN, 0};
  if (::poll(&waits, 1, bare_start_max_ms) != 1) return fail("wait for the function to connect");
  fd line(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  std::array<char, 512> bytes{};
  ssize_t n = ::recv(line.get(), bytes.data(), bytes.size(), 0);
  auto taken = clock_type::now() - began;
  if (n < 4 || !std::string_view(bytes.data(), static_cast<std::size_t>(n)).ends_with("\r\n\r\n"))
    return fail("read the function's GET /next");
  return taken;
}

}  // namespace lambent::bench
