#include "cli/watch/session.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "cli/aws/connection.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/watch/build/diagnostics.hpp"
#include "cli/watch/debugger.hpp"
#include "engine/local_functions.hpp"
#include "engine/serve.hpp"

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;
using clock = std::chrono::steady_clock;

constexpr const char* build_failed_type = "Build.Failed";
constexpr std::chrono::milliseconds folder_look{200};

int timeout_ms(std::optional<time_point> due) {
  if (!due) return -1;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

std::string absolute_path(const std::string& file) {
  std::error_code ec;
  fs::path whole = fs::absolute(file, ec);
  return (ec ? fs::path(file) : whole).lexically_normal().string();
}

// An event that the function understands, as `lambent new` puts them there; seen from here.
std::string example_event(const fs::path& project, const std::string& function) {
  std::error_code ec;
  fs::path own = project / "events" / (function + ".json");
  std::set<fs::path> all;
  for (fs::directory_iterator at(project / "events", ec), end; !ec && at != end; at.increment(ec))
    if (at->path().extension() == ".json") all.insert(at->path());
  if (all.empty()) return {};
  return fs::proximate(all.contains(own) ? own : *all.begin(), ec).string();
}

reload_settings settings_for(const watch_options& options) {
  reload_settings out;
  out.build_at_start = !options.wait;
  return out;
}

}  // namespace

session::session(parts from) : with_(from), reload_(settings_for(with_.options)) {}

session::~session() { stop(); }

void session::start() {
  thread_ = std::jthread([this] { run(); });
}

void session::stop() {
  with_.letters.post(end_now{});  // First, so that the end of the build is no news.
  with_.build.cancel();
  if (thread_.joinable()) thread_.join();
  if (job_.joinable()) job_.join();
}

void session::run() {
  if (auto begun = begin(); !begun) {
    if (!with_.build.is_cancelled()) failure_ = std::move(begun).error();
    return with_.service.stop();
  }
  if (!with_.options.only_lambda_apis) act(reload_.begin());
  while (!ended_) wait();
}

result<> session::begin() {
  // What changes while CMake reads it may be noticed by its time alone.
  const auto since = fs::file_time_type::clock::now();
  TRY(with_.build.configure());
  std::vector<std::string> found;
  for (const built_program& function : with_.build.functions()) found.push_back(function.name);
  TRY(declare_functions(found));
  if (with_.options.ignore_changes || with_.options.only_lambda_apis) return {};
  watcher_.emplace(TRY(input_watcher::open()));
  watch_inputs({with_.build.inputs(), since});
  return {};
}

result<> session::declare_functions(const std::vector<std::string>& found) {
  const std::string& debugged = with_.options.debug;
  if (!debugged.empty() && std::ranges::find(found, debugged) == found.end()) {
    std::string similar = closest(debugged, found);
    return fail("there is no function '" + debugged + "' to debug",
                similar.empty() ? "" : "did you mean '" + similar + "'?");
  }
  const std::vector<std::string>& all = with_.build.all_functions();
  TRY(with_.settings.file().check_functions(all));
  for (const std::string& name : found) functions_[name];
  TRY(read_settings());
  routes_ = TRY(with_.settings.routes(found, all));
  TRY(with_.settings.cors(found));
  engine::local_functions& local = with_.service.local();
  std::uint16_t port = with_.options.invoke_port == 0 ? 0 : with_.service.port();
  for (const std::string& name : found) {
    standing& now = functions_[name];
    if (with_.options.only_lambda_apis) {
      now.build.stage = model::local_stage::ready;
      // Beside the engine's own port, so that an IDE's settings stay true.
      if (port != 0) ++port;
      local.open_runtime_api(name, engine_place_of(with_.options).address, port,
                             [this, name, settings = now.settings](result<std::string>&& address) {
                               if (!address) return with_.out.warning(address.error());
                               with_.out.outside(name, outside_variables(name, settings, *address));
                             });
    }
    deploy(name);
  }
  route_http();
  // Whoever comes now finds all of them.
  local.when_done([this] { with_.service.admit(); });
  return {};
}

void session::wait() {
  auto due = wake_by_;
  if (watcher_ && watcher_->misses_folders()) {
    time_point look = clock::now() + folder_look;
    due = due ? std::min(*due, look) : look;
  }
  std::array<pollfd, 2> waiting{pollfd{with_.letters.descriptor(), POLLIN, 0},
                                pollfd{watcher_ ? watcher_->descriptor() : -1, POLLIN, 0}};
  (void)::poll(waiting.data(), waiting.size(), timeout_ms(due));
  // Files first: what happened while a build ran counts as such, and is known when its end is
  // handled.
  std::vector<letter> letters = with_.letters.take();
  if (watcher_) {
    note_changes(watcher_->read(reload_.broken()));
    if (watcher_->misses_folders()) note_changes(watcher_->look_for_folders());
  }
  for (letter& one : letters) handle(std::move(one));
  if (wake_by_ && *wake_by_ <= clock::now()) {
    wake_by_.reset();
    act(reload_.tick(clock::now()));
  }
}

void session::note_changes(std::vector<changed_input>&& changes) {
  for (const changed_input& one : changes) act(reload_.changed(one.path, one.kind, clock::now()));
}

void session::act(reload_actions&& todo) {
  if (!todo.ignored_from_now.empty()) with_.out.ignored(todo.ignored_from_now);
  if (todo.swap) swap();
  if (todo.answer_with_error) answer_with_error();
  if (todo.hold) hold();
  if (todo.build) start_build(std::move(*todo.build));
  if (todo.reload_environment) reload_environment(std::move(todo.environment));
  if (todo.wake_by) wake_by_ = todo.wake_by;
}

void session::handle(letter&& one) {
  if (std::holds_alternative<end_now>(one)) {
    ended_ = true;
  } else if (std::holds_alternative<call_waits>(one)) {
    act(reload_.invocation_waits());
  } else if (auto* stopped = std::get_if<program_stopped>(&one)) {
    on_stopped(*stopped);
  } else if (auto* built = std::get_if<build_ended>(&one)) {
    outcome_ = std::move(built->outcome);
    took_ = built->took;
    if (ended_) return;
    with_.out.build_ended();
    act(reload_.build_ended(outcome_.good, clock::now()));
    if (watcher_ && reload_.broken() && !reload_.building())
      note_changes(watcher_->take_appeared());
  } else if (auto* read = std::get_if<inputs_read>(&one)) {
    watch_inputs(std::move(*read));
  } else if (auto* deployed = std::get_if<function_deployed>(&one)) {
    if (!deployed->problem.empty()) with_.out.warning({deployed->problem, 0, {}});
    if (!swap_ || deployed->swap != swaps_ || --swap_->outstanding > 0) return;
    swap_->report.swap = deployed->at - swap_->began;
    with_.out.built(swap_->report);
    swap_.reset();
    tell_how_to_call();
  }
}

void session::watch_inputs(inputs_read&& read) {
  if (!watcher_) return;
  if (!read.inputs) return with_.out.warning(in_context("watch", std::move(read.inputs).error()));
  std::vector<std::string> files = with_.settings.env_files(names());
  if (with_.settings.file().has_file()) files.push_back(with_.settings.file().file().path);
  for (const std::string& file : files)
    read.inputs->files[absolute_path(file)] = input_kind::environment;
  std::size_t count = read.inputs->files.size();
  auto changed = watcher_->watch(std::move(*read.inputs), read.build_began);
  if (!changed) return with_.out.warning(changed.error());
  note_changes(std::move(*changed));
  if (!reload_.building()) with_.out.watching(names(), count);
}

void session::start_build(watch::start_build&& what) {
  if (watcher_) (void)watcher_->take_appeared();  // This build sees them.
  cause_ = std::move(what.changed);
  // A name that an editor gave for a moment tells nobody anything.
  std::erase_if(cause_, [this](const std::string& path) {
    std::error_code ec;
    return cause_.size() > 1 && !fs::exists(path, ec);
  });
  with_.out.building(cause_);
  job_ = std::jthread([this, configure = what.configure] {
    auto file_time = fs::file_time_type::clock::now();
    auto began = clock::now();
    build_outcome outcome = with_.build.build(configure);
    with_.letters.post(build_ended{std::move(outcome), clock::now() - began});
    // Behind the news, because somebody waits for that.
    with_.letters.post(inputs_read{with_.build.inputs(), file_time});
  });
}

std::vector<std::string> session::names() const {
  std::vector<std::string> out;
  for (const auto& [name, now] : functions_) out.push_back(name);
  return out;
}

// All or none: a mistake in a file leaves the settings as they were.
result<> session::read_settings() {
  std::map<std::string, function_settings> read;
  for (const std::string& name : names()) {
    auto settings = with_.settings.for_function(name);
    if (!settings) return std::unexpected(std::move(settings).error());
    read[name] = std::move(*settings);
  }
  for (auto& [name, settings] : read) functions_[name].settings = std::move(settings);
  return {};
}

// A function that a build has brought is like one that was there at the beginning.
session::standing& session::standing_of(const std::string& name) {
  auto [entry, is_new] = functions_.try_emplace(name);
  if (is_new) {
    auto settings = with_.settings.for_function(name);
    if (settings)
      entry->second.settings = std::move(*settings);
    else
      with_.out.warning(settings.error());
  }
  return entry->second;
}

void session::deploy(const std::string& name, std::uint64_t swap) {
  const standing& now = functions_.at(name);
  with_.service.local().deploy(
      make_function(name, now.settings, now.code, now.build), now.settings.concurrency,
      [this, swap](result<>&& done) {
        std::string problem = done ? std::string() : done.error().what;
        with_.letters.post(function_deployed{swap, clock::now(), std::move(problem)});
      });
}

void session::swap() {
  forget_removed();
  swap_under_way swap{.report = {.changed = cause_, .functions = {}, .build = took_, .swap = {}},
                      .began = clock::now()};
  for (built_code& built : outcome_.functions) {
    const standing& now = standing_of(built.name);
    bool same = now.code == built.code && now.build.stage == model::local_stage::ready;
    if (!same) swap.report.functions.push_back(built.name);
    take_code(std::move(built));
  }
  swap.outstanding = swap.report.functions.size();
  swap_ = std::move(swap);
  ++swaps_;
  for (const std::string& name : std::vector(swap_->report.functions)) deploy(name, swaps_);
  if (swap_->outstanding == 0) {
    with_.out.built(swap_->report);
    swap_.reset();
  }
  route_http();
  with_.build.copies().keep_only(code_in_use_.folders(clock::now()));
}

// The function is ready to be deployed with it.
void session::take_code(built_code&& built) {
  standing& now = standing_of(built.name);
  std::set<fs::path> folders = {built.code.program.folder};
  if (built.code.opt) folders.insert(built.code.opt->folder);
  // One under a debugger has all the time it wants.
  constexpr std::chrono::hours debugged{24};
  const bool has_deadline = now.settings.owner != model::program_owner::debugger;
  code_in_use_.put(built.name, std::move(folders), clock::now(),
                   has_deadline ? std::chrono::seconds(now.settings.timeout_s) : debugged);
  now.code = std::move(built.code);
  now.build = {.stage = model::local_stage::ready};
}

// Once, when there is something to call.
void session::tell_how_to_call() {
  if (std::exchange(told_how_to_call_, true) || functions_.empty()) return;
  const std::string& name = functions_.begin()->first;
  std::string event = example_event(with_.build.project(), name);
  with_.out.hint("try: lambent invoke " + name + " --endpoint-url " +
                 endpoint_of(engine_place_of(with_.options).address, with_.service.port()) +
                 (event.empty() ? " --data-ascii '{}'" : " --data-file " + event));
}

void session::forget_removed() {
  auto remains = [this](const std::string& name) {
    return std::ranges::any_of(outcome_.functions,
                               [&](const built_code& built) { return built.name == name; }) ||
           std::ranges::find(outcome_.failed, name) != outcome_.failed.end();
  };
  std::erase_if(functions_, [&](const auto& entry) {
    if (remains(entry.first)) return false;
    with_.service.local().remove(entry.first, {});
    code_in_use_.remove(entry.first, clock::now());
    return true;
  });
}

// To the routes of lambent.toml, else to the only function.
void session::route_http() {
  url::routing to{.routes = routes_, .default_function = {}, .cors = {}};
  // A mistake in the file was told when watch started.
  if (auto cors = with_.settings.cors(names())) to.cors = *std::move(cors);
  if (functions_.size() == 1) to.default_function = functions_.begin()->first;
  with_.service.local().set_routing(std::move(to));
}

void session::answer_with_error() {
  // What could be built serves; each function has its own verdict.
  forget_removed();
  std::vector<std::string> failed = outcome_.failed;
  std::string message = excerpt(without_colours(outcome_.messages), error_message_bytes_max);
  for (built_code& built : outcome_.functions) {
    const std::string name = built.name;
    take_code(std::move(built));
    deploy(name);
  }
  for (const std::string& name : failed) {
    standing_of(name).build = {.stage = model::local_stage::broken,
                               .error_type = build_failed_type,
                               .error_message = message};
    deploy(name);
  }
  route_http();
  with_.out.build_failed(cause_, failed, outcome_.messages, took_);
}

void session::hold() {
  for (auto& [name, now] : functions_) {
    if (now.build.stage == model::local_stage::ready) continue;
    now.build = {};
    with_.service.local().await_build(name, {});
  }
}

void session::reload_environment(std::vector<std::string> changed) {
  const std::string& file = with_.settings.file().file().path;
  if (!file.empty() && std::erase(changed, absolute_path(file)) > 0)
    with_.out.warning({file + " changed", 0, "start `lambent watch` again to use it"});
  if (changed.empty()) return;
  if (auto read = read_settings(); !read) return with_.out.warning(read.error());
  for (const std::string& name : names()) deploy(name);
  with_.out.environment_reloaded(changed);
}

void session::on_stopped(const program_stopped& what) {
  std::erase_if(debuggers_, [](child& server) { return has_ended(server); });
  auto way = attach(what.process, fs::path(what.code_dir) / "bootstrap");
  if (way.server) debuggers_.push_back(std::move(*way.server));
  with_.out.stopped_program(what.function, what.process, way.command);
}

}  // namespace lambent::cli::watch
