#include "cli/new/custom/template_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "base/files.hpp"
#include "base/zip_reader.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

std::string in_quotes(std::string_view path) { return "'" + std::string(path) + "'"; }

std::unexpected<error> file_too_large(const std::string& path) {
  return fail(in_quotes(path) + " is larger than " + std::to_string(template_file_bytes_max) +
              " bytes");
}

// Collects the files and watches over the limits that they share.
class collector {
public:
  // Before the content is read.
  result<> announce(const std::string& path, std::uint64_t bytes) {
    TRY(check_template_path(path));
    if (files_.size() == template_files_max)
      return fail("it has more than " + std::to_string(template_files_max) + " files");
    if (bytes > template_file_bytes_max) return file_too_large(path);
    return {};
  }

  result<> add(std::string path, std::string content, bool executable) {
    bytes_ += content.size();
    if (bytes_ > template_bytes_max)
      return fail("all its files together are larger than " + std::to_string(template_bytes_max) +
                  " bytes");
    if (!paths_.insert(path).second) return fail("it has " + in_quotes(path) + " twice");
    files_.push_back({std::move(path), std::move(content), executable});
    return {};
  }

  template_files take() {
    std::ranges::sort(files_, {}, &templates::project_file::path);
    return std::move(files_);
  }

private:
  template_files files_;
  std::set<std::string> paths_;
  std::uint64_t bytes_ = 0;
};

result<> read_into(const fs::path& folder, const std::string& prefix, std::size_t depth,
                   collector& into) {
  std::error_code ec;
  fs::directory_iterator entries(folder, ec);
  if (ec) return sys_fail("read folder " + folder.string(), ec.value());
  for (; entries != fs::directory_iterator(); entries.increment(ec)) {
    const fs::directory_entry& entry = *entries;
    std::string name = entry.path().filename().string();
    std::string path = prefix + name;
    fs::file_status about = entry.symlink_status(ec);
    if (ec) return sys_fail("look at " + entry.path().string(), ec.value());
    if (name == ".git") continue;
    if (about.type() == fs::file_type::directory) {
      if (depth == template_depth_max)
        return fail(in_quotes(path) + " is more than " + std::to_string(template_depth_max) +
                    " folders deep");
      TRY(read_into(entry.path(), path + "/", depth + 1, into));
      continue;
    }
    if (about.type() == fs::file_type::symlink)
      return fail(in_quotes(path) + " is a symbolic link, which a template cannot have",
                  "put the file itself in its place");
    if (about.type() != fs::file_type::regular)
      return fail(in_quotes(path) + " is neither a file nor a folder");
    std::uint64_t bytes = entry.file_size(ec);
    TRY(into.announce(path, ec ? 0 : bytes));
    std::string content = TRY(read_file(entry.path(), template_file_bytes_max));
    bool executable = (about.permissions() & fs::perms::owner_exec) != fs::perms::none;
    TRY(into.add(std::move(path), std::move(content), executable));
  }
  if (ec) return sys_fail("read folder " + folder.string(), ec.value());
  return {};
}

// Of the kinds of things that an archive made on Unix can hold.
result<> check_kind(const zip_entry& entry) {
  if (entry.encrypted) return fail(in_quotes(entry.name) + " is encrypted");
  mode_t kind = entry.unix_mode & S_IFMT;
  if (kind == S_IFLNK)
    return fail(in_quotes(entry.name) + " is a symbolic link, which a template cannot have",
                "put the file itself in its place");
  if (kind != 0 && kind != S_IFREG && kind != S_IFDIR)
    return fail(in_quotes(entry.name) + " is neither a file nor a folder");
  return {};
}

// Takes away the folder that all files are in.
void enter_only_folder(template_files& files) {
  if (files.empty()) return;
  std::size_t slash = files.front().path.find('/');
  if (slash == std::string::npos) return;
  std::string folder = files.front().path.substr(0, slash + 1);
  for (const templates::project_file& file : files)
    if (!file.path.starts_with(folder)) return;
  for (templates::project_file& file : files) file.path.erase(0, folder.size());
}

}  // namespace

result<> check_template_path(std::string_view path) {
  auto bad = [&](const std::string& why) {
    return fail(in_quotes(path) + " is no path for a file of a template: " + why);
  };
  if (path.empty()) return bad("it is empty");
  if (path.size() > template_path_bytes_max)
    return fail("a path is longer than " + std::to_string(template_path_bytes_max) + " bytes");
  for (char c : path)
    if (c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      return bad("it has a backslash or a control character");
  std::size_t depth = 0;
  std::string_view rest = path;
  while (true) {
    std::string_view part = rest.substr(0, rest.find('/'));
    if (part == ".." || part == "." || part.empty())
      return fail(in_quotes(path) + " leads out of the project");
    if (part == ".git") return bad("'.git' is not a template's");
    if (part.size() == rest.size()) return {};
    if (++depth > template_depth_max)
      return bad("it is more than " + std::to_string(template_depth_max) + " folders deep");
    rest.remove_prefix(part.size() + 1);
  }
}

result<template_files> read_template_folder(const fs::path& folder) {
  collector files;
  TRY(read_into(folder, "", 0, files));
  return files.take();
}

result<template_files> read_template_zip(std::string_view bytes) {
  zip_reader archive = TRY(zip_reader::open(bytes));
  collector files;
  for (std::uint64_t index = 0; index < archive.entry_count(); ++index) {
    zip_entry entry = TRY(archive.entry(index));
    TRY(check_kind(entry));
    bool folder = entry.name.ends_with('/') || (entry.unix_mode & S_IFMT) == S_IFDIR;
    if (folder) continue;
    TRY(files.announce(entry.name, entry.size));
    auto content = archive.read_entry(index, template_file_bytes_max);
    if (!content && content.error().code == EFBIG) return file_too_large(entry.name);
    if (!content)
      return std::unexpected(
          in_context("read " + in_quotes(entry.name), std::move(content).error()));
    TRY(files.add(std::move(entry.name), *std::move(content), (entry.unix_mode & 0100) != 0));
  }
  template_files out = files.take();
  enter_only_folder(out);
  return out;
}

}  // namespace lambent::cli
