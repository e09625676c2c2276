#include "cli/build/package/includes.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "cli/build/audit/lambda_image.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

bool stays_inside(const fs::path& path) {
  return !path.empty() && path.is_relative() && *path.begin() != "..";
}

// "a/./b/../c/" → "a/c"
fs::path tidy(const fs::path& path) {
  fs::path out = path.lexically_normal();
  return out.has_filename() ? out : out.parent_path();
}

class reader {
public:
  result<> add(const include_spec& include) {
    std::error_code ec;
    fs::file_status status = fs::status(include.path, ec);
    if (status.type() == fs::file_type::not_found)
      return fail("there is no " + include.path.string());
    if (fs::is_directory(status)) {
      root_ = fs::canonical(include.path, ec);
      return add_folder(include.path, include.name);
    }
    return add_file(include.path, include.name);
  }

  std::vector<zip_member> take() { return std::move(members_); }

private:
  result<> add_folder(const fs::path& folder, const std::string& name) {
    std::error_code ec;
    std::vector<fs::path> inside;
    for (fs::directory_iterator at(folder, ec), end; at != end && !ec; at.increment(ec))
      inside.push_back(at->path());
    if (ec) return sys_fail("read the folder " + folder.string(), ec.value());
    for (const fs::path& path : inside) {
      std::string inner =
          name.empty() ? path.filename().string() : name + "/" + path.filename().string();
      fs::file_status status = fs::symlink_status(path, ec);
      if (fs::is_symlink(status))
        TRY(add_link(path, inner));
      else if (fs::is_directory(status))
        TRY(add_folder(path, inner));
      else
        TRY(add_file(path, inner));
    }
    return {};
  }

  result<> add_link(const fs::path& path, const std::string& name) {
    std::error_code ec;
    fs::path leads_to = fs::canonical(path, ec);
    if (ec) return sys_fail("follow the link " + path.string(), ec.value());
    fs::path target = fs::read_symlink(path, ec);
    if (ec) return sys_fail("follow the link " + path.string(), ec.value());
    // Where the link would lead in the package, which has nothing above its root.
    fs::path inside = fs::canonical(path.parent_path(), ec).lexically_relative(root_) / target;
    if (target.is_relative() && stays_inside(inside.lexically_normal()) &&
        stays_inside(leads_to.lexically_relative(root_)))
      return add_member({.name = name, .content = target.string(), .mode = S_IFLNK | 0777U});
    if (fs::is_directory(leads_to, ec))
      return fail(path.string() + " is a link to the folder " + leads_to.string() +
                      ", which is not part of what is included",
                  "include that folder itself: --include " + name + ":" + leads_to.string());
    return add_file(path, name);
  }

  result<> add_file(const fs::path& path, const std::string& name) {
    return add_member(TRY(read_member(path, name)));
  }

  result<> add_member(zip_member member) {
    if (member.name.empty()) return fail("a file needs a name in the package: --include NAME:PATH");
    if (!names_.insert(member.name).second)
      return fail("'" + member.name + "' would be in the package twice",
                  "give one of them another name: --include NAME:PATH");
    bytes_ += member.content.size();
    if (bytes_ > unzipped_bytes_max)
      return fail("what is included is larger than the 250 MB that AWS Lambda takes",
                  "read large data from Amazon S3 or EFS, or ship the function as an image");
    members_.push_back(std::move(member));
    return {};
  }

  fs::path root_;  // The folder that is being included, without links.
  std::vector<zip_member> members_;
  std::set<std::string> names_;
  std::uint64_t bytes_ = 0;
};

}  // namespace

result<include_spec> parse_include(std::string_view text, const fs::path& base) {
  std::error_code ec;
  std::size_t colon = text.find(':');
  fs::path whole = text;
  bool renamed = colon != std::string_view::npos && colon > 0 && !fs::exists(base / whole, ec);
  if (!renamed) {
    fs::path name = tidy(whole);
    if (name == ".") return include_spec{.name = {}, .path = base / whole};
    if (!stays_inside(name)) name = tidy(fs::weakly_canonical(base / whole, ec)).filename();
    return include_spec{.name = name.generic_string(), .path = base / whole};
  }
  fs::path name = tidy(fs::path(text.substr(0, colon)));
  if (!stays_inside(name))
    return fail("'" + std::string(text.substr(0, colon)) + "' is not a name inside the package");
  return include_spec{.name = name == "." ? std::string() : name.generic_string(),
                      .path = base / text.substr(colon + 1)};
}

result<std::vector<zip_member>> read_includes(const std::vector<std::string>& includes,
                                              const fs::path& base) {
  reader all;
  for (const std::string& text : includes) {
    include_spec include = TRY_FOR("include " + text, parse_include(text, base));
    TRY_FOR("include " + text, all.add(include));
  }
  return all.take();
}

result<zip_member> read_member(const fs::path& path, std::string name) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return sys_fail("read " + path.string());
  if (!S_ISREG(status.st_mode))
    return fail(path.string() + " is neither a file, a folder nor a link");
  bool executable = (status.st_mode & S_IXUSR) != 0;
  std::string content = TRY(read_file(path, unzipped_bytes_max));
  return zip_member{.name = std::move(name),
                    .content = std::move(content),
                    .mode = S_IFREG | (executable ? 0755U : 0644U)};
}

}  // namespace lambent::cli
