#include "cli/build/package/function_image.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/elf.hpp"
#include "cli/build/package/includes.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view program_name = "bootstrap";
constexpr std::string_view task_root = "var/task";
constexpr std::string_view aws_entrypoint = "/lambda-entrypoint.sh";
constexpr std::string_view default_runtime_dir = "/var/runtime";

std::string variable(const std::vector<std::string>& environment, std::string_view name) {
  for (const std::string& each : environment)
    if (each.starts_with(name) && each.substr(name.size(), 1) == "=")
      return each.substr(name.size() + 1);
  return {};
}

// "/var/runtime" as "var/runtime"; the default for what is no plain path.
std::string runtime_dir(const std::vector<std::string>& environment) {
  std::string given = variable(environment, "LAMBDA_RUNTIME_DIR");
  fs::path path = fs::path(given.empty() ? std::string(default_runtime_dir) : given);
  fs::path plain = path.lexically_normal().relative_path();
  if (!path.is_absolute() || plain.empty() || std::ranges::find(plain, "..") != plain.end())
    return std::string(default_runtime_dir.substr(1));
  return (plain.has_filename() ? plain : plain.parent_path()).generic_string();
}

result<> set_variable(std::vector<std::string>& environment, const std::string& text) {
  std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return fail("'" + text + "' is not NAME=VALUE");
  std::string_view name = std::string_view(text).substr(0, equals + 1);
  auto same = std::ranges::find_if(environment,
                                   [&](const std::string& each) { return each.starts_with(name); });
  if (same == environment.end())
    environment.push_back(text);
  else
    *same = text;
  return {};
}

oci::layer_entry entry_of(const zip_member& member, std::string path) {
  bool is_link = (member.mode & S_IFMT) == S_IFLNK;
  return {.path = std::move(path),
          .what = is_link ? oci::layer_entry::kind::symbolic_link : oci::layer_entry::kind::file,
          .mode = member.mode & 07777U,
          .content = member.content};
}

// As in a zip, neither umask nor owner may change a layer: of a file's mode only "may be executed"
// travels.
unsigned plain_mode(const oci::layer_entry& entry) {
  bool executable = (entry.mode & S_IXUSR) != 0;
  return entry.what == oci::layer_entry::kind::folder || executable ? 0755U : 0644U;
}

result<std::vector<oci::layer_entry>> entries_of_include(const include_spec& include) {
  std::error_code ec;
  fs::file_status status = fs::status(include.path, ec);
  std::string below = std::string(task_root) + (include.name.empty() ? "" : "/" + include.name);
  std::vector<oci::layer_entry> entries;
  if (fs::is_directory(status)) {
    entries = TRY(oci::entries_of_folder(include.path));
    for (oci::layer_entry& each : entries) each.path = below + "/" + each.path;
  } else if (fs::is_regular_file(status)) {
    if (include.name.empty()) return fail("a file needs a name in the image: --include NAME:PATH");
    struct stat about{};
    if (::stat(include.path.c_str(), &about) != 0) return sys_fail("read " + include.path.string());
    entries.push_back(
        {.path = below, .mode = about.st_mode, .content = {}, .source = include.path});
  } else {
    return fail("there is no file or folder " + include.path.string());
  }
  for (oci::layer_entry& each : entries) each.mode = plain_mode(each);
  return entries;
}

result<std::vector<oci::layer_entry>> entries_of_includes(const std::vector<std::string>& texts) {
  std::vector<oci::layer_entry> out;
  for (const std::string& text : texts) {
    include_spec include = TRY_FOR("include " + text, parse_include(text, "."));
    for (oci::layer_entry& each : TRY_FOR("include " + text, entries_of_include(include))) {
      // A folder may be in several includes; a file that is, write_layer() refuses.
      bool known_folder = each.what == oci::layer_entry::kind::folder &&
                          std::ranges::any_of(out, [&](const oci::layer_entry& other) {
                            return other.path == each.path;
                          });
      if (!known_folder) out.push_back(std::move(each));
    }
  }
  return out;
}

result<> check_program(const function_files& files, bool has_base) {
  auto program = std::ranges::find(files.members, program_name, &zip_member::name);
  if (program == files.members.end()) return fail("there is no bootstrap in it");
  elf_info about = TRY_FOR("bootstrap", read_elf(program->content));
  if (about.architecture != files.architecture)
    return fail("bootstrap is for " + about.architecture + ", the image for " + files.architecture);
  if (about.dynamic && !has_base)
    return fail("bootstrap needs the loader " + about.interpreter +
                    ", and an image from scratch "
                    "has none",
                "link it statically (the default), or take --base "
                "public.ecr.aws/lambda/provided:al2023");
  return {};
}

// How the image is started, and where the program has to be for that.
std::string place_program(oci::image_config& config, const image_wishes& wishes) {
  bool aws_base = !config.entrypoint.empty() && config.entrypoint.front() == aws_entrypoint;
  std::string folder = aws_base ? runtime_dir(config.environment) : std::string(task_root);
  if (!aws_base) {
    config.entrypoint = {"/" + std::string(task_root) + "/" + std::string(program_name)};
    config.command.clear();
  } else if (config.command.size() != 1) {
    config.command = {std::string(program_name)};
  }
  if (!wishes.entrypoint.empty()) {
    config.entrypoint = wishes.entrypoint;
    config.command.clear();
  }
  if (!wishes.command.empty()) config.command = wishes.command;
  if (config.working_directory.empty()) config.working_directory = "/" + std::string(task_root);
  return folder;
}

std::vector<oci::layer_entry> program_entries(const function_files& files,
                                              const std::string& program_folder) {
  std::vector<oci::layer_entry> out;
  for (const zip_member& member : files.members) {
    bool is_program = member.name == program_name;
    std::string folder = is_program ? program_folder : std::string(task_root);
    out.push_back(entry_of(member, folder + "/" + member.name));
    if (is_program) out.back().mode = 0755;
  }
  return out;
}

}  // namespace

result<function_image> add_function_image(oci::assembly& to, const function_files& files,
                                          const image_wishes& wishes,
                                          std::shared_ptr<oci::blob_source> base) {
  bool has_base = base != nullptr || !wishes.base_files.empty();
  TRY(check_program(files, has_base));
  oci::platform target = oci::platform_for(files.architecture);
  oci::image_draft draft =
      base == nullptr ? to.start(target) : TRY_FOR("base", to.start(std::move(base), target));
  if (!wishes.base_files.empty())
    TRY_FOR("base", to.add_layer(draft, wishes.base_files, "lambent: base"));
  auto includes = TRY(entries_of_includes(wishes.includes));
  if (!includes.empty()) TRY(to.add_layer(draft, std::move(includes), "lambent: includes"));
  std::string folder = place_program(draft.config, wishes);
  TRY(to.add_layer(draft, program_entries(files, folder), "lambent: function"));
  for (const std::string& each : wishes.environment)
    TRY_FOR("--env", set_variable(draft.config.environment, each));
  for (const auto& [key, value] : wishes.labels) draft.config.labels[key] = value;
  draft.annotations = wishes.annotations;
  function_image out{.manifest = to.finish(draft)};
  for (const oci::descriptor& layer : draft.layers) out.packed_bytes += layer.size;
  return out;
}

}  // namespace lambent::cli
