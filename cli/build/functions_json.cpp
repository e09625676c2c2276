#include "cli/build/functions_json.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace lambent::cli {
namespace {

namespace json = boost::json;

const json::string* string_member(const json::object& object, json::string_view name) {
  const json::value* found = object.if_contains(name);
  return found == nullptr ? nullptr : found->if_string();
}

result<built_function> parse_one(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return fail("a function is not an object");
  const json::string* name = string_member(*object, "name");
  if (name == nullptr || name->empty()) return fail("a function has no name");
  if (name->find('/') != json::string::npos) return fail("a function's name has a '/'");
  built_function out{.name = {name->data(), name->size()}, .architecture = {}, .files = {}};
  if (const json::string* architecture = string_member(*object, "architecture"))
    out.architecture.assign(architecture->data(), architecture->size());
  if (const json::value* files = object->if_contains("files"); files && files->is_array())
    for (const json::value& file : files->as_array())
      if (const json::string* path = file.if_string())
        out.files.emplace_back(path->data(), path->size());
  if (std::ranges::find(out.files, "bootstrap") == out.files.end())
    out.files.emplace_back("bootstrap");
  return out;
}

}  // namespace

result<std::vector<built_function>> parse_functions_json(std::string_view text) {
  json::error_code ec;
  json::value parsed = json::parse({text.data(), text.size()}, ec);
  if (ec) return fail("not JSON: " + ec.message());
  const json::array* list = parsed.if_array();
  if (const json::object* object = parsed.if_object())
    if (const json::value* functions = object->if_contains("functions"))
      list = functions->if_array();
  if (list == nullptr) return fail("no list of functions");
  std::vector<built_function> out;
  for (const json::value& value : *list) out.push_back(TRY(parse_one(value)));
  return out;
}

}  // namespace lambent::cli
