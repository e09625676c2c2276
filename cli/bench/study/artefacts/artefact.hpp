// A function of the study as it is deployed, in a zip or in an image.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/zip_writer.hpp"
#include "cli/bench/study/artefacts/recipe.hpp"
#include "engine/managed/client_choice.hpp"

namespace lambent::cli::studying {

struct artefact {
  std::string function{};
  std::string architecture{};
  std::vector<zip_member> members{};
  std::string runtime = "provided.al2023";
  std::string handler = "bootstrap";
  std::string build{};   // Compiler and flags, for people.
  std::string run_by{};  // This machine's interpreter and interface client, of a zip; else empty.
};

/// SHA-256 of its files' names and contents, in hexadecimal: the same for the same code, however it
/// is packed.
[[nodiscard]] std::string digest_of(const artefact& what);

struct workshop {
  std::filesystem::path sources{};   // The copy: builds leave their files beside them.
  std::filesystem::path prebuilt{};  // Empty: everything is built.
  // Whether functions run where this machine's node chooses the runtime: everywhere but on AWS.
  bool local_node = true;
  // Whose interface client an engine of our own takes; nothing: functions run elsewhere.
  std::optional<managed::client_choice> client{};
  std::function<bool()> stop{};  // True ends a compiler, or a tool that waits for the network.
};

/// Of one run of cmake or cargo: GMP's and Boost's headers and Rust's crates take minutes on a slow
/// machine, and a tool that waits for a server that never answers waits for ever.
inline constexpr std::chrono::minutes build_time_max{30};

/// What AWS runs JavaScript with, where it is not for this machine's node to say.
inline constexpr const char* aws_node_runtime = "nodejs22.x";

/// Builds it, or takes it from the folder of prebuilt ones. Blocks for as long as a compiler takes.
/// The error says why the function has to be left out.
[[nodiscard]] result<artefact> make_artefact(const workshop& in, const need& what);

// Its ways, each in a file of its own.
[[nodiscard]] result<artefact> build_with_cmake(const workshop& in, const need& what);
[[nodiscard]] result<artefact> build_with_cargo(const workshop& in, const need& what);
[[nodiscard]] result<artefact> pack_script(const workshop& in, const need& what);

/// PREBUILT/ARCHITECTURE/FUNCTION/bootstrap, or PREBUILT/FUNCTION/bootstrap where that is for the
/// architecture. Without a value: it is in neither.
[[nodiscard]] result<std::optional<artefact>> find_prebuilt(const workshop& in, const need& what);

/// The first line that a program says of itself; empty where it says nothing.
[[nodiscard]] std::string version_line(std::vector<std::string> argv);

}  // namespace lambent::cli::studying
