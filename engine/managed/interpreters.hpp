// The interpreters of this machine that functions have asked for, each looked at once as long as
// its program stays the same file, and with them the interface clients, as files that sandboxes
// show.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/managed/client_choice.hpp"
#include "engine/managed/interface_client.hpp"
#include "engine/managed/interpreter.hpp"

namespace lambent::managed {

// Which file a path leads to; another one after an upgrade.
struct file_identity {
  dev_t device = 0;
  ino_t inode = 0;
  std::int64_t modified_s = 0, modified_ns = 0;
  bool operator==(const file_identity&) const = default;
};

// What a function of one runtime runs on.
struct installation {
  interpreter what;
  std::optional<file_identity> file{};       // Of its program.
  std::map<std::string, std::string> shown;  // As in sandbox::start.
};

class interpreters {
public:
  // `dir` is made when it is needed, and belongs to this object.
  explicit interpreters(std::filesystem::path dir, client_choice client = client_choice::automatic)
      : dir_(std::move(dir)), client_(client) {}

  // Why functions of this runtime and architecture cannot run here; empty when they can, and for
  // runtimes that are not managed. Runs the interpreter unless it knows_already(). Any thread
  // may ask; one looks at a time.
  [[nodiscard]] std::string why_not_run(std::string_view identifier, std::string_view architecture);

  // Whether why_not_run() answers at once.
  [[nodiscard]] bool knows_already(std::string_view identifier,
                                   std::string_view architecture) const;

  // What why_not_run() has found. Any thread may ask.
  [[nodiscard]] std::optional<installation> known(std::string_view identifier) const;

private:
  using clock = std::chrono::steady_clock;
  struct refusal {
    clock::time_point until;
    std::string why;
  };
  struct answer_of_program {
    clock::time_point until;
    found_client found;
  };

  [[nodiscard]] std::optional<std::string> answer_known(std::string_view identifier,
                                                        std::string_view architecture) const;
  [[nodiscard]] result<installation> look_for(std::string_view identifier, const runtime& wanted);
  [[nodiscard]] result<std::filesystem::path> new_dir() const;
  [[nodiscard]] const found_client& client_of(language in, const std::string& program);

  std::filesystem::path dir_;
  client_choice client_;

  std::mutex looking_;       // Held while an interpreter is looked at; of what follows.
  std::uint64_t shown_ = 0;  // Directories.
  std::map<std::string, answer_of_program> clients_;  // By program; some serve several runtimes.

  mutable std::mutex mutex_;  // Of what follows.
  std::map<std::string, installation, std::less<>> known_;
  std::map<std::string, refusal, std::less<>> refused_;
};

// By whose client an engine that starts now would call functions of the runtime: "AWS's
// aws-lambda-ric 4.0.1". `dir` is new; the client is tried there. Runs the interpreter.
[[nodiscard]] result<std::string> client_serving(const runtime& wanted, client_choice choice,
                                                 const std::filesystem::path& dir);

}  // namespace lambent::managed
