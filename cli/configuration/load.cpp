#include "cli/configuration/load.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"

namespace lambent::cli::configuration {
namespace {

namespace fs = std::filesystem;

result<uid_t> owner_of(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return sys_fail("look at " + path.string());
  return status.st_uid;
}

// Short where it can be: "lambent.toml", "../lambent.toml".
std::string shown_path(const fs::path& file, const fs::path& from) {
  fs::path relative = file.lexically_proximate(from);
  return relative.string().size() < file.string().size() ? relative.string() : file.string();
}

result<settings> read(const fs::path& file, const std::string& shown, const fs::path& from,
                      const std::string& context, const schema& known) {
  std::string text = TRY(read_file(file, document_bytes_max));
  document read = TRY(parse_document(text, shown));
  TRY(check(read, known));
  std::error_code ignored;
  fs::path folder = fs::absolute(file, ignored).parent_path().lexically_normal();
  return settings::make(std::move(read), folder == from ? fs::path() : folder, context);
}

}  // namespace

result<std::optional<fs::path>> find_file(const fs::path& from) {
  std::error_code ec;
  for (fs::path folder = from;; folder = folder.parent_path()) {
    fs::path file = folder / file_name;
    if (fs::exists(file, ec)) {
      uid_t owner = TRY(owner_of(file));
      uid_t neighbour = TRY(owner_of(from));
      if (owner != ::geteuid() && owner != 0 && owner != neighbour)
        return fail(file.string() + " belongs to another user, and what stands in it is obeyed",
                    "if that is meant, name it: --config " + file.string());
      return file;
    }
    if (!folder.has_relative_path()) return std::nullopt;
  }
}

result<settings> load(const load_options& options, const schema& known) {
  std::error_code ec;
  fs::path from = fs::current_path(ec);
  if (ec) return sys_fail("find the current folder", ec.value());
  if (!options.file.empty()) return read(options.file, options.file, from, options.context, known);
  std::optional<fs::path> found = TRY(find_file(from));
  if (found) return read(*found, shown_path(*found, from), from, options.context, known);
  if (options.context.empty()) return settings();
  return fail("there is no " + std::string(file_name) + " in " + from.string() +
                  " or a folder above it, and so no context '" + options.context + "'",
              "name the file by --config");
}

}  // namespace lambent::cli::configuration
