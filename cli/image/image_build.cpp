#include "cli/image/image_build.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>

#include "base/elf.hpp"
#include "base/files.hpp"
#include "base/json_string.hpp"
#include "cli/build/audit/lambda_image.hpp"
#include "cli/build/package/function_image.hpp"
#include "cli/build/project.hpp"
#include "cli/image/open_image.hpp"
#include "cli/list/table.hpp"
#include "cli/terminal/interrupt.hpp"
#include "oci/local_image.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

// Of a function: its files for each architecture.
using files_by_function = std::map<std::string, std::vector<function_files>>;

std::vector<std::string> architectures_of(const image_build_options& options) {
  if (options.multi_arch) return {"x86_64", "arm64"};
  if (options.arm64) return {"arm64"};
  if (options.x86_64) return {"x86_64"};
  return {host_architecture()};
}

build_result<> build_for(const image_build_options& options, const std::string& build_command,
                         const std::string& architecture, files_by_function& into) {
  build_options build;
  build.command = build_command;
  build.names = options.names;
  build.release = options.release;
  build.arm64 = architecture == "arm64";
  build.x86_64 = architecture == "x86_64";
  build.toolchain = options.toolchain;
  build.cache_variables = options.cache_variables;
  build.format = artefact_format::image;
  build.own_base = options.base != "scratch";
  auto built = build_packages(build);
  if (!built) return std::unexpected(std::move(built).error());
  for (auto& [package, how] : built->packages)
    into[package.program.name].push_back(
        {.members = std::move(package.members), .architecture = architecture});
  return {};
}

result<function_files> given_program(const std::string& path) {
  std::string content = TRY(read_file(path, unzipped_bytes_max));
  zip_member program{.name = "bootstrap", .content = std::move(content), .mode = 0100755};
  elf_info about = TRY_FOR("read " + path, read_elf(program.content));
  return function_files{.members = {std::move(program)}, .architecture = about.architecture};
}

result<files_by_function> given_programs(const image_build_options& options) {
  if (options.names.size() != 1)
    return fail("--binary-path is one function's, so one NAME has to be given");
  files_by_function out;
  std::vector<function_files>& all = out[options.names.front()];
  for (const std::string& path : options.binary_paths) all.push_back(TRY(given_program(path)));
  bool chosen = options.arm64 || options.x86_64 || options.multi_arch;
  std::vector<std::string> wanted = architectures_of(options);
  if (!chosen && all.size() == 1) return out;
  for (const std::string& architecture : wanted)
    if (std::ranges::count(all, architecture, &function_files::architecture) != 1)
      return fail("--binary-path: one program for " + architecture + " is needed");
  if (all.size() != wanted.size())
    return fail("--binary-path: there are more programs than architectures");
  return out;
}

build_result<files_by_function> all_files(const image_build_options& options,
                                          const options_of<image_build_options>& again) {
  if (!options.binary_paths.empty()) {
    auto given = given_programs(options);
    if (!given) return stop(std::move(given).error(), exit_code::failed);
    return *std::move(given);
  }
  // A project has one builder.
  auto wanted = again.of_command("build", {}, describe_build);
  if (!wanted) return stop(std::move(wanted).error(), exit_code::configuration);
  files_by_function out;
  for (const std::string& architecture : architectures_of(options))
    if (auto built = build_for(options, wanted->command, architecture, out); !built)
      return std::unexpected(std::move(built).error());
  return out;
}

// What --base means: nothing, a folder that becomes the lowest layer, or an image.
struct base_image {
  std::shared_ptr<oci::blob_source> source;
  std::vector<oci::layer_entry> files;
  // What a push looks for its layers by: they may be mounted from there.
  // https://github.com/opencontainers/image-spec/blob/main/annotations.md
  std::map<std::string, std::string> annotations;
};

bool is_folder(const std::string& text) {
  return text.starts_with('/') || text.starts_with("./") || text.starts_with("../") ||
         text == "." || text == ".." || text.ends_with('/');
}

result<base_image> open_base(const std::string& text) {
  base_image out;
  if (text == "scratch") return out;
  if (is_folder(text)) {
    out.files = TRY_FOR("--base " + text, oci::entries_of_folder(text));
    if (out.files.empty()) return fail("--base " + text + ": the folder is empty");
    return out;
  }
  oci::reference where = TRY_FOR("--base", oci::parse_reference(text));
  // Docker Hub's name of an image is any word, and so is a folder's.
  std::error_code ec;
  if (std::holds_alternative<oci::registry_reference>(where) && fs::is_directory(text, ec))
    return fail(
        "--base " + text + ": there is a folder of that name here, and it may be an image's",
        "./" + text + " is the folder, " + oci::to_text(where) + " the image");
  out.source = TRY_FOR("--base", open_image(where));
  if (!std::holds_alternative<oci::registry_reference>(where)) return out;
  const oci::descriptor root = TRY(out.source->root());
  out.annotations = {{"org.opencontainers.image.base.name", oci::to_text(where)},
                     {"org.opencontainers.image.base.digest", root.digest.text()}};
  return out;
}

result<image_wishes> wishes_of(const image_build_options& options, const base_image& base) {
  image_wishes out{.environment = options.environment,
                   .annotations = base.annotations,
                   .includes = options.includes,
                   .base_files = base.files};
  out.entrypoint = TRY_FOR("--entrypoint", words_of_command(options.entrypoint));
  out.command = TRY_FOR("--command", words_of_command(options.command));
  for (const std::string& label : options.labels) {
    std::size_t equals = label.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail("--label: '" + label + "' is not NAME=VALUE");
    out.labels[label.substr(0, equals)] = label.substr(equals + 1);
  }
  return out;
}

struct made_image {
  std::string function, reference, platforms;
  oci::descriptor root;
  std::uint64_t bytes = 0;
};

result<made_image> make_image(const std::string& function, const std::vector<function_files>& files,
                              const image_wishes& wishes, const base_image& base,
                              const std::string& destination) {
  std::int64_t time = TRY(oci::source_date());
  oci::assembly parts(time, interrupted);
  std::vector<oci::descriptor> images;
  made_image out{.function = function, .reference = destination, .platforms = {}, .root = {}};
  for (const function_files& each : files) {
    function_image image = TRY(add_function_image(parts, each, wishes, base.source));
    out.bytes += image.packed_bytes;
    out.platforms += (images.empty() ? "" : ",") + oci::to_text(*image.manifest.platform);
    images.push_back(std::move(image.manifest));
  }
  if (images.size() > 1) parts.make_index(std::move(images));
  oci::reference where = TRY(oci::parse_reference(destination));
  auto target = TRY(oci::make_local(where, interrupted));
  out.root = TRY(oci::copy_image(parts, *target, {}, nullptr, interrupted));
  return out;
}

std::string as_text(const std::vector<made_image>& images) {
  std::vector<std::vector<std::string>> rows = {{"NAME", "PLATFORM", "BYTES", "DIGEST", "IMAGE"}};
  for (const made_image& each : images)
    rows.push_back({each.function, each.platforms, std::to_string(each.bytes),
                    each.root.digest.text(), each.reference});
  return aligned(rows);
}

std::string as_json(const std::vector<made_image>& images) {
  std::string out;
  for (const made_image& each : images)
    out += (out.empty() ? "{\"images\":[" : ",") + ("{\"name\":" + json_string(each.function)) +
           ",\"image\":" + json_string(each.reference) +
           ",\"digest\":" + json_string(each.root.digest.text()) +
           ",\"mediaType\":" + json_string(each.root.media_type) +
           ",\"platforms\":" + json_string(each.platforms) +
           ",\"bytes\":" + std::to_string(each.bytes) + "}";
  return (out.empty() ? "{\"images\":[" : out) + "]}\n";
}

// A relative default lies in the project, wherever in it the user stands.
result<std::string> placed(std::string destination, const image_build_options& options) {
  constexpr std::string_view prefix = "oci:";
  if (!options.destination.empty() || !options.binary_paths.empty()) return destination;
  fs::path project = TRY(find_project("."));
  return std::string(prefix) + (project / destination.substr(prefix.size())).string();
}

}  // namespace

exit_code image_build(const image_build_options& options,
                      const options_of<image_build_options>& again) {
  const std::string doing = "image build";
  // What is wrong is said before anything is compiled.
  auto base = open_base(options.base);
  if (!base) return report(in_context(doing, std::move(base).error()), exit_code::failed);
  auto wishes = wishes_of(options, *base);
  if (!wishes) return report(in_context(doing, std::move(wishes).error()), exit_code::usage);
  bool several = options.names.size() > 1;
  if (auto fine = destination_for(options, "function", several); !fine)
    return report(in_context(doing, std::move(fine).error()), exit_code::usage);
  auto files = all_files(options, again);
  if (!files) return report(in_context(doing, std::move(files.error().what)), files.error().code);
  // From here on there is something to take back.
  listen_for_interrupt();
  std::vector<made_image> images;
  for (const auto& [function, by_architecture] : *files) {
    auto destination = destination_for(options, function, files->size() > 1);
    if (!destination)
      return report(in_context(doing, std::move(destination).error()), exit_code::usage);
    destination = placed(*std::move(destination), options);
    if (!destination)
      return report(in_context(doing, std::move(destination).error()), exit_code::configuration);
    auto made = make_image(function, by_architecture, *wishes, *base, *destination);
    if (!made)
      return report(in_context(doing + " " + function, std::move(made).error()),
                    interrupted() ? exit_code::interrupted : exit_code::failed);
    images.push_back(*std::move(made));
  }
  if (options.multi_arch)
    note(
        "AWS Lambda takes the image of one architecture, not an index: name it there by its "
        "digest");
  return finish_with(options.output == output_format::json ? as_json(images) : as_text(images));
}

}  // namespace lambent::cli
