#include "engine/companions/s3/call.hpp"

#include "base/percent.hpp"
#include "engine/api/s3_host.hpp"

namespace lambent::companions::s3 {
namespace {

struct address {
  std::string bucket, key;
};

address read_address(std::string_view path, std::string_view host) {
  if (path.starts_with('/')) path.remove_prefix(1);
  if (auto named = api::read_s3_host(host); !named.bucket.empty())
    return {std::string(named.bucket), percent_decode(path)};
  auto slash = path.find('/');
  if (slash == std::string_view::npos) return {percent_decode(path), {}};
  return {percent_decode(path.substr(0, slash)), percent_decode(path.substr(slash + 1))};
}

}  // namespace

std::optional<std::string_view> call::parameter(std::string_view name) const {
  for (const auto& [key_, value] : query)
    if (key_ == name) return value;
  return std::nullopt;
}

call read_call(const http::request& request, const model::caller& who) {
  http::target target = http::parse_target(request.target);
  address to = read_address(target.path, request.headers.get("Host"));
  return {request, who, std::move(to.bucket), std::move(to.key), std::move(target.query)};
}

bool carries_object(const http::request& head) {
  if (head.method != "PUT" || head.headers.has("x-amz-copy-source")) return false;
  call read = read_call(head, {});
  return !read.key.empty() && !read.parameter("tagging") && !read.parameter("acl");
}

answer<copy_source> read_copy_source(std::string_view text) {
  auto refused = [] {
    return invalid_argument("Invalid copy source object key", "x-amz-copy-source",
                            "x-amz-copy-source");
  };
  copy_source from;
  if (auto question = text.find("?versionId="); question != std::string_view::npos) {
    from.version = percent_decode(text.substr(question + std::string_view("?versionId=").size()));
    text = text.substr(0, question);
  }
  std::string path = percent_decode(text);
  if (path.starts_with('/')) path.erase(0, 1);
  auto slash = path.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == path.size()) return refused();
  from.bucket = path.substr(0, slash);
  from.key = path.substr(slash + 1);
  return from;
}

}  // namespace lambent::companions::s3
