#include "cli/build/codemodel.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "base/files.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t reply_bytes_max = 64UL * 1024 * 1024;
constexpr const char* query_folder = ".cmake/api/v1/query/client-lambent";
constexpr const char* query_name = "codemodel-v2";
constexpr const char* reply_folder = ".cmake/api/v1/reply";

result<json::value> read_json(const fs::path& path) {
  std::string text = TRY(read_file(path, reply_bytes_max));
  json::error_code ec;
  json::value parsed = json::parse(text, ec);
  if (ec) return fail("read " + path.string() + ": " + ec.message());
  return parsed;
}

// The member at a path of names; null when one of them is missing.
const json::value* member(const json::value& from, std::initializer_list<json::string_view> names) {
  const json::value* at = &from;
  for (json::string_view name : names) {
    const json::object* object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains(name);
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string text_of(const json::value& from, json::string_view name) {
  const json::value* found = member(from, {name});
  const json::string* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

const json::array& list_of(const json::value& from, json::string_view name) {
  static const json::array none;
  const json::value* found = member(from, {name});
  const json::array* list = found == nullptr ? nullptr : found->if_array();
  return list == nullptr ? none : *list;
}

// The newest index: their names sort by time.
result<fs::path> find_index(const fs::path& replies) {
  fs::path newest;
  std::error_code ec;
  for (fs::directory_iterator at(replies, ec), end; at != end && !ec; at.increment(ec))
    if (at->path().filename().string().starts_with("index-")) newest = std::max(newest, at->path());
  if (ec || newest.empty())
    return fail("cmake wrote no model of the project into " + replies.string(),
                "it takes CMake 3.14 or later");
  return newest;
}

// Every target's id and the file that describes it.
struct codemodel {
  fs::path replies;
  std::map<std::string, std::string> ids;    // By name.
  std::map<std::string, std::string> files;  // By id.
};

result<codemodel> read_codemodel(const fs::path& tree) {
  codemodel out{.replies = tree / reply_folder, .ids = {}, .files = {}};
  fs::path newest = TRY(find_index(out.replies));
  json::value index = TRY(read_json(newest));
  const json::value* answer = member(index, {"reply", "client-lambent", query_name});
  std::string file = answer == nullptr ? "" : text_of(*answer, "jsonFile");
  if (file.empty()) return fail("cmake's model in " + out.replies.string() + " names no file");
  json::value model = TRY(read_json(out.replies / file));
  for (const json::value& configuration : list_of(model, "configurations")) {
    for (const json::value& target : list_of(configuration, "targets")) {
      std::string id = text_of(target, "id");
      out.ids[text_of(target, "name")] = id;
      out.files[id] = text_of(target, "jsonFile");
    }
  }
  return out;
}

std::set<std::string> flags_of(const json::value& target) {
  std::set<std::string> out;
  for (const json::value& group : list_of(target, "compileGroups")) {
    for (const json::value& part : list_of(group, "compileCommandFragments")) {
      std::string fragment = text_of(part, "fragment");
      std::string_view rest = fragment;
      while (!rest.empty()) {
        std::size_t space = rest.find(' ');
        if (space != 0) out.emplace(rest.substr(0, space));
        rest.remove_prefix(std::min(space, rest.size() - 1) + 1);
      }
    }
  }
  return out;
}

}  // namespace

result<> ask_for_codemodel(const fs::path& tree) {
  fs::path query = tree / query_folder / query_name;
  std::error_code ec;
  if (fs::exists(query, ec)) return {};
  return create_file(query, "");
}

result<std::vector<target_flags>> flags_behind(const fs::path& tree, const std::string& target) {
  codemodel model = TRY(read_codemodel(tree));
  std::vector<target_flags> out;
  auto first = model.ids.find(target);
  if (first == model.ids.end()) return out;
  std::vector<std::string> waiting = {first->second};
  std::set<std::string> seen;
  while (!waiting.empty()) {
    std::string id = std::move(waiting.back());
    waiting.pop_back();
    auto file = model.files.find(id);
    if (!seen.insert(id).second || file == model.files.end()) continue;
    json::value described = TRY(read_json(model.replies / file->second));
    std::set<std::string> flags = flags_of(described);
    out.push_back({text_of(described, "name"), {flags.begin(), flags.end()}});
    for (const json::value& dependency : list_of(described, "dependencies"))
      waiting.push_back(text_of(dependency, "id"));
  }
  return out;
}

}  // namespace lambent::cli
