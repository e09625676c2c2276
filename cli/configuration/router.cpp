#include "cli/configuration/router.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/configuration/schema.hpp"

namespace lambent::cli::configuration {
namespace {

constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

result<> want_path(const document& in, place at, const std::string& path) {
  if (path.starts_with('/')) return {};
  return fail_at(in, at, "the path '" + path + "' does not begin with '/'");
}

result<std::string> text_of(const document& in, const node& value, const std::string& name) {
  return TRY(values_of(in, value, {.name = name})).front();
}

result<std::vector<std::string>> methods_of(const document& in, const node& value,
                                            const std::string& name) {
  std::vector<std::string> out;
  for (const std::string& given : TRY(values_of(in, value, {.name = name, .repeatable = true}))) {
    std::string method = upper_case(given);
    if (method.empty() || method.find_first_not_of(capitals) != std::string::npos)
      return fail_at(in, value.at, "'" + given + "' is not an HTTP method");
    if (method != "ANY") out.push_back(method);
  }
  return out;
}

// { methods = [...], function = "..." }, and where `path` is empty a path, too.
result<route> read_target(const document& in, const node& table, const std::string& path) {
  if (table.kind != node_kind::table)
    return fail_at(
        in, table.at,
        "a route is a table with methods and function; this is " + std::string(a_kind(table.kind)));
  route out{.path = path, .methods = {}, .function = {}, .at = table.at};
  for (const member& found : table.members) {
    if (found.name == "function") {
      out.function = TRY(text_of(in, found.value, found.name));
    } else if (found.name == "methods" || found.name == "method") {
      out.methods = TRY(methods_of(in, found.value, found.name));
    } else if (found.name == "path" && path.empty()) {
      out.path = TRY(text_of(in, found.value, found.name));
      TRY(want_path(in, found.value.at, out.path));
    } else {
      std::vector<std::string> known = {"function", "methods"};
      if (path.empty()) known.emplace_back("path");
      std::string similar = closest(found.name, known);
      return fail_at(in, found.at, "a route has no '" + found.name + "'",
                     similar.empty() ? "" : "did you mean '" + similar + "'?");
    }
  }
  if (out.function.empty()) return fail_at(in, table.at, "this route names no function");
  if (out.path.empty()) return fail_at(in, table.at, "this route has no path");
  return out;
}

result<> append(std::vector<route>& out, const document& in, const member& found) {
  TRY(want_path(in, found.at, found.name));
  if (found.value.kind == node_kind::string) {
    route simple{.path = found.name, .methods = {}, .function = found.value.text, .at = found.at};
    if (simple.function.empty()) return fail_at(in, found.value.at, "this route names no function");
    out.push_back(std::move(simple));
    return {};
  }
  if (found.value.kind == node_kind::list) {
    for (const node& target : found.value.items)
      out.push_back(TRY(read_target(in, target, found.name)));
    return {};
  }
  out.push_back(TRY(read_target(in, found.value, found.name)));
  return {};
}

}  // namespace

result<std::vector<route>> read_router(const document& in, const member& router) {
  std::vector<route> out;
  if (router.value.kind == node_kind::list) {
    for (const node& item : router.value.items) out.push_back(TRY(read_target(in, item, "")));
    return out;
  }
  if (router.value.kind != node_kind::table)
    return fail_at(
        in, router.at,
        "'router' wants a table of paths; this is " + std::string(a_kind(router.value.kind)),
        R"(write [watch.router] and below "/path" = "function")");
  for (const member& found : router.value.members) TRY(append(out, in, found));
  return out;
}

result<> check_routes(const settings& from, std::span<const route> routes,
                      std::span<const std::string> known) {
  for (const route& each : routes) TRY(from.check_function({each.function, each.at}, known));
  return {};
}

result<std::vector<route>> router_of(const settings& from) {
  std::vector<route> out;
  for (const member* table :
       from.tables(std::array<std::string, 2>{"watch", "router"}, std::string_view())) {
    std::vector<route> stronger = TRY(read_router(from.file(), *table));
    std::erase_if(out, [&](const route& each) {
      return std::ranges::find(stronger, each.path, &route::path) != stronger.end();
    });
    out.insert(out.end(), stronger.begin(), stronger.end());
  }
  return out;
}

}  // namespace lambent::cli::configuration
