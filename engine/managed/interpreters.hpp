// The interpreters of this machine that functions have asked for, each looked at once, and with
// them the interface clients, as files that sandboxes show.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/managed/client_choice.hpp"
#include "engine/managed/interpreter.hpp"

namespace lambent::managed {

// What a function of one runtime runs on.
struct installation {
  interpreter what;
  std::map<std::string, std::string> shown;  // As in sandbox::start.
};

class interpreters {
public:
  // `dir` is made when it is needed, and belongs to this object.
  explicit interpreters(std::filesystem::path dir, client_choice client = client_choice::automatic)
      : dir_(std::move(dir)), client_(client) {}

  // Why functions of this runtime and architecture cannot run here; empty when they can, and for
  // runtimes that are not managed. Runs the interpreter: not for the engine's loop.
  [[nodiscard]] std::string why_not_run(std::string_view identifier, std::string_view architecture);

  // What why_not_run() has found. Any thread may ask.
  [[nodiscard]] std::optional<installation> known(std::string_view identifier) const;

private:
  [[nodiscard]] result<installation> look_for(std::string_view identifier, const runtime& wanted);

  std::filesystem::path dir_;
  client_choice client_;
  mutable std::mutex mutex_;  // Of what follows.
  std::map<std::string, installation, std::less<>> known_;
};

}  // namespace lambent::managed
