#include "cli/watch/inputs/input_watcher.hpp"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t wanted_events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                        IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr std::size_t read_bytes = 64UL * 1024;
// One of them is enough for another build, and that sees all.
constexpr std::size_t appeared_max = 64;

void add_once(std::vector<changed_input>& to, changed_input&& one) {
  if (std::ranges::find(to, one) == to.end()) to.push_back(std::move(one));
}

// A file that is being written says so again when it is closed; a link is complete at once.
bool is_link(const std::string& path) {
  struct stat found{};
  return ::lstat(path.c_str(), &found) == 0 && (S_ISLNK(found.st_mode) || found.st_nlink > 1);
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

bool is_editors_own(std::string_view name) {
  constexpr std::array endings = {"~", ".swp", ".swx", ".swo", ".tmp", ".part", ".bak", ".orig"};
  return name.empty() || name.front() == '.' || name.front() == '#' || all_digits(name) ||
         std::ranges::any_of(endings, [name](const char* end) { return name.ends_with(end); });
}

result<input_watcher> input_watcher::open() {
  fd inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (inotify) return input_watcher(std::move(inotify));
  auto failed = sys_fail("watch the project's files");
  if (errno == EMFILE)
    failed.error().hint =
        "raise the number of watchers: sysctl fs.inotify.max_user_instances=1024; or use "
        "--ignore-changes";
  return failed;
}

result<> input_watcher::add(const std::string& folder) {
  if (numbers_.contains(folder)) return {};
  int number = ::inotify_add_watch(inotify_.get(), folder.c_str(), wanted_events);
  if (number >= 0) {
    folders_[number].insert(folder);
    numbers_[folder] = number;
    return {};
  }
  if (errno == ENOENT || errno == ENOTDIR) {
    missing_.insert(folder);
    return {};
  }
  auto failed = sys_fail("watch the folder " + folder);
  if (errno == ENOSPC)
    failed.error().hint =
        "raise the limit: sysctl fs.inotify.max_user_watches=524288; or use --ignore-changes";
  return failed;
}

result<std::vector<changed_input>> input_watcher::watch(build_inputs inputs,
                                                        fs::file_time_type since) {
  std::vector<changed_input> changed;
  std::set<std::string> wanted(inputs.folders.begin(), inputs.folders.end());
  wanted.insert(inputs.whole.begin(), inputs.whole.end());
  for (const auto& [path, kind] : inputs.files) {
    wanted.insert(fs::path(path).parent_path().string());
    if (inputs_.files.contains(path)) continue;
    std::error_code absent;
    auto written = fs::last_write_time(path, absent);
    if (!absent && written > since) changed.push_back({path, kind});
  }
  missing_.clear();
  for (const std::string& folder : wanted) TRY(add(folder));
  std::erase_if(numbers_, [&](const auto& entry) {
    if (wanted.contains(entry.first)) return false;
    std::set<std::string>& names = folders_[entry.second];
    names.erase(entry.first);
    if (names.empty()) {
      (void)::inotify_rm_watch(inotify_.get(), entry.second);
      folders_.erase(entry.second);
    }
    return true;
  });
  inputs_ = std::move(inputs);
  return changed;
}

std::vector<changed_input> input_watcher::read(bool something_is_missing) {
  std::vector<changed_input> out;
  alignas(inotify_event) std::array<char, read_bytes> buffer;
  while (true) {
    ssize_t size = ::read(inotify_.get(), buffer.data(), buffer.size());
    if (size <= 0) return out;
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      // Names are padded with zeros.
      std::string_view name(buffer.data() + at + sizeof event, event.len);
      hear(event, name.substr(0, name.find('\0')), something_is_missing, out);
      at += sizeof event + event.len;
    }
  }
}

void input_watcher::hear(const inotify_event& event, std::string_view name,
                         bool something_is_missing, std::vector<changed_input>& out) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) {
    // What was lost may be anything.
    add_once(out, {"more files than the system could tell", input_kind::configuration});
    return;
  }
  if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0) return lose(event.wd, out);
  auto found = folders_.find(event.wd);
  if (found == folders_.end() || name.empty()) return;
  for (const std::string& folder : found->second)
    hear_in(folder, event.mask, name, something_is_missing, out);
}

void input_watcher::hear_in(const std::string& folder, std::uint32_t what, std::string_view name,
                            bool something_is_missing, std::vector<changed_input>& out) {
  std::string path = folder + "/" + std::string(name);
  if (auto known = inputs_.files.find(path); known != inputs_.files.end()) {
    bool news = (what & IN_CREATE) == 0 || is_link(path);
    if (news) add_once(out, {std::move(path), known->second});
    return;
  }
  const bool whole = inputs_.whole.contains(folder);
  if (is_editors_own(name) || (!whole && !inputs_.folders.contains(folder))) return;
  bool appears = (what & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0 ||
                 ((what & IN_CREATE) != 0 && ((what & IN_ISDIR) != 0 || is_link(path)));
  bool vanishes = (what & (IN_DELETE | IN_MOVED_FROM)) != 0;
  if ((something_is_missing && appears) || (whole && (appears || vanishes))) {
    add_once(out, {std::move(path), input_kind::source});
  } else if (inputs_.globs && (vanishes || (what & (IN_CREATE | IN_MOVED_TO)) != 0)) {
    add_once(out, {std::move(path), input_kind::configuration});
  } else if (appears && appeared_.size() < appeared_max) {
    add_once(appeared_, {std::move(path), input_kind::source});
  }
}

std::vector<changed_input> input_watcher::take_appeared() { return std::exchange(appeared_, {}); }

// The folder was deleted or moved away; a checkout of another branch does that.
void input_watcher::lose(int number, std::vector<changed_input>& out) {
  auto lost = folders_.extract(number);
  if (lost.empty()) return;
  (void)::inotify_rm_watch(inotify_.get(), number);
  for (const std::string& folder : lost.mapped()) {
    numbers_.erase(folder);
    missing_.insert(folder);
    add_once(out, {folder, input_kind::source});
  }
}

std::vector<changed_input> input_watcher::look_for_folders() {
  std::vector<changed_input> out;
  for (const std::string& folder : std::exchange(missing_, {})) {
    (void)add(folder);
    if (numbers_.contains(folder)) out.push_back({folder, input_kind::source});
  }
  return out;
}

}  // namespace lambent::cli::watch
