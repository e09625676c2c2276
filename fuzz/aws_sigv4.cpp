// Any bytes as a signed request: nobody is let in without the key, and the canonical forms of a
// path and a query are their own canonical forms where they must be.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "aws/sigv4/verifier.hpp"

using namespace lambent::aws::sigv4;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string_view take_line(std::string_view& from) {
  std::string_view line = from.substr(0, from.find('\n'));
  from.remove_prefix(std::min(line.size() + 1, from.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  received_request request{.method = take_line(rest), .target = take_line(rest)};
  std::vector<header> headers;
  while (!rest.empty()) {
    std::string_view line = take_line(rest);
    if (line.empty()) break;
    std::size_t colon = std::min(line.find(':'), line.size());
    headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
  }
  request.headers = headers;
  request.body = rest;
  lambent::aws::sys_seconds now{std::chrono::seconds(1'440'938'160)};
  auto by = verify(request, [](std::string_view) { return std::string(64, 's'); }, now);
  require(!by && !by.error().message.empty());

  std::string query = canonical_query(request.target);
  require(canonical_query(query) == query);
  std::string path = canonical_path(request.target, rules_for("s3"));
  require(canonical_path(path, rules_for("s3")) == path);
  require(canonical_path(request.target, rules_for("lambda")).starts_with('/'));
  return 0;
}
