#include "engine/api/s3_host.hpp"

namespace lambent::api {
namespace {

bool strip_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

}  // namespace

s3_host read_s3_host(std::string_view host) {
  host = host.substr(0, host.rfind(':'));
  bool local = strip_end(host, ".localhost");
  if (!local && !strip_end(host, ".amazonaws.com") && !strip_end(host, ".amazonaws.com.cn"))
    return {};
  // A bucket may have dots, and "s3" among its labels: the last one counts.
  for (std::string_view before = host;;) {
    auto dot = before.rfind('.');
    std::string_view label = dot == std::string_view::npos ? before : before.substr(dot + 1);
    if (label == "s3")
      return {true, dot == std::string_view::npos ? std::string_view() : before.substr(0, dot)};
    if (dot == std::string_view::npos) break;
    before = before.substr(0, dot);
  }
  return {false, local ? host : std::string_view()};
}

}  // namespace lambent::api
