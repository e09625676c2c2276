#include "cli/deps/sysroot.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>

#include "base/files.hpp"
#include "base/json_string.hpp"
#include "base/process.hpp"
#include "base/text_member.hpp"
#include "cli/build/sysroot_folder.hpp"

namespace lambent::cli::deps {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t pkg_config_bytes_max = 1UL * 1024 * 1024;

std::string as_json(const std::vector<sysroot_package>& packages) {
  std::string out;
  for (const sysroot_package& each : packages) {
    out += out.empty() ? "\n  " : ",\n  ";
    out += "{\"name\":" + json_string(each.is.name) +
           ",\"version\":" + json_string(each.is.version) +
           ",\"architecture\":" + json_string(each.is.architecture) +
           ",\"wanted\":" + (each.wanted ? "true" : "false") + "}";
  }
  return "[" + out + "\n]\n";
}

result<> unpack(const fs::path& archive, const fs::path& root) {
  std::string doing = "unpack " + archive.string();
  process_result ended =
      TRY_FOR(doing, run_process({.argv = {"dpkg-deb", "-x", archive.string(), root.string()},
                                  .out = child_stream::capture,
                                  .err = child_stream::capture}));
  if (!ended.ok())
    return fail(doing + ": dpkg-deb: " + (ended.err.empty() ? describe_exit(ended) : ended.err));
  return {};
}

// "prefix=/usr" → "prefix=${pcfiledir}/../../.."; what the lines say of other places stays.
std::string relative_to_itself(std::string_view text, const std::string& to_usr) {
  std::string out;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    constexpr std::string_view usr = "/usr";
    std::size_t equals = line.find('=');
    std::string_view value = equals == std::string_view::npos ? "" : line.substr(equals + 1);
    bool assigns = line.find_first_of(": ") > equals;
    if (assigns && (value == usr || value.starts_with("/usr/")))
      out.append(line.substr(0, equals + 1))
          .append("${pcfiledir}/")
          .append(to_usr)
          .append(value.substr(usr.size()));
    else
      out.append(line);
    out += '\n';
  }
  return out;
}

result<> relocate_pkg_config(const fs::path& file, const fs::path& root) {
  std::string text = TRY(read_file(file, pkg_config_bytes_max));
  std::string to_usr = (root / "usr").lexically_relative(file.parent_path()).generic_string();
  return replace_file(file, relative_to_itself(text, to_usr), 0644);
}

result<> relocate_link(const fs::path& link, const fs::path& root) {
  std::error_code ec;
  fs::path target = fs::read_symlink(link, ec);
  if (ec || target.is_relative()) return {};
  fs::path inside = (root / target.relative_path()).lexically_relative(link.parent_path());
  fs::remove(link, ec);
  fs::create_symlink(inside, link, ec);
  if (ec) return sys_fail("relocate the link " + link.string(), ec.value());
  return {};
}

bool has_file_ending_in(std::string_view list, std::string_view ending) {
  while (!list.empty()) {
    std::string_view line = list.substr(0, list.find('\n'));
    list.remove_prefix(std::min(list.size(), line.size() + 1));
    // "lrwxrwxrwx root/root 0 2022-11-18 ./usr/lib/…/libgmp.so -> libgmp.so.10.4.1"
    if (line.substr(0, line.find(" -> ")).ends_with(ending)) return true;
  }
  return false;
}

}  // namespace

fs::path root_of(const fs::path& folder) { return folder / "root"; }

result<std::vector<sysroot_package>> read_packages(const fs::path& folder) {
  std::vector<sysroot_package> out;
  fs::path path = packages_record(folder);
  auto text = read_file(path, packages_record_bytes_max);
  if (!text && text.error().code == ENOENT) return out;
  if (!text) return std::unexpected(std::move(text).error());
  json::error_code ec;
  json::value parsed = json::parse(*text, ec);
  if (ec || !parsed.is_array())
    return fail(path.string() + " is damaged", "remove the folder " + folder.string());
  for (const json::value& each : parsed.get_array()) {
    const json::object* object = each.if_object();
    if (object == nullptr) continue;
    const json::value* wanted = object->if_contains("wanted");
    out.push_back({.is = {.name = text_member(*object, "name"),
                          .version = text_member(*object, "version"),
                          .architecture = text_member(*object, "architecture")},
                   .wanted = wanted != nullptr && wanted->is_bool() && wanted->get_bool()});
  }
  return out;
}

result<> fill(const fs::path& folder, const private_apt& apt,
              const std::vector<sysroot_package>& packages) {
  fs::path root = root_of(folder);
  fs::path fresh = folder / "root.new";
  std::error_code ec;
  fs::remove_all(fresh, ec);
  if (!packages.empty()) {
    fs::create_directories(fresh, ec);
    if (ec) return sys_fail("create folder " + fresh.string(), ec.value());
    for (const sysroot_package& each : packages) TRY(unpack(apt.archive_of(each.is), fresh));
    TRY(make_relocatable(fresh));
  }
  fs::remove_all(root, ec);
  if (ec) return sys_fail("remove folder " + root.string(), ec.value());
  if (!packages.empty()) {
    fs::rename(fresh, root, ec);
    if (ec) return sys_fail("rename folder " + fresh.string(), ec.value());
  }
  return replace_file(packages_record(folder), as_json(packages), 0644);
}

result<> make_relocatable(const fs::path& root) {
  std::error_code ec;
  std::vector<fs::path> links;
  std::vector<fs::path> pkg_config_files;
  for (fs::recursive_directory_iterator at(root, ec), end; at != end && !ec; at.increment(ec)) {
    if (at->is_symlink(ec))
      links.push_back(at->path());
    else if (at->path().extension() == ".pc")
      pkg_config_files.push_back(at->path());
  }
  if (ec) return sys_fail("read the folder " + root.string(), ec.value());
  for (const fs::path& link : links) TRY(relocate_link(link, root));
  for (const fs::path& file : pkg_config_files) TRY(relocate_pkg_config(file, root));
  return {};
}

std::vector<std::string> without_static_library(const private_apt& apt,
                                                const std::vector<sysroot_package>& packages) {
  std::vector<std::string> out;
  for (const sysroot_package& each : packages) {
    if (!each.wanted) continue;
    auto listed = run_process({.argv = {"dpkg-deb", "-c", apt.archive_of(each.is).string()},
                               .out = child_stream::capture,
                               .err = child_stream::discard});
    if (listed && listed->ok() && has_file_ending_in(listed->out, ".so") &&
        !has_file_ending_in(listed->out, ".a"))
      out.push_back(each.is.name);
  }
  return out;
}

}  // namespace lambent::cli::deps
