#include "cli/new/custom/template_source.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <utility>

#include "aws/transport/transport.hpp"
#include "base/files.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "base/this_machine.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr int redirects_max = 5;
constexpr std::chrono::minutes download_time_max{5};

bool ends_in_zip(std::string_view text) { return text.ends_with(".zip"); }

// What clones understand; "ext::" and the like, which run programs, are not among it.
bool is_url(std::string_view text) {
  return std::ranges::any_of(
      std::to_array<std::string_view>({"https://", "http://", "ssh://", "file://"}),
      [&](std::string_view start) { return text.starts_with(start); });
}

// git@HOST:OWNER/NAME
bool is_scp_like(std::string_view text) {
  std::size_t at = text.find('@');
  std::size_t colon = text.find(':');
  return at != std::string_view::npos && at > 0 && colon != std::string_view::npos &&
         colon > at + 1 && text.find('/') > colon && !text.starts_with('-') &&
         text.find("::") == std::string_view::npos;
}

// "gh:OWNER/NAME" as a URL; empty when it is no such shortcut.
std::string from_shortcut(std::string_view text) {
  constexpr auto hosts = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"gh:", "https://github.com/"},
       {"gl:", "https://gitlab.com/"},
       {"bb:", "https://bitbucket.org/"}});
  for (const auto& [shortcut, url] : hosts)
    if (text.starts_with(shortcut))
      return std::string(url) + std::string(text.substr(shortcut.size()));
  return {};
}

// "https://h/o/n/branch/feature/x" is branch "feature/x" of "https://h/o/n".
void split_branch(template_source& source) {
  for (std::string_view word : {"/branch/", "/tag/", "/tree/"}) {
    std::size_t at = source.where.find(word);
    if (at == std::string::npos || at + word.size() == source.where.size()) continue;
    source.branch = source.where.substr(at + word.size());
    source.where.resize(at);
    return;
  }
}

result<> check_transport(const std::string& url) {
  auto parts = TRY(aws::parse_url(url));
  if (parts.scheme == "https" || is_this_machine(parts.host)) return {};
  return fail(url + " is not https, so anybody on the way could change it");
}

// Where a redirect of `url` leads.
std::string redirected(const std::string& url, std::string location) {
  // Elsewhere on the same host.
  if (location.starts_with('/'))
    location.insert(0, url.substr(0, url.find('/', url.find("//") + 2)));
  return location;
}

result<std::string> download(std::string url) {
  aws::transport transport({.user_agent = "lambent"});
  for (int hop = 0; hop <= redirects_max; ++hop) {
    TRY(check_transport(url));
    std::string body;
    auto answer = transport.send(
        {.url = url, .total_timeout = download_time_max, .sink = [&](std::string_view piece) {
           body += piece;
           return body.size() <= template_bytes_max;
         }});
    if (!answer && answer.error().what == aws::http_failure::kind::stopped)
      return fail("GET " + url + ": it is larger than " + std::to_string(template_bytes_max) +
                  " bytes");
    if (!answer) return std::unexpected(std::move(answer.error().error));
    if (answer->status == 200) return body;
    std::string location(answer->header("location"));
    if (answer->status < 300 || answer->status > 399 || location.empty())
      return fail("GET " + url + ": HTTP status " + std::to_string(answer->status));
    url = redirected(url, std::move(location));
  }
  return fail("GET " + url + ": it was the end of more than " + std::to_string(redirects_max) +
              " redirects");
}

result<template_files> clone(const template_source& from) {
  std::error_code ec;
  fs::path parent = fs::temp_directory_path(ec);
  if (ec) return sys_fail("find the folder for temporary files", ec.value());
  auto folder = TRY(temporary_folder::make(parent, "lambent-template-"));
  std::string into = (folder.path() / "repository").string();
  std::vector<std::string> argv = {"git", "clone", "--quiet", "--depth=1", "--no-tags",
                                   // A server that stalls is not waited for for ever.
                                   "--config=http.lowSpeedLimit=1000",
                                   "--config=http.lowSpeedTime=30"};
  if (!from.branch.empty()) argv.push_back("--branch=" + from.branch);
  for (const std::string& last : {std::string("--"), from.where, into}) argv.push_back(last);
  auto ended = run_process({.argv = std::move(argv),
                            .set_env = {{"GIT_TERMINAL_PROMPT", "0"}},
                            .out = child_stream::discard,
                            .err = child_stream::capture});
  if (!ended && ended.error().code == ENOENT)
    return fail("git is not installed", "apt-get install git, or give a folder or a zip");
  if (!ended) return std::unexpected(std::move(ended).error());
  if (!ended->ok()) {
    std::string said = ended->err;
    while (said.ends_with('\n')) said.pop_back();
    return fail("git clone " + from.where + ": " +
                (said.empty() ? describe_exit(*ended) : said.substr(said.rfind('\n') + 1)));
  }
  return read_template_folder(into);
}

}  // namespace

bool looks_like_a_place(std::string_view text) {
  return text.find_first_of("/:@.") != std::string_view::npos;
}

result<template_source> parse_template_source(std::string_view text) {
  template_source out{.where = std::string(text)};
  std::error_code ec;
  fs::file_type type = fs::status(text, ec).type();
  if (type == fs::file_type::directory) return out;
  if (type == fs::file_type::regular && ends_in_zip(text)) {
    out.kind = source_kind::zip_file;
    return out;
  }
  if (type == fs::file_type::regular)
    return fail(std::string(text) + " is neither a folder nor a zip",
                "an archive's name ends in .zip");
  if (std::string url = from_shortcut(text); !url.empty()) out.where = url;
  if (is_url(out.where) && ends_in_zip(out.where) && !out.where.starts_with("file://")) {
    TRY(check_transport(out.where));
    out.kind = source_kind::zip_url;
    return out;
  }
  if (is_url(out.where) || is_scp_like(out.where)) {
    if (out.where.starts_with("http://")) TRY(check_transport(out.where));
    out.kind = source_kind::git;
    split_branch(out);
    return out;
  }
  return fail("there is no " + std::string(text),
              "a template is a folder, a .zip, or a repository such as gh:OWNER/NAME");
}

result<template_files> fetch_template(const template_source& from) {
  std::string doing = "template " + from.where;
  switch (from.kind) {
    case source_kind::folder:
      return TRY_FOR(doing, read_template_folder(from.where));
    case source_kind::zip_file: {
      std::string bytes = TRY_FOR(doing, read_file(from.where, template_bytes_max));
      return TRY_FOR(doing, read_template_zip(bytes));
    }
    case source_kind::zip_url: {
      std::string bytes = TRY_FOR(doing, download(from.where));
      return TRY_FOR(doing, read_template_zip(bytes));
    }
    case source_kind::git:
      return TRY_FOR(doing, clone(from));
  }
  return fail(doing + ": unknown kind");
}

}  // namespace lambent::cli
