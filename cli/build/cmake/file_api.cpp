#include "cli/build/cmake/file_api.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <set>
#include <utility>

#include "base/files.hpp"
#include "base/text_member.hpp"

namespace lambent::cli::file_api {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t reply_bytes_max = 64UL * 1024 * 1024;
// Whose questions these are: the folder of the queries is called after it.
constexpr std::string_view client = "client-lambent";
constexpr std::array<std::string_view, 3> queries = {"codemodel-v2", "cmakeFiles-v1",
                                                     "toolchains-v1"};

result<json::object> parse_object(std::string_view text) {
  json::error_code ec;
  json::value parsed = json::parse({text.data(), text.size()}, ec);
  if (ec) return fail("read CMake's reply: " + ec.message());
  if (!parsed.is_object()) return fail("read CMake's reply: it is not an object");
  return std::move(parsed.as_object());
}

const json::object* object_at(const json::object& in, json::string_view name) {
  const json::value* found = in.if_contains(name);
  return found == nullptr ? nullptr : found->if_object();
}

bool true_at(const json::object& in, json::string_view name) {
  const json::value* found = in.if_contains(name);
  return found != nullptr && found->is_bool() && found->get_bool();
}

// Every object of a list; what is no object is passed over.
template <class Each>
void for_each_object(const json::object& in, json::string_view name, Each each) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr || !found->is_array()) return;
  for (const json::value& one : found->get_array())
    if (const json::object* object = one.if_object()) each(*object);
}

// A fragment of a command line may be several flags.
void add_words(std::vector<std::string>& to, const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    std::size_t space = std::min(rest.find(' '), rest.size());
    if (space > 0) to.emplace_back(rest.substr(0, space));
    rest.remove_prefix(std::min(space + 1, rest.size()));
  }
}

void add_text(std::vector<std::string>& to, std::string&& text) {
  if (!text.empty()) to.push_back(std::move(text));
}

}  // namespace

result<index> parse_index(std::string_view text) {
  json::object root = TRY(parse_object(text));
  const json::object* reply = object_at(root, "reply");
  const json::object* ours =
      reply == nullptr ? nullptr : object_at(*reply, {client.data(), client.size()});
  if (ours == nullptr) return fail("read CMake's reply: it does not answer our questions");
  auto file_of = [ours](std::string_view query) {
    const json::object* answer = object_at(*ours, {query.data(), query.size()});
    return answer == nullptr ? std::string() : text_member(*answer, "jsonFile");
  };
  return index{file_of(queries[0]), file_of(queries[1]), file_of(queries[2])};
}

result<std::vector<target_entry>> parse_codemodel(std::string_view text) {
  json::object root = TRY(parse_object(text));
  std::vector<target_entry> out;
  bool first = true;
  for_each_object(root, "configurations", [&](const json::object& configuration) {
    if (!std::exchange(first, false)) return;
    for_each_object(configuration, "targets", [&](const json::object& one) {
      out.push_back(
          {text_member(one, "id"), text_member(one, "name"), text_member(one, "jsonFile")});
    });
  });
  return out;
}

result<target> parse_target(std::string_view text) {
  json::object root = TRY(parse_object(text));
  target out;
  for_each_object(root, "sources", [&](const json::object& source) {
    add_text(out.sources, text_member(source, "path"));
  });
  for_each_object(root, "compileGroups", [&](const json::object& group) {
    for_each_object(group, "includes", [&](const json::object& include) {
      add_text(out.includes, text_member(include, "path"));
    });
    for_each_object(group, "compileCommandFragments", [&](const json::object& part) {
      add_words(out.flags, text_member(part, "fragment"));
    });
  });
  for_each_object(root, "dependencies", [&](const json::object& dependency) {
    add_text(out.dependencies, text_member(dependency, "id"));
  });
  return out;
}

result<std::vector<std::string>> parse_cmake_files(std::string_view text) {
  json::object root = TRY(parse_object(text));
  std::vector<std::string> out;
  for_each_object(root, "inputs", [&](const json::object& input) {
    if (!true_at(input, "isCMake") && !true_at(input, "isGenerated"))
      add_text(out, text_member(input, "path"));
  });
  return out;
}

result<std::vector<std::string>> parse_toolchains(std::string_view text) {
  json::object root = TRY(parse_object(text));
  std::vector<std::string> out;
  for_each_object(root, "toolchains", [&](const json::object& toolchain) {
    const json::object* compiler = object_at(toolchain, "compiler");
    const json::object* implicit = compiler ? object_at(*compiler, "implicit") : nullptr;
    const json::value* folders =
        implicit == nullptr ? nullptr : implicit->if_contains("includeDirectories");
    if (folders == nullptr || !folders->is_array()) return;
    for (const json::value& folder : folders->get_array())
      if (const json::string* path = folder.if_string())
        out.emplace_back(path->data(), path->size());
  });
  return out;
}

result<> ask(const fs::path& tree) {
  for (std::string_view query : queries) {
    fs::path file = tree / ".cmake/api/v1/query" / client / query;
    std::error_code ec;
    if (!fs::exists(file, ec)) TRY(create_file(file, ""));
  }
  return {};
}

namespace {

template <class T>
result<T> read_reply(const fs::path& folder, const std::string& name,
                     result<T> (*parse)(std::string_view)) {
  // A name is a file of that folder and nothing else.
  fs::path path = folder / fs::path(name).filename();
  std::string text = TRY(read_file(path, reply_bytes_max));
  auto parsed = parse(text);
  if (!parsed) return std::unexpected(in_context(path.string(), std::move(parsed).error()));
  return parsed;
}

// The newest index: their names sort by time.
result<index> read_index(const fs::path& folder) {
  std::string newest;
  std::error_code ec;
  for (fs::directory_iterator at(folder, ec), end; at != end && !ec; at.increment(ec)) {
    std::string name = at->path().filename().string();
    if (name.starts_with("index-")) newest = std::max(newest, name);
  }
  if (newest.empty())
    return fail("cmake wrote no model of the project into " + folder.string(),
                "it takes CMake 3.14 or later");
  return read_reply(folder, newest, parse_index);
}

}  // namespace

result<replies> read(const fs::path& tree) {
  fs::path folder = tree / ".cmake/api/v1/reply";
  index names = TRY(read_index(folder));
  replies out;
  if (!names.codemodel.empty()) {
    for (target_entry& entry : TRY(read_reply(folder, names.codemodel, parse_codemodel))) {
      target one = TRY(read_reply(folder, entry.file, parse_target));
      one.id = std::move(entry.id);
      one.name = std::move(entry.name);
      out.targets.push_back(std::move(one));
    }
  }
  if (!names.cmake_files.empty())
    out.cmake_files = TRY(read_reply(folder, names.cmake_files, parse_cmake_files));
  if (!names.toolchains.empty())
    out.implicit_includes = TRY(read_reply(folder, names.toolchains, parse_toolchains));
  return out;
}

std::vector<const target*> closure(const replies& of, const std::vector<std::string>& ids) {
  std::vector<const target*> out;
  std::vector<std::string> waiting = ids;
  std::set<std::string> seen;
  while (!waiting.empty()) {
    std::string id = std::move(waiting.back());
    waiting.pop_back();
    if (!seen.insert(id).second) continue;
    auto found = std::ranges::find(of.targets, id, &target::id);
    if (found == of.targets.end()) continue;
    out.push_back(&*found);
    waiting.insert(waiting.end(), found->dependencies.begin(), found->dependencies.end());
  }
  return out;
}

}  // namespace lambent::cli::file_api
