#include <lambent/extension_client.hpp>

#include <cstdlib>
#include <thread>
#include <utility>

#include "../error/error_report.hpp"
#include "../runtime_api/api_client.hpp"
#include "extension_message.hpp"
#include "managed_instances.hpp"
#include "subscription.hpp"

namespace lambent {

namespace {

constexpr int next_attempts_max = 5;
constexpr std::size_t name_bytes_max = 255;  // A file's name.

bool is_header_text(std::string_view text) noexcept {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) return false;
  }
  return true;
}

bool is_accepted(int http_status) noexcept { return http_status >= 200 && http_status < 300; }

}  // namespace

struct extension_client::state {
  api_client client;
  options chosen;
  extension_registration registration;
  extension_event event;
  std::string identity;  // The header line of a registered extension.
  std::string problem;
  bool usable = false;
  bool waiting = false;  // A GET of an event is under way,
  int attempts = 0;      // which is the nth.
  std::chrono::milliseconds wait{};

  explicit state(const options& o) : chosen(o) {
    if (chosen.api.empty()) {
      if (const char* const api = std::getenv("AWS_LAMBDA_RUNTIME_API")) chosen.api = api;
    }
    if (chosen.api.empty()) {
      problem =
          "AWS_LAMBDA_RUNTIME_API is not set: this is a Lambda extension, which registers at that "
          "address\nhint: Lambda starts it from a layer, where it lies in the folder extensions/";
      return;
    }
    usable = client.aim(chosen.api);
    if (!usable) problem = client.problem();
  }

  status judge(int http_status, std::string_view doing) {
    if (is_accepted(http_status)) return status::ok;
    problem = doing;
    problem += ": ";
    if (http_status == 0) {
      problem += client.problem();
      return status::lost;
    }
    problem += "the Extensions API answered " + std::to_string(http_status);
    const std::string said = refusal_text(client.answer_body());
    if (!said.empty()) problem += " (" + said + ")";
    return status::refused;
  }

  // Whether the calls that need a registration may go on.
  status need_registration(std::string_view doing) {
    if (!usable) return status::lost;
    if (!identity.empty()) return status::ok;
    problem = std::string(doing) + ": this extension is not registered; call register_as() first";
    return status::refused;
  }

  bool take_identifier() {
    std::string_view head = client.answer_head();
    http1::field f;
    while (http1::next_field(head, f)) {
      if (http1::name_is(f.name, "lambda-extension-identifier")) registration.identifier = f.value;
    }
    return !registration.identifier.empty() && is_header_text(registration.identifier);
  }

  // Sends the GET, again and again when there is no connection.
  status send_get() {
    while (!client.begin({.method = "GET",
                          .path = "/2020-01-01/extension/event/next",
                          .fields = identity,
                          .body = {}})) {
      if (!try_again("wait for an event: " + std::string(client.problem()))) return status::lost;
    }
    return status::ok;
  }

  std::optional<status> take() {
    const int http_status = client.finish();
    if (http_status == api_client::again) return std::nullopt;
    const status judged = judge(http_status, "wait for an event");
    // A refusal is final; trouble on the other side may pass.
    if (judged == status::refused && http_status < 500) return judged;
    if (judged == status::ok) {
      std::string why;
      if (read_event(client.answer_body(), event, why)) return status::ok;
      // It was delivered, and would not be a second time.
      problem = "wait for an event: the Extensions API sent none: " + why;
      return status::lost;
    }
    if (!try_again(problem) || send_get() != status::ok) return status::lost;
    return std::nullopt;
  }

  status out_of_turn(std::string_view why) {
    problem = "wait for an event: ";
    problem += why;
    return status::refused;
  }

  bool try_again(std::string why) {
    if (++attempts == next_attempts_max) {
      problem = std::move(why) + " (" + std::to_string(attempts) + " attempts)";
      return false;
    }
    std::this_thread::sleep_for(wait);
    wait *= 2;
    return true;
  }

  status report(std::string_view path, std::string_view doing, const failure& why) {
    if (const status s = need_registration(doing); s != status::ok) return s;
    if (std::exchange(waiting, false)) client.abandon();
    const std::string fields =
        identity + "Lambda-Extension-Function-Error-Type: " + extension_error_type(why.type) +
        "\r\n";
    const std::string body = error_body(why);
    return judge(client.ask({.method = "POST", .path = path, .fields = fields, .body = body}),
                 doing);
  }
};

extension_client::extension_client() : extension_client(options{}) {}
extension_client::extension_client(const options& chosen)
    : state_(std::make_unique<state>(chosen)) {}
extension_client::~extension_client() = default;

bool extension_client::usable() const noexcept { return state_->usable; }
std::string_view extension_client::problem() const noexcept { return state_->problem; }
int extension_client::descriptor() const noexcept { return state_->client.descriptor(); }
const extension_event& extension_client::event() const noexcept { return state_->event; }
const extension_registration& extension_client::registration() const noexcept {
  return state_->registration;
}

status extension_client::register_as(std::string_view name, const extension_events& wanted) {
  state& s = *state_;
  if (!s.usable) return status::lost;
  const std::string doing = "register the extension \"" + std::string(name) + "\"";
  if (!s.identity.empty()) {
    s.problem = doing + ": it is registered already";
    return status::refused;
  }
  if (name.empty() || name.size() > name_bytes_max || !is_header_text(name)) {
    s.problem = doing + ": a name is 1 to 255 printable ASCII characters";
    return status::refused;
  }
  const std::string fields = "Lambda-Extension-Name: " + std::string(name) +
                             "\r\nLambda-Extension-Accept-Feature: accountId\r\n";
  const std::string body = register_body(wanted);
  const int http_status = s.client.ask(
      {.method = "POST", .path = "/2020-01-01/extension/register", .fields = fields, .body = body});
  if (const status judged = s.judge(http_status, doing); judged != status::ok) return judged;
  std::string problem;
  if (!read_registration(s.client.answer_body(), s.registration, problem)) {
    s.problem = doing + ": the answer makes no sense: " + problem;
    return status::lost;
  }
  if (!s.take_identifier()) {
    s.problem = doing + ": the answer has no valid Lambda-Extension-Identifier";
    return status::lost;
  }
  s.identity = "Lambda-Extension-Identifier: " + s.registration.identifier + "\r\n";
  return status::ok;
}

status extension_client::subscribe(const telemetry::subscription& wanted, std::uint16_t port) {
  state& s = *state_;
  constexpr std::string_view doing = "subscribe to telemetry";
  if (const status judged = s.need_registration(doing); judged != status::ok) return judged;
  s.problem = telemetry::problem_of(wanted);
  if (!s.problem.empty()) return status::refused;
  const std::string body = telemetry::subscription_body(
      wanted, telemetry::schema_version_of(wanted, on_managed_instances()), port);
  return s.judge(s.client.ask({.method = "PUT",
                               .path = telemetry::path_of(wanted.source),
                               .fields = s.identity,
                               .body = body}),
                 doing);
}

status extension_client::ask() {
  state& s = *state_;
  if (const status judged = s.need_registration("wait for an event"); judged != status::ok) {
    return judged;
  }
  if (s.waiting) return s.out_of_turn("ask() was called already; take() follows");
  s.attempts = 0;
  s.wait = s.chosen.backoff_first;
  const status sent = s.send_get();
  s.waiting = sent == status::ok;
  return sent;
}

std::optional<status> extension_client::take() {
  state& s = *state_;
  if (!s.waiting) return s.out_of_turn("take() follows ask()");
  const std::optional<status> taken = s.take();
  if (taken) s.waiting = false;
  return taken;
}

status extension_client::next() {
  const status asked = ask();
  if (asked != status::ok) return asked;
  while (true) {
    if (const std::optional<status> taken = take()) return *taken;
  }
}

status extension_client::fail_init(const failure& why) {
  return state_->report("/2020-01-01/extension/init/error", "report the extension's init error",
                        why);
}

status extension_client::fail_exit(const failure& why) {
  return state_->report("/2020-01-01/extension/exit/error", "report the extension's error", why);
}

}  // namespace lambent
