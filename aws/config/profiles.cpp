#include "aws/config/profiles.hpp"

#include <cerrno>

#include "base/files.hpp"

namespace lambent::aws {
namespace {

// Such files have a few hundred lines; this is for those that are something else.
constexpr std::uint64_t file_bytes_max = 4UL * 1024 * 1024;

std::string path_of(const environment& from, std::string_view variable,
                    std::string_view otherwise) {
  std::string path = from.get(variable);
  if (path.empty()) path = "~/.aws/" + std::string(otherwise);
  if (path.starts_with("~/")) path.replace(0, 1, from.get("HOME"));
  return path;
}

// Empty when there is no such file.
result<std::string> read_optional(const std::string& path) {
  auto text = read_file(path, file_bytes_max);
  if (!text && (text.error().code == ENOENT || text.error().code == ENOTDIR)) return std::string();
  return text;
}

void merge(profile& into, const ini_section& from) {
  for (const auto& [key, value] : from.values) into.values[key] = value;
}

}  // namespace

const std::string& profile::get(std::string_view key) const {
  static const std::string absent;
  auto found = values.find(key);
  return found == values.end() ? absent : found->second;
}

result<profiles> profiles::load(const environment& from) {
  std::string config_path = path_of(from, "AWS_CONFIG_FILE", "config");
  std::string credentials_path = path_of(from, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
  std::string config = TRY(read_optional(config_path));
  std::string credentials = TRY(read_optional(credentials_path));
  profiles out;
  TRY_FOR("read " + config_path, out.add_config(config));
  TRY_FOR("read " + credentials_path, out.add_credentials(credentials));
  return out;
}

result<profiles> profiles::parse(std::string_view config, std::string_view credentials) {
  profiles out;
  TRY_FOR("read the config file", out.add_config(config));
  TRY_FOR("read the credentials file", out.add_credentials(credentials));
  return out;
}

result<> profiles::add_config(std::string_view text) {
  std::vector<ini_section> sections = TRY(parse_ini(text));
  for (ini_section& section : sections) {
    bool is_profile = section.name.starts_with("profile") || section.name == "default";
    if (!is_profile && !section.name.starts_with("services")) continue;  // Of another tool.
    std::vector<std::string> words =
        TRY_FOR("section [" + section.name + "]", split_words(section.name));
    if (section.name == "default") words.insert(words.begin(), "profile");
    if (words.size() != 2) continue;
    if (words[0] == "profile") {
      profile& into = profiles_[words[1]];
      into.name = words[1];
      merge(into, section);
    } else if (words[0] == "services") {
      services_[words[1]] = std::move(section);
    }
  }
  return {};
}

result<> profiles::add_credentials(std::string_view text) {
  std::vector<ini_section> sections = TRY(parse_ini(text));
  for (const ini_section& section : sections) {
    profile& into = profiles_[section.name];
    into.name = section.name;
    merge(into, section);
  }
  return {};
}

const profile* profiles::find(std::string_view name) const {
  auto found = profiles_.find(name);
  return found == profiles_.end() ? nullptr : &found->second;
}

std::string profiles::names() const {
  std::string out;
  for (const auto& [name, unused] : profiles_) out.append(out.empty() ? "" : ", ").append(name);
  return out.empty() ? "none" : out;
}

result<std::string> profiles::service_endpoint(const profile& of,
                                               std::string_view service_key) const {
  const std::string& name = of.get("services");
  if (name.empty()) return std::string();
  auto section = services_.find(name);
  if (section == services_.end())
    return fail("profile " + of.name + " refers to [services " + name + "], which is not there",
                "write that section into the config file, or take `services` out of the profile");
  auto service = section->second.nested.find(service_key);
  if (service == section->second.nested.end()) return std::string();
  auto url = service->second.find("endpoint_url");
  return url == service->second.end() ? std::string() : url->second;
}

profile_choice choose_profile(std::string_view given, const environment& from) {
  if (!given.empty()) return {.name = std::string(given), .chosen_by = "--profile"};
  for (const char* variable : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"})
    if (const std::string& name = from.get(variable); !name.empty())
      return {.name = name, .chosen_by = variable};
  return {.name = "default"};
}

}  // namespace lambent::aws
