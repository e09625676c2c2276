#include "cli/configuration/settings.hpp"

#include <algorithm>

#include "base/joined.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli::configuration {
namespace {

const member* find_member(const node& table, std::string_view name) {
  auto found = std::ranges::find(table.members, name, &member::name);
  return found == table.members.end() ? nullptr : &*found;
}

const node* find_table(const node* table, std::string_view name) {
  const node* found = table == nullptr ? nullptr : table->find(name);
  return found != nullptr && found->kind == node_kind::table ? found : nullptr;
}

const member* at_path(const node& table, std::span<const std::string> path) {
  const member* found = find_member(table, path.front());
  if (path.size() == 1 || found == nullptr) return found;
  return at_path(found->value, path.subspan(1));
}

// The top and the context, weakest first.
std::vector<const node*> levels(const node& root, const std::string& context) {
  std::vector<const node*> out = {&root};
  if (const node* chosen = find_table(find_table(&root, "context"), context); chosen != nullptr)
    out.push_back(chosen);
  return out;
}

std::string hint_for(const std::string& name, const std::vector<std::string>& known) {
  std::string similar = closest(name, known);
  if (!similar.empty()) return "did you mean '" + similar + "'?";
  return known.empty() ? "" : "there are: " + joined(known);
}

}  // namespace

result<settings> settings::make(document file, std::filesystem::path folder, std::string context) {
  std::vector<std::string> contexts;
  if (const node* table = find_table(&file.root, "context"); table != nullptr)
    for (const member& each : table->members) contexts.push_back(each.name);
  if (!context.empty() && std::ranges::find(contexts, context) == contexts.end())
    return fail(file.path + " has no context '" + context + "'",
                contexts.empty() ? "a context begins with [context." + context + ".deploy]"
                                 : hint_for(context, contexts));
  settings out;
  out.file_ = std::make_shared<const document>(std::move(file));
  out.folder_ = std::move(folder);
  out.context_ = std::move(context);
  return out;
}

const document& settings::file() const {
  static const document none;
  return has_file() ? *file_ : none;
}

std::string settings::resolved_path(const std::string& path) const {
  if (folder_.empty() || path.empty() || path == "-" || path.front() == '/') return path;
  return (folder_ / path).lexically_normal().string();
}

std::string settings::resolved_place(const std::string& text) const {
  return text.starts_with("./") || text.starts_with("../") ? resolved_path(text) : text;
}

std::string settings::resolved_include(const std::string& text) const {
  const std::string path = resolved_path(text);
  if (path == text) return text;
  std::error_code ec;
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos && colon > 0 && !std::filesystem::exists(path, ec))
    return text.substr(0, colon + 1) + resolved_path(text.substr(colon + 1));
  const std::filesystem::path tidy = std::filesystem::path(text).lexically_normal();
  const bool has_name = colon == std::string::npos && *tidy.begin() != "..";
  return has_name ? text + ":" + path : path;
}

std::vector<const member*> settings::tables(std::span<const std::string> path,
                                            std::string_view function) const {
  std::vector<const member*> out;
  if (!has_file() || path.empty()) return out;
  for (const node* level : levels(file_->root, context_)) {
    if (const member* found = at_path(*level, path)) out.push_back(found);
    if (function.empty()) continue;
    const node* own = find_table(find_table(level, "functions"), function);
    const member* found = own == nullptr ? nullptr : at_path(*own, path);
    if (found != nullptr) out.push_back(found);
  }
  return out;
}

std::vector<named_function> settings::functions() const {
  std::vector<named_function> out;
  if (!has_file()) return out;
  for (const node* level : levels(file_->root, context_)) {
    const node* table = find_table(level, "functions");
    if (table == nullptr) continue;
    for (const member& each : table->members)
      if (std::ranges::find(out, each.name, &named_function::name) == out.end())
        out.push_back({.name = each.name, .at = each.at});
  }
  return out;
}

result<> settings::check_functions(std::span<const std::string> known) const {
  for (const named_function& each : functions()) TRY(check_function(each, known));
  return {};
}

result<> settings::check_function(const named_function& named,
                                  std::span<const std::string> known) const {
  if (std::ranges::find(known, named.name) != known.end()) return {};
  return fail_at(file(), named.at, "the project has no function '" + named.name + "'",
                 hint_for(named.name, {known.begin(), known.end()}));
}

}  // namespace lambent::cli::configuration
