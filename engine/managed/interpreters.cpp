#include "engine/managed/interpreters.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/architecture.hpp"
#include "base/process.hpp"
#include "engine/managed/ask.hpp"
#include "engine/managed/open_files.hpp"

namespace lambent::managed {
namespace {

namespace fs = std::filesystem;

// What a program has said holds so long, so that one that hangs is not waited for again and again.
constexpr std::chrono::seconds answer_lasts{10};

result<> write_lang(const fs::path& dir, const lang_plan& plan) {
  std::error_code ec;
  for (const char* sub : {"", "bin", "lib"}) TRY(make_open_dir(dir / sub));
  for (const auto& [place, target] : plan.links) {
    fs::create_symlink(target, dir / place, ec);
    if (ec) return sys_fail("link " + (dir / place).string(), ec.value());
  }
  for (const std::string& file : plan.mount_files) TRY(write_open_file(dir / file, ""));
  for (const std::string& sub : plan.mount_dirs) TRY(make_open_dir(dir / sub));
  return {};
}

struct found_interpreter {
  interpreter what;
  std::string program;  // In PATH.
};

result<interpreter> question(const std::string& program, language in) {
  return read_probe(in, TRY(ask(program, probe_arguments(in))));
}

// The first that answers, by the order of names. What of another version answers under the name
// python3.12 (a shim without that version does not) would be strange, and is taken.
result<found_interpreter> find(const runtime& wanted) {
  error last{fmt::format("no {} is in the engine's PATH", program_names(wanted).back()), 0, {}};
  for (const std::string& name : program_names(wanted)) {
    const std::string program = find_program(name);
    if (program.empty()) continue;
    auto found = question(program, wanted.in);
    if (found) return found_interpreter{std::move(*found), program};
    last = in_context("ask " + program + " what it is", std::move(found).error());
  }
  return std::unexpected(std::move(last));
}

void tell(std::string_view identifier, const runtime& wanted, const interpreter& what,
          const placed_client& client) {
  if (!is_version(wanted, what.version))
    spdlog::warn("functions of {} run on {} {} ({}): this machine has no {} {}", identifier,
                 product_of(what.in), what.version, what.program, product_of(what.in),
                 wanted.version);
  if (!client.remark.empty()) spdlog::warn("functions of {}: {}", identifier, client.remark);
  spdlog::info("functions of {} are called by {}{}", identifier, client.what,
               client.from.empty() ? "" : " (" + client.from + ")");
}

std::optional<file_identity> identity_of(const std::string& path) {
  struct stat is{};
  if (::stat(path.c_str(), &is) != 0) return std::nullopt;
  return file_identity{is.st_dev, is.st_ino, is.st_mtim.tv_sec, is.st_mtim.tv_nsec};
}

bool is_there(const installation& known) {
  return known.file && identity_of(known.what.program) == known.file &&
         ::access(known.what.program.c_str(), X_OK) == 0;
}

// Whether a look has anything to ask.
bool has_programs(const runtime& wanted) {
  return std::ranges::any_of(program_names(wanted),
                             [](const std::string& name) { return !find_program(name).empty(); });
}

std::string refusal_text(std::string_view identifier, const runtime& wanted, const error& why) {
  return fmt::format(
      "Functions of the runtime {} cannot run on this machine: {}. {}.", identifier, why.what,
      why.hint.empty() ? fmt::format("Install the package {} and try again", package_of(wanted.in))
                       : why.hint);
}

}  // namespace

// Never one that was shown before: sandboxes that run have it mounted. What an earlier engine has
// left, or a look that failed, is nobody's.
result<fs::path> interpreters::new_dir() const {
  std::error_code ec;
  const fs::path dir = fs::absolute(dir_, ec) / std::to_string(shown_ + 1);
  const fs::path& nobodys = shown_ == 0 ? dir_ : dir;
  fs::remove_all(nobodys, ec);
  if (ec) return sys_fail("remove " + nobodys.string(), ec.value());
  return dir;
}

const found_client& interpreters::client_of(language in, const std::string& program) {
  static const found_client none = std::nullopt;
  if (client_ == client_choice::bundled) return none;
  auto known = clients_.find(program);
  if (known == clients_.end() || known->second.until < clock::now()) {
    auto found = find_aws_client(in, program);
    known = clients_
                .insert_or_assign(program,
                                  answer_of_program{clock::now() + answer_lasts, std::move(found)})
                .first;
  }
  return known->second.found;
}

result<installation> interpreters::look_for(std::string_view identifier, const runtime& wanted) {
  auto [what, program] = TRY(find(wanted));
  // Before it is copied from: one that is replaced meanwhile is looked at anew.
  const auto file = identity_of(what.program);
  const lang_plan plan = plan_lang(what);
  const fs::path dir = TRY(new_dir());
  TRY_FOR("show " + what.program + " to functions", write_lang(dir / "lang", plan));
  const placed_client client = TRY_FOR(
      "bring the interface client",
      place_client(dir / "runtime", what, program, wanted, client_, client_of(what.in, program)));
  tell(identifier, wanted, what, client);
  installation out{std::move(what), file, plan.shown};
  out.shown["/var/lang"] = dir / "lang";
  out.shown["/var/runtime"] = dir / "runtime";
  ++shown_;
  return out;
}

// Nothing: it has to be looked at.
std::optional<std::string> interpreters::answer_known(std::string_view identifier,
                                                      std::string_view architecture) const {
  const auto wanted = runtime_of(identifier);
  if (!wanted) return std::string();
  if (architecture != native_architecture.name)
    return fmt::format(
        "Functions of the runtime {} run on this machine's own {}, which is for {}; {} is not "
        "possible here. Choose the architecture {}, or deploy an image.",
        identifier, product_of(wanted->in), native_architecture.name, architecture,
        native_architecture.name);
  if (auto have = known(identifier); have && is_there(*have)) return std::string();
  const std::lock_guard lock(mutex_);
  auto refused = refused_.find(identifier);
  if (refused == refused_.end() || refused->second.until < clock::now()) return std::nullopt;
  return refused->second.why;
}

bool interpreters::knows_already(std::string_view identifier, std::string_view architecture) const {
  return answer_known(identifier, architecture).has_value();
}

std::string interpreters::why_not_run(std::string_view identifier, std::string_view architecture) {
  if (auto answer = answer_known(identifier, architecture)) return *std::move(answer);
  const std::lock_guard one_at_a_time(looking_);
  // Whoever has looked meanwhile knows.
  if (auto answer = answer_known(identifier, architecture)) return *std::move(answer);
  const runtime wanted = *runtime_of(identifier);
  auto found = look_for(identifier, wanted);
  const std::lock_guard lock(mutex_);
  if (found) {
    refused_.erase(std::string(identifier));
    known_.insert_or_assign(std::string(identifier), *std::move(found));
    return {};
  }
  std::string why = refusal_text(identifier, wanted, found.error());
  // That there is no program is seen at once, and so is one that comes.
  if (has_programs(wanted))
    refused_.insert_or_assign(std::string(identifier), refusal{clock::now() + answer_lasts, why});
  return why;
}

result<std::string> client_serving(const runtime& wanted, client_choice choice,
                                   const fs::path& dir) {
  auto [what, program] = TRY(find(wanted));
  static const found_client none = std::nullopt;
  const found_client found =
      choice == client_choice::bundled ? none : find_aws_client(what.in, program);
  const placed_client client = TRY(place_client(dir, what, program, wanted, choice, found));
  return client.what;
}

std::optional<installation> interpreters::known(std::string_view identifier) const {
  const std::lock_guard lock(mutex_);
  auto found = known_.find(identifier);
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

}  // namespace lambent::managed
