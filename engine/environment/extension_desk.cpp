#include "engine/environment/extension_desk.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/ascii.hpp"
#include "base/json_string.hpp"
#include "base/random.hpp"
#include "engine/environment/lifecycle/moment.hpp"
#include "engine/environment/lifecycle/platform_record.hpp"
#include "engine/extensions/request.hpp"

namespace lambent::environment {

namespace {

using extensions::refusal;

constexpr std::string_view api_root = "/2020-01-01/extension/";
constexpr std::string_view telemetry_path = "/2022-07-01/telemetry";
constexpr std::string_view logs_path = "/2020-08-15/logs";
constexpr std::string_view directory = "/opt/extensions/";
constexpr std::string_view name_header = "Lambda-Extension-Name";
constexpr std::string_view identifier_header = "Lambda-Extension-Identifier";
constexpr std::string_view features_header = "Lambda-Extension-Accept-Feature";
constexpr std::string_view error_type_header = "Lambda-Extension-Function-Error-Type";

http::response json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::response answer_of(const refusal& no) {
  return json_answer(no.status, fmt::format(R"({{"errorMessage":{},"errorType":{}}})",
                                            json_string(no.message), json_string(no.type)));
}

refusal missing_identifier() {
  return {403, "Extension.MissingExtensionIdentifier",
          "Missing Lambda-Extension-Identifier header"};
}

// AWS's words for why an extension could not be launched.
std::string_view launch_error_of(const error& why) {
  return why.code == EACCES ? "PermissionDenied" : "UnknownError";
}

}  // namespace

extension_desk::extension_desk(parts from)
    : with_(from),
      timer_(from.loop),
      telemetry_(from.loop, [this] { with_.owner.send(sandbox::make_socket{}); }) {}

bool extension_desk::serves(std::string_view path) {
  return path.starts_with(api_root) || path == telemetry_path || path == logs_path;
}

void extension_desk::handle(std::string_view path, http::exchange&& call) {
  std::string_view method = call.request.method;
  if (call.body_too_large) {
    return call.respond(answer_of({413, "RequestEntityTooLarge",
                                   fmt::format("Exceeded maximum allowed payload size ({} bytes).",
                                               extensions::request_bytes_max)}));
  }
  if (method == "PUT" && path == telemetry_path)
    return take_subscription(extensions::telemetry_api::telemetry, std::move(call));
  if (method == "PUT" && path == logs_path)
    return take_subscription(extensions::telemetry_api::logs, std::move(call));
  std::string_view what = path.starts_with(api_root) ? path.substr(api_root.size()) : "";
  if (method == "POST" && what == "register") return take_registration(std::move(call));
  if (method == "GET" && what == "event/next") return take_next(std::move(call));
  if (method == "POST" && (what == "init/error" || what == "exit/error"))
    return take_error(what, std::move(call));
  call.respond(answer_of({404, "NotFound", "This path is not part of the Extensions API"}));
}

void extension_desk::take_registration(http::exchange&& call) {
  const http::request& r = call.request;
  std::string_view name = r.headers.get(name_header);
  auto wants = extensions::read_registration(r.body);
  if (!wants) return call.respond(answer_of(wants.error()));
  std::string identifier = random_uuid();
  auto taken = with_.who.take_registration(name, *wants, identifier);
  if (!taken) return call.respond(answer_of(taken.error()));
  const model::function& f = with_.function;
  std::string body =
      fmt::format(R"({{"functionName":{},"functionVersion":{},"handler":{})", json_string(f.name),
                  json_string(f.version), json_string(f.handler));
  if (extensions::accepts_account_id(r.headers.get(features_header)))
    body += fmt::format(R"(,"accountId":{})", json_string(f.account));
  http::response yes = json_answer(200, body + '}');
  yes.headers.add(identifier_header, identifier);
  call.respond(std::move(yes));
  with_.owner.on_roster_changed();
}

void extension_desk::take_next(http::exchange&& call) {
  std::string identifier(call.request.headers.get(identifier_header));
  if (identifier.empty()) return call.respond(answer_of(missing_identifier()));
  if (auto kept = kept_.extract(identifier); !kept.empty())
    return call.respond(json_answer(200, std::move(kept.mapped())));
  auto taken = with_.who.take_next(identifier);
  if (!taken) return call.respond(answer_of(taken.error()));
  waiting_.insert_or_assign(std::move(identifier), std::move(call));
  with_.owner.on_roster_changed();
}

void extension_desk::take_error(std::string_view path, http::exchange&& call) {
  const http::headers& head = call.request.headers;
  std::string_view identifier = head.get(identifier_header);
  if (identifier.empty()) return call.respond(answer_of(missing_identifier()));
  std::string_view type = head.get(error_type_header);
  if (type.empty()) {
    return call.respond(answer_of(
        {403, "Extension.MissingHeader", fmt::format("{} not found", error_type_header)}));
  }
  auto taken = path == "init/error" ? with_.who.take_init_error(identifier, type)
                                    : with_.who.take_exit_error(identifier, type);
  // The extension is expected to exit now, and the failure is told when it does.
  call.respond(taken ? json_answer(202, R"({"status":"OK"})") : answer_of(taken.error()));
}

void extension_desk::take_subscription(extensions::telemetry_api api, http::exchange&& call) {
  const http::request& r = call.request;
  std::string identifier(r.headers.get(identifier_header));
  if (identifier.empty()) return call.respond(answer_of(missing_identifier()));
  const extensions::extension* who = with_.who.find(identifier);
  if (who == nullptr) {
    return call.respond(answer_of(
        {403, "Extension.UnknownExtensionIdentifier", "Unknown extension " + identifier}));
  }
  const bool logs = api == extensions::telemetry_api::logs;
  if (!with_.who.in_init()) {
    return call.respond(answer_of(
        {403, logs ? "Logs.SubscriptionClosed" : "Telemetry.SubscriptionClosed",
         fmt::format("{} API subscription is closed already", logs ? "Logs" : "Telemetry")}));
  }
  auto wanted = extensions::read_subscription(api, r.body);
  if (!wanted) return call.respond(answer_of(wanted.error()));
  // The answer may bring the connection's next request, which may change the roster.
  const std::string name = who->name;
  call.respond(json_answer(200, R"("OK")"));
  telemetry_.subscribe(identifier, *wanted);
  with_.owner.on_subscribed(name, *wanted);
}

void extension_desk::note(std::span<const extensions::record> records) {
  for (const extensions::record& each : records) telemetry_.add(each);
  if (!with_.who.in_init()) telemetry_.close_subscription();
}

void extension_desk::note_line(extensions::source from, std::string_view line) {
  if (!telemetry_.listening()) return;
  const bool json = with_.function.logging.format == model::log_format::json;
  telemetry_.add(extensions::line_record(from, iso_time(read_clocks().unix_ms), line, json));
}

void extension_desk::tell(std::span<const std::string> identifiers, const std::string& event) {
  for (const std::string& identifier : identifiers) give(identifier, event);
}

void extension_desk::give(const std::string& identifier, const std::string& event) {
  auto node = waiting_.extract(identifier);
  if (!node.empty() && !node.mapped().peer_gone()) {
    with_.who.told(identifier);
    return node.mapped().respond(json_answer(200, event));
  }
  // It gets it when it asks again.
  kept_.insert_or_assign(identifier, event);
}

// ---- processes ----

void extension_desk::start_all(const sandbox::start& like) {
  for (const extensions::extension& each : with_.who.all()) {
    if (each.now == extensions::standing::launch_error) {
      return with_.owner.on_extension_not_started(
          each.program, "TooManyExtensions",
          fmt::format("Extension limit ({}) reached", extensions::extensions_max));
    }
  }
  for (const extensions::extension& each : with_.who.all()) {
    sandbox::start one = like;
    one.programs = {std::string(directory) + each.name};
    // The function's words, its search in PATH and its debugger are not the extension's.
    one.argument0.clear();
    one.arguments.clear();
    one.search = false;
    one.stopped = false;
    one.working_directory = "/";
    one.program = each.program;
    one.own_output = true;
    with_.who.launched(each.program);
    with_.owner.send(one);
  }
}

void extension_desk::on_started(const sandbox::started& begun, fd&& output) {
  if (!output) return;
  auto reader = std::make_shared<output_reader>(with_.loop, std::move(output), with_.logs,
                                                [this](std::string&& line) {
                                                  note_line(extensions::source::extension, line);
                                                  with_.owner.on_extension_line(std::move(line));
                                                });
  reader->begin();
  outputs_[begun.program] = std::move(reader);
}

void extension_desk::on_failed(const sandbox::failed& what) {
  if (in_farewell()) {
    with_.who.ended(what.program);
    return apply(farewell_.extension_ended(with_.who));
  }
  auto found = std::ranges::find(with_.who.all(), what.program, &extensions::extension::program);
  std::string name = found == with_.who.all().end() ? std::string() : found->name;
  std::string why = what.why.code == 0 ? what.why.what
                                       : fmt::format("fork/exec {}{}: {}", directory, name,
                                                     lower_case(std::strerror(what.why.code)));
  with_.owner.on_extension_not_started(what.program, launch_error_of(what.why), why);
}

void extension_desk::on_exited(const sandbox::exited& how) {
  if (auto output = outputs_.extract(how.program); !output.empty()) {
    output.mapped()->read();
    output.mapped()->flush();
  }
  if (!in_farewell()) return;
  with_.who.ended(how.program);
  apply(farewell_.extension_ended(with_.who));
}

void extension_desk::signal(std::uint32_t program, int number) {
  // The launcher's name for the sandbox is the owner's to fill in.
  with_.owner.send(sandbox::signal{.id = {}, .number = number, .program = program});
}

// ---- the end ----

void extension_desk::begin_farewell(extensions::shutdown_reason why, bool runtime_runs) {
  if (in_farewell()) return;
  why_ = why;
  telemetry_.flush();
  apply(farewell_.begin(with_.who, runtime_runs, std::chrono::steady_clock::now()));
}

void extension_desk::runtime_ended() { apply(farewell_.runtime_ended(with_.who)); }

void extension_desk::apply(extensions::farewell_actions&& todo) {
  if (todo.terminate_runtime) signal(sandbox::function_program, SIGTERM);
  if (todo.kill_runtime) signal(sandbox::function_program, SIGKILL);
  for (std::uint32_t program : todo.kill) signal(program, SIGKILL);
  if (!todo.tell.empty()) {
    telemetry_.flush();
    moment now = read_clocks();
    auto left = std::chrono::ceil<std::chrono::milliseconds>(farewell_.end() - now.steady);
    std::string event =
        fmt::format(R"({{"eventType":"SHUTDOWN","shutdownReason":"{}","deadlineMs":{}}})",
                    extensions::name_of(why_), now.unix_ms + left.count());
    tell(todo.tell, event);
  }
  arm_timer();
  if (todo.over) with_.owner.on_farewell_over();
}

void extension_desk::arm_timer() {
  auto due = farewell_.deadline();
  if (!due) {
    timer_.cancel();
    return;
  }
  timer_.expires_at(*due);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
    auto self = weak.lock();
    if (ec || !self) return;
    self->apply(self->farewell_.tick(self->with_.who, std::chrono::steady_clock::now()));
  });
}

void extension_desk::forget() {
  waiting_.clear();
  kept_.clear();
  // Their last words are read, though nobody told of their ends.
  for (const auto& [program, output] : outputs_) {
    output->read();
    output->flush();
  }
  outputs_.clear();
  telemetry_.clear();
}

}  // namespace lambent::environment
