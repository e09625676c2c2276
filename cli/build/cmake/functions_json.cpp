#include "cli/build/cmake/functions_json.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/files.hpp"
#include "base/text_member.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;

constexpr std::uint64_t functions_json_bytes_max = 16UL * 1024 * 1024;

std::vector<std::string> strings_member(const json::object& object, json::string_view name) {
  std::vector<std::string> out;
  if (const json::value* found = object.if_contains(name); found != nullptr && found->is_array())
    for (const json::value& each : found->get_array())
      if (const json::string* text = each.if_string()) out.emplace_back(text->data(), text->size());
  return out;
}

result<built_program> parse_one(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return fail("a function is not an object");
  built_program out{.name = text_member(*object, "name"),
                    .target = text_member(*object, "target"),
                    .architecture = text_member(*object, "architecture"),
                    .files = {},
                    .binary = text_member(*object, "binary"),
                    .build_type = text_member(*object, "buildType"),
                    .layer_libraries = strings_member(*object, "layerLibraries")};
  if (out.name.empty()) return fail("a function has no name");
  if (out.name.find('/') != std::string::npos) return fail("a function's name has a '/'");
  if (!out.binary.empty() && !stays_inside(out.binary))
    return fail("the binary of '" + out.name + "' is not inside the folder");
  if (out.target.empty()) out.target = out.name;
  if (text_member(*object, "kind") == word_for(program_kind::extension)) {
    out.kind = program_kind::extension;
    return out;
  }
  out.files = strings_member(*object, "files");
  if (std::ranges::find(out.files, "bootstrap") == out.files.end())
    out.files.emplace_back("bootstrap");
  return out;
}

}  // namespace

std::string_view word_for(program_kind kind) {
  return kind == program_kind::extension ? "extension" : "function";
}

bool stays_inside(const std::filesystem::path& path) {
  return !path.empty() && path.is_relative() && std::ranges::find(path, "..") == path.end();
}

std::filesystem::path place_of(const built_program& program) {
  if (!program.binary.empty()) return program.binary;
  return program.kind == program_kind::extension
             ? std::filesystem::path("extensions") / program.name
             : std::filesystem::path(program.name) / "bootstrap";
}

result<std::vector<built_program>> parse_functions_json(std::string_view text) {
  json::error_code ec;
  json::value parsed = json::parse({text.data(), text.size()}, ec);
  if (ec) return fail("not JSON: " + ec.message());
  const json::array* list = parsed.if_array();
  if (const json::object* object = parsed.if_object())
    if (const json::value* functions = object->if_contains("functions"))
      list = functions->if_array();
  if (list == nullptr) return fail("no list of functions");
  std::vector<built_program> out;
  for (const json::value& value : *list) out.push_back(TRY(parse_one(value)));
  return out;
}

result<std::vector<built_program>> read_functions_json(const std::filesystem::path& lambda) {
  std::filesystem::path path = lambda / "functions.json";
  std::string text = TRY(read_file(path, functions_json_bytes_max));
  return TRY_FOR("read " + path.string(), parse_functions_json(text));
}

}  // namespace lambent::cli
