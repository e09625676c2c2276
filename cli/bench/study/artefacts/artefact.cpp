#include "cli/bench/study/artefacts/artefact.hpp"

#include <chrono>

#include "base/elf.hpp"
#include "base/files.hpp"
#include "base/process.hpp"
#include "base/sha256.hpp"
#include "base/temporary_folder.hpp"
#include "cli/build/audit/lambda_image.hpp"
#include "cli/build/package/includes.hpp"
#include "engine/managed/interpreters.hpp"

namespace lambent::cli::studying {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds version_wait_max{20};
constexpr std::size_t version_bytes_max = 64UL * 1024;

// A program that lies there and is for another architecture than its folder says is a mistake; in
// the common folder it is another's.
result<std::optional<artefact>> program_at(const fs::path& path, const need& what, bool by_name) {
  auto content = read_file(path, unzipped_bytes_max);
  if (!content && (content.error().code == ENOENT || content.error().code == ENOTDIR))
    return std::optional<artefact>();
  if (!content) return std::unexpected(std::move(content).error());
  const elf_info about = TRY_FOR("read " + path.string(), read_elf(*content));
  if (about.architecture != what.architecture) {
    if (!by_name) return std::optional<artefact>();
    return fail(path.string() + " is for " + about.architecture);
  }
  return artefact{.function = what.function,
                  .architecture = what.architecture,
                  .members = {{"bootstrap", *std::move(content), 0100755}},
                  .build = "prebuilt"};
}

// "node v20.20.2 with the bundled interface client".
result<std::string> runner_of(const std::string& identifier, const std::string& version,
                              managed::client_choice choice) {
  const auto wanted = managed::runtime_of(identifier);
  if (!wanted) return fail("there is no runtime " + identifier);
  const temporary_folder tried = TRY(temporary_folder::make("lambent-client-"));
  const std::string client = TRY(managed::client_serving(*wanted, choice, tried.path() / "client"));
  return "node " + version + " with " + client;
}

}  // namespace

std::string digest_of(const artefact& what) {
  std::string all;
  for (const zip_member& each : what.members)
    all.append(each.name)
        .append(1, '\0')
        .append(std::to_string(each.content.size()))
        .append(1, '\0')
        .append(each.content);
  return to_hex(sha256(all));
}

std::string version_line(std::vector<std::string> argv) {
  auto ended = run_process({.argv = std::move(argv),
                            .out = child_stream::capture,
                            .err = child_stream::discard,
                            .capture_bytes_max = version_bytes_max,
                            .time_max = version_wait_max});
  if (!ended || !ended->ok()) return {};
  return ended->out.substr(0, ended->out.find('\n'));
}

result<std::optional<artefact>> find_prebuilt(const workshop& in, const need& what) {
  const std::string folder =
      recipe_of(what.function).tool == build_tool::none ? "" : what.function + "/bootstrap";
  if (in.prebuilt.empty() || folder.empty()) return std::optional<artefact>();
  auto own = TRY(program_at(in.prebuilt / what.architecture / folder, what, true));
  if (own) return own;
  return program_at(in.prebuilt / folder, what, false);
}

result<artefact> make_artefact(const workshop& in, const need& what) {
  if (auto there = TRY(find_prebuilt(in, what))) return *std::move(there);
  switch (recipe_of(what.function).tool) {
    case build_tool::cmake:
      return build_with_cmake(in, what);
    case build_tool::cargo:
      return build_with_cargo(in, what);
    case build_tool::none:
      break;
  }
  return pack_script(in, what);
}

result<artefact> pack_script(const workshop& in, const need& what) {
  artefact out{.function = what.function,
               .architecture = what.architecture,
               .runtime = aws_node_runtime,
               .handler = "index.handler",
               .build = std::string("as it is, for ") + aws_node_runtime};
  if (in.local_node) {
    const std::string node = find_program("node");
    if (node.empty())
      return fail("node is not installed", "`apt-get install nodejs`, or nodejs.org");
    const std::string version = version_line({node, "--version"});
    out.runtime = TRY(node_runtime_for(version));
    out.build = "as it is, for " + out.runtime;
    // Without the client that was asked for the engine refuses the zip, with the reason.
    if (in.client)
      out.run_by = runner_of(out.runtime, version, *in.client).value_or("node " + version);
  }
  const fs::path script = in.sources / recipe_of(what.function).folder / "index.mjs";
  out.members.push_back(TRY(read_member(script, "index.mjs")));
  return out;
}

}  // namespace lambent::cli::studying
