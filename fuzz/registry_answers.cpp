// Any bytes as what a registry, a token server, a credential helper and docker's file of logins may
// say: headers, locations, tokens, refusals. What comes of them keeps its promises.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cli/registry/auth_file.hpp"
#include "oci/distribution/auth/challenge.hpp"
#include "oci/distribution/auth/token.hpp"
#include "oci/distribution/limits.hpp"
#include "oci/distribution/wire/headers.hpp"
#include "oci/distribution/wire/refusal.hpp"
#include "oci/distribution/wire/url.hpp"

using namespace lambent;
using namespace lambent::oci::distribution;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// What goes into a request line or a header ends neither.
bool is_tame(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

void check_headers(std::string_view text) {
  const auto challenges = parse_challenges(text);
  require(challenges.size() <= limits::challenges_max);
  for (const challenge& each : challenges) {
    require(!each.scheme.empty() && each.parameters.size() <= limits::parameters_max);
    (void)token_request({"https", "h", "", "/"}, each, {"repository:a:pull"}, nullptr);
  }
  require(next_link(text).size() <= text.size());
  if (auto count = received_bytes(text)) require(*count != 1);
  if (auto range = parse_content_range(text))
    require(range->first <= range->last && (!range->total || range->last < *range->total));
  if (auto wait = asked_wait(text, std::chrono::system_clock::time_point()))
    require(wait->count() >= 0 && *wait <= limits::asked_wait_max);
}

void check_urls(std::string_view text) {
  const url base{"https", "registry.example", "5000", "/v2/a/blobs/uploads/?x"};
  for (const auto& found : {parse_url(text), resolve(base, text)}) {
    if (!found) continue;
    require(is_tame(to_text(*found)) && found->target.starts_with('/'));
    auto again = parse_url(to_text(*found));
    require(again && *again == *found && same_origin(*again, *found));
  }
}

void check_documents(std::string_view text) {
  if (auto found = parse_token_answer(text))
    require(!found->text.empty() && is_tame(found->text) && found->life.count() >= 0);
  const std::string said = refusal({.status = 400, .body = std::string(text)}).what;
  require(std::ranges::none_of(
      said, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }));
  if (auto file = cli::auth_file::parse(text)) {
    (void)file->login_for("docker.io", "library/debian");
    require(!file->helper_for("docker.io").contains('/'));
  }
  (void)cli::parse_helper_answer(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_headers(text);
  check_urls(text);
  check_documents(text);
  return 0;
}
