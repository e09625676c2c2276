#include "aws/sigv4/canonical.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

#include "base/ascii.hpp"
#include "base/percent.hpp"
#include "base/sha256.hpp"

namespace lambent::aws::sigv4 {
namespace {

// Dot segments as RFC 3986 section 5.2.4 has them; AWS drops empty segments too.
std::string normalised(std::string_view path) {
  std::vector<std::string_view> kept;
  std::string_view rest = path;
  while (!rest.empty()) {
    std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(segment.size() + 1, rest.size()));
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!segment.empty() && segment != "." && segment != "..") kept.push_back(segment);
  }
  std::string out;
  for (std::string_view segment : kept) out.append("/").append(segment);
  if (out.empty() || path.ends_with('/')) out += '/';
  return out;
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Without spaces at the ends; runs of them inside count as one.
void append_trimmed(std::string& out, std::string_view value) {
  bool pending = false;
  bool begun = false;
  for (char c : value) {
    if (is_space(c)) {
      pending = begun;
      continue;
    }
    if (pending) out += ' ';
    pending = false;
    begun = true;
    out += c;
  }
}

using merged_headers = std::map<std::string, std::string>;

merged_headers merge(std::span<const header> headers) {
  merged_headers merged;
  for (const auto& [name, value] : headers) {
    auto [place, is_new] = merged.try_emplace(lower_case(name));
    if (!is_new) place->second += ',';
    append_trimmed(place->second, value);
  }
  return merged;
}

std::string names_of(const merged_headers& headers) {
  std::string names;
  for (const auto& [name, value] : headers) {
    if (!names.empty()) names += ';';
    names += name;
  }
  return names;
}

sha256_digest hmac_sha256(std::string_view key, std::string_view text) {
  sha256_digest digest{};
  // Fails only when the process is out of memory or OpenSSL was built without SHA-256.
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
           nullptr) == nullptr)
    std::abort();
  return digest;
}

std::string_view bytes_of(const sha256_digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

path_rules rules_for(std::string_view service) {
  bool as_it_is = service == "s3" || service == "s3express" || service == "s3-outposts";
  return {.normalise = !as_it_is, .encode_again = !as_it_is};
}

std::string canonical_path(std::string_view path, path_rules rules) {
  std::string out = rules.normalise ? normalised(path) : std::string(path);
  if (out.empty()) out = "/";
  // S3's path is decoded first, so that a sender's choice of what to encode does not matter.
  return percent_encode(rules.encode_again ? out : percent_decode(out), "/");
}

std::string canonical_query(std::string_view query, std::string_view leave_out) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    std::string_view name = pair.substr(0, pair.find('='));
    std::string_view value = pair.substr(std::min(name.size() + 1, pair.size()));
    if (!leave_out.empty() && name == leave_out) continue;
    pairs.emplace_back(percent_encode(percent_decode(name)), percent_encode(percent_decode(value)));
  }
  std::ranges::sort(pairs);
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

std::string signed_header_names(std::span<const header> headers) {
  return names_of(merge(headers));
}

std::string canonical_request(const wire_request& request, path_rules rules) {
  merged_headers headers = merge(request.headers);
  std::string out(request.method);
  out.append("\n").append(canonical_path(request.path, rules));
  out.append("\n").append(canonical_query(request.query)).append("\n");
  for (const auto& [name, value] : headers) out.append(name).append(":").append(value).append("\n");
  out.append("\n").append(names_of(headers));
  return out.append("\n").append(request.payload_sha256);
}

std::string scope::text() const { return date + "/" + region + "/" + service + "/aws4_request"; }

std::string string_to_sign(sys_seconds time, const scope& in, std::string_view canonical_request) {
  return "AWS4-HMAC-SHA256\n" + amz_date(time) + "\n" + in.text() + "\n" +
         to_hex(sha256(canonical_request));
}

std::string signature(std::string_view secret_access_key, const scope& in,
                      std::string_view string_to_sign) {
  sha256_digest key = hmac_sha256("AWS4" + std::string(secret_access_key), in.date);
  for (std::string_view part : {std::string_view(in.region), std::string_view(in.service),
                                std::string_view("aws4_request"), string_to_sign})
    key = hmac_sha256(bytes_of(key), part);
  return to_hex(key);
}

}  // namespace lambent::aws::sigv4
