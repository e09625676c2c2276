// Tells which inputs of the build have changed on disk, by inotify on the folders they lie in; what
// else happens there is passed over. Knows editors' ways to save: in place, by a new file that
// takes the old one's name, by a link. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "cli/watch/inputs/build_inputs.hpp"

struct inotify_event;

namespace lambent::cli::watch {

struct changed_input {
  std::string path;  // Absolute.
  input_kind kind = input_kind::source;

  friend bool operator==(const changed_input&, const changed_input&) = default;
};

class input_watcher {
public:
  [[nodiscard]] static result<input_watcher> open();

  // Readable when read() has something to look at.
  [[nodiscard]] int descriptor() const { return inotify_.get(); }

  // These inputs and no others, from now on. Gives those that were not watched before and have
  // changed after `since`: nobody told of that. An error names the limit that was reached.
  [[nodiscard]] result<std::vector<changed_input>> watch(build_inputs inputs,
                                                         std::filesystem::file_time_type since);

  // What has changed since the last call, each once. With `something_is_missing` a file that is no
  // input counts too, when it lies where inputs lie.
  [[nodiscard]] std::vector<changed_input> read(bool something_is_missing);

  // Files that appeared since the last call, are no inputs and were not told of, where inputs lie:
  // a build that ran then and failed may have lacked them.
  [[nodiscard]] std::vector<changed_input> take_appeared();

  // Some folder has gone; to be called now and then, until it is there again.
  [[nodiscard]] bool misses_folders() const { return !missing_.empty(); }
  [[nodiscard]] std::vector<changed_input> look_for_folders();

private:
  explicit input_watcher(fd inotify) : inotify_(std::move(inotify)) {}

  [[nodiscard]] result<> add(const std::string& folder);
  void hear(const inotify_event& event, std::string_view name, bool something_is_missing,
            std::vector<changed_input>& out);
  void hear_in(const std::string& folder, std::uint32_t what, std::string_view name,
               bool something_is_missing, std::vector<changed_input>& out);
  void lose(int number, std::vector<changed_input>& out);

  fd inotify_;
  build_inputs inputs_;
  // By watch descriptor: every wanted path of the folder, as of a link to it.
  std::map<int, std::set<std::string>> folders_;
  std::map<std::string, int, std::less<>> numbers_;
  std::set<std::string> missing_;
  std::vector<changed_input> appeared_;
};

// Names that editors give to files of their own: backups, locks, what they write before it takes
// another file's place.
[[nodiscard]] bool is_editors_own(std::string_view name);

}  // namespace lambent::cli::watch
