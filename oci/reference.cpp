#include "oci/reference.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "oci/limits.hpp"

namespace lambent::oci {
namespace {

constexpr std::string_view layout_prefix = "oci:";
constexpr std::string_view archive_prefix = "docker-archive:";
constexpr std::string_view registry_prefix = "docker://";  // As skopeo writes registries.
constexpr std::string_view docker_hub = "docker.io";
constexpr std::size_t host_max_bytes = 255;  // Of a domain name, RFC 1035.

// What skopeo and podman know beside these three. Taken for a registry's host, they would give an
// error about something that nobody wrote.
constexpr std::array<std::string_view, 7> other_transports = {
    "containers-storage:", "dir:", "docker-daemon:", "oci-archive:", "ostree:", "sif:", "tarball:"};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower_or_digit(char c) { return is_lower(c) || is_digit(c); }

// One component: letters and digits, with one '.', one or two '_', or any number of '-' between.
bool valid_component(std::string_view text) {
  std::size_t at = 0;
  auto run = [&](auto is) {
    std::size_t begin = at;
    while (at < text.size() && is(text[at])) ++at;
    return text.substr(begin, at - begin);
  };
  while (true) {
    if (run(is_lower_or_digit).empty()) return false;
    if (at == text.size()) return true;
    std::string_view between = run([](char c) { return !is_lower_or_digit(c); });
    bool dashes = between.find_first_not_of('-') == std::string_view::npos;
    if (!dashes && between != "." && between != "_" && between != "__") return false;
  }
}

// "127.0.0.1", "localhost", "registry.example", "[::1]", each with or without a port.
bool valid_host(std::string_view text) {
  std::string_view port;
  bool has_port = false;
  std::string_view host = text;
  if (text.starts_with('[')) {
    std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    if (end + 1 < text.size()) {
      if (text[end + 1] != ':') return false;
      has_port = true;
      port = text.substr(end + 2);
    }
    bool address = std::ranges::all_of(host, [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
             c == '.';
    });
    if (host.empty() || !address) return false;
  } else {
    if (std::size_t colon = text.find(':'); colon != std::string_view::npos) {
      has_port = true;
      host = text.substr(0, colon);
      port = text.substr(colon + 1);
    }
    bool name = std::ranges::all_of(
        host, [](char c) { return is_lower_or_digit(c) || is_upper(c) || c == '.' || c == '-'; });
    if (host.empty() || !name || host.starts_with('.') || host.starts_with('-')) return false;
  }
  if (host.size() > host_max_bytes) return false;
  std::uint16_t number = 0;
  auto [end, ec] = std::from_chars(port.data(), port.data() + port.size(), number);
  return !has_port || (ec == std::errc() && end == port.data() + port.size() && number != 0);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// The first part is a host when it can be no name on Docker Hub. Docker also takes one with capital
// letters alone for a host; written in small letters it would be another image.
bool looks_like_host(std::string_view part) {
  return part.find_first_of(".:") != std::string_view::npos || lower(part) == "localhost";
}

void set_host_and_repository(std::string_view text, registry_reference& out) {
  std::size_t slash = text.find('/');
  if (slash != std::string_view::npos && looks_like_host(text.substr(0, slash))) {
    out.registry = lower(text.substr(0, slash));
    out.repository = text.substr(slash + 1);
    if (out.registry == "index.docker.io") out.registry = docker_hub;
  } else {
    out.registry = docker_hub;
    out.repository = text;
  }
  if (out.registry == docker_hub && out.repository.find('/') == std::string::npos)
    out.repository.insert(0, "library/");
}

// "PATH[:TAG]"; as in skopeo the first colon is the one, so that tags may have more.
result<std::pair<std::string, std::string>> path_and_tag(std::string_view text,
                                                         std::string_view doing) {
  std::size_t colon = text.find(':');
  std::string path(text.substr(0, colon));
  if (path.empty()) return fail(std::string(doing) + ": there is no path behind the colon");
  if (colon == std::string_view::npos) return std::pair(std::move(path), std::string());
  std::string tag(text.substr(colon + 1));
  if (tag.empty()) return fail(std::string(doing) + ": there is no tag behind the last colon");
  return std::pair(std::move(path), std::move(tag));
}

std::string quoted(std::string_view text) {
  return "image reference '" + std::string(text.substr(0, 512)) + "'";
}

}  // namespace

bool valid_repository(std::string_view name) {
  if (name.size() > limits::repository_max_bytes) return false;
  while (true) {
    std::size_t slash = name.find('/');
    if (!valid_component(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

bool valid_tag(std::string_view tag) {
  if (tag.empty() || tag.size() > limits::tag_max_bytes) return false;
  if (tag.starts_with('.') || tag.starts_with('-')) return false;
  return std::ranges::all_of(tag, [](char c) {
    return is_lower_or_digit(c) || is_upper(c) || c == '_' || c == '.' || c == '-';
  });
}

result<registry_reference> parse_registry_reference(std::string_view text) {
  std::string doing = quoted(text);
  registry_reference out;
  std::string_view rest = text;
  if (std::size_t at = rest.find('@'); at != std::string_view::npos) {
    out.pinned = TRY_FOR(doing, digest::parse(rest.substr(at + 1)));
    rest = rest.substr(0, at);
  }
  std::size_t slash = rest.rfind('/');
  std::size_t colon = rest.find(':', slash == std::string_view::npos ? 0 : slash);
  if (colon != std::string_view::npos) {
    out.tag = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
    if (!valid_tag(out.tag))
      return fail(doing + ": '" + out.tag.substr(0, limits::tag_max_bytes) + "' is no tag",
                  "a tag has at most 128 letters, digits, '_', '.' and '-'");
  } else if (!out.pinned) {
    out.tag = "latest";
  }
  set_host_and_repository(rest, out);
  if (!valid_host(out.registry))
    return fail(doing + ": '" + out.registry.substr(0, host_max_bytes) + "' is no host");
  if (!valid_repository(out.repository))
    return fail(
        doing + ": '" + out.repository.substr(0, limits::repository_max_bytes) +
            "' is no repository",
        "a repository has lower-case letters and digits, with '.', '_', '-' and '/' between "
        "them, at most 255 bytes");
  return out;
}

result<reference> parse_reference(std::string_view text) {
  std::string doing = quoted(text);
  if (text.find('\0') != std::string_view::npos) return fail("image reference: has a NUL in it");
  if (text.starts_with(layout_prefix)) {
    auto [path, tag] = TRY(path_and_tag(text.substr(layout_prefix.size()), doing));
    return layout_reference{std::move(path), std::move(tag)};
  }
  if (text.starts_with(archive_prefix)) {
    auto [path, tag] = TRY(path_and_tag(text.substr(archive_prefix.size()), doing));
    return archive_reference{std::move(path), std::move(tag)};
  }
  for (std::string_view transport : other_transports)
    if (text.starts_with(transport))
      return fail(doing + ": the transport '" + std::string(transport) + "' is not supported",
                  "use oci:DIR[:TAG], docker-archive:FILE[:TAG] or HOST/REPOSITORY[:TAG]; skopeo "
                  "copies between all of them");
  if (text.starts_with(registry_prefix)) text.remove_prefix(registry_prefix.size());
  return TRY(parse_registry_reference(text));
}

std::string to_text(const registry_reference& where) {
  std::string text = where.registry + "/" + where.repository;
  if (!where.tag.empty()) text += ":" + where.tag;
  if (where.pinned) text += "@" + where.pinned->text();
  return text;
}

std::string to_text(const reference& where) {
  auto with_tag = [](std::string_view prefix, const std::string& path, const std::string& tag) {
    return std::string(prefix) + path + (tag.empty() ? "" : ":" + tag);
  };
  if (const auto* layout = std::get_if<layout_reference>(&where))
    return with_tag(layout_prefix, layout->directory, layout->tag);
  if (const auto* archive = std::get_if<archive_reference>(&where))
    return with_tag(archive_prefix, archive->file, archive->tag);
  std::string text = to_text(std::get<registry_reference>(where));
  // A host may be called like a transport: "oci:5000/hello".
  bool ambiguous = text.starts_with(layout_prefix) || text.starts_with(archive_prefix) ||
                   std::ranges::any_of(other_transports, [&](std::string_view transport) {
                     return text.starts_with(transport);
                   });
  return ambiguous ? std::string(registry_prefix) + text : text;
}

}  // namespace lambent::oci
