#include "engine/registry/address.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/percent.hpp"
#include "engine/http/byte_range.hpp"
#include "oci/reference.hpp"

namespace lambent::registry {
namespace {

constexpr std::string_view root = "/v2/";

// The last part of a path, which is taken off it.
std::string_view pop(std::string_view& path) {
  auto slash = path.rfind('/');
  std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
  path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  return last;
}

bool pop_if(std::string_view& path, std::string_view wanted) {
  std::string_view rest = path;
  if (pop(rest) != wanted) return false;
  path = rest;
  return true;
}

answer<address> with_name(resource what, std::string_view name, std::string_view reference) {
  if (!oci::valid_repository(name)) return name_invalid(name);
  return address{what, std::string(name), std::string(reference)};
}

bool matches(std::string_view pattern, std::string_view media_type) {
  if (pattern == "*/*") return true;
  if (pattern.ends_with("/*")) return media_type.starts_with(pattern.substr(0, pattern.size() - 1));
  return same_letters(pattern, media_type);
}

// "application/json;q=0.5"; nothing is accepted with q=0.
bool element_accepts(std::string_view element, std::string_view media_type) {
  auto semicolon = element.find(';');
  if (!matches(trimmed(element.substr(0, semicolon)), media_type)) return false;
  if (semicolon == std::string_view::npos) return true;
  std::string parameters = lower_case(element.substr(semicolon));
  std::erase_if(parameters, [](char c) { return c == ' ' || c == '\t'; });
  auto q = parameters.find(";q=");
  if (q == std::string::npos) return true;
  std::string_view value = std::string_view(parameters).substr(q + 3);
  value = value.substr(0, value.find(';'));
  return value.find_first_not_of("0.") != std::string_view::npos;
}

}  // namespace

bool is_addressed(std::string_view target) {
  std::string_view path = target.substr(0, target.find('?'));
  return path == "/v2" || path.starts_with(root);
}

answer<address> read_address(std::string_view path) {
  std::string decoded = percent_decode(path);
  std::string_view rest = decoded;
  if (rest == "/v2" || rest == root) return address{};
  if (!rest.starts_with(root)) return unsupported(404, "the registry's paths begin with /v2/");
  rest.remove_prefix(root.size());
  if (rest == "_catalog") return address{resource::catalog, {}, {}};
  std::string_view last = pop(rest);
  if (last == "list" && pop_if(rest, "tags")) return with_name(resource::tags, rest, {});
  if (last == "uploads" && pop_if(rest, "blobs")) return with_name(resource::uploads, rest, {});
  if (std::string_view name = rest; pop_if(name, "uploads") && pop_if(name, "blobs"))
    return with_name(last.empty() ? resource::uploads : resource::upload, name, last);
  if (pop_if(rest, "blobs")) return with_name(resource::blob, rest, last);
  if (pop_if(rest, "manifests")) return with_name(resource::manifest, rest, last);
  if (pop_if(rest, "referrers")) return with_name(resource::referrers, rest, last);
  return unsupported(404, "no such path in a registry");
}

std::string path_of_blob(std::string_view repository, const oci::digest& digest) {
  return std::string(root).append(repository).append("/blobs/").append(digest.text());
}

std::string path_of_upload(std::string_view repository, std::string_view id) {
  return std::string(root).append(repository).append("/blobs/uploads/").append(id);
}

std::string path_of_manifest(std::string_view repository, std::string_view reference) {
  return std::string(root).append(repository).append("/manifests/").append(reference);
}

// https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
bool has_digest_form(std::string_view text) {
  constexpr std::size_t chars_max = 256;
  auto colon = text.find(':');
  if (colon == std::string_view::npos || text.size() > chars_max) return false;
  std::string_view algorithm = text.substr(0, colon), encoded = text.substr(colon + 1);
  auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  auto is_separator = [](char c) { return c == '+' || c == '.' || c == '_' || c == '-'; };
  bool after_letter = false;
  for (char c : algorithm) {
    if (!is_letter(c) && !(is_separator(c) && after_letter)) return false;
    after_letter = is_letter(c);
  }
  return after_letter && !encoded.empty() && std::ranges::all_of(encoded, [&](char c) {
           return is_letter(lower_case(c)) || c == '=' || c == '_' || c == '-';
         });
}

answer<oci::digest> read_digest(std::string_view text) {
  auto read = oci::digest::parse(text);
  if (!read) return digest_invalid(std::move(read.error().what), text);
  return *read;
}

answer<std::optional<oci::digest>> read_wanted_digest(std::string_view text) {
  auto read = oci::digest::parse(text);
  if (read) return std::optional(*read);
  if (has_digest_form(text) && !text.starts_with("sha256:")) return std::nullopt;
  return digest_invalid(std::move(read.error().what), text);
}

std::optional<chunk_range> read_chunk_range(std::string_view text) {
  // The specification has no unit here; HTTP's own form of the header has one, and some send it.
  if (text.starts_with("bytes ")) text.remove_prefix(std::string_view("bytes ").size());
  text = text.substr(0, text.find('/'));
  auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  auto first = http::read_number(text.substr(0, dash));
  auto last = http::read_number(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return chunk_range{*first, *last};
}

bool accepts(const http::headers& given, std::string_view media_type) {
  bool asked = false;
  for (std::size_t i = 0; i < given.size(); ++i) {
    auto [name, value] = given[i];
    if (!same_letters(name, "Accept")) continue;
    while (!value.empty()) {
      std::string_view element = value.substr(0, value.find(','));
      value.remove_prefix(std::min(element.size() + 1, value.size()));
      if (trimmed(element).empty()) continue;
      if (element_accepts(element, media_type)) return true;
      asked = true;
    }
  }
  return !asked;
}

}  // namespace lambent::registry
