// Artefacts as text: the table and the JSON of the command, and functions.json beside them.
#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/files.hpp"
#include "base/json_string.hpp"
#include "base/json_text.hpp"
#include "cli/build/package/artefacts.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t manifest_bytes_max = 16UL * 1024 * 1024;

std::string human_size(std::uint64_t bytes) {
  constexpr std::uint64_t kilo = 1000;
  constexpr std::uint64_t mega = kilo * kilo;
  if (bytes < kilo) return std::to_string(bytes) + " B";
  if (bytes < mega) return std::to_string((bytes + kilo / 2) / kilo) + " kB";
  std::uint64_t tenths = (bytes + mega / 20) / (mega / 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

// An entry of an earlier functions.json, as text; empty when it is none to keep.
std::string kept_entry(const json::value& entry, const fs::path& out,
                       const std::vector<artefact>& newer) {
  const json::object* object = entry.if_object();
  const json::value* name = object == nullptr ? nullptr : object->if_contains("name");
  const json::value* binary = object == nullptr ? nullptr : object->if_contains("binary");
  if (name == nullptr || !name->is_string() || binary == nullptr || !binary->is_string()) return {};
  auto same_name = [&](const artefact& a) {
    return a.name == std::string_view(name->get_string());
  };
  std::error_code ec;
  fs::path file = out / std::string(binary->get_string());
  // A flattened program lies where another one's lay.
  auto same_file = [&](const artefact& a) { return a.binary == file; };
  if (std::ranges::any_of(newer, same_name) || std::ranges::any_of(newer, same_file) ||
      !fs::exists(file, ec))
    return {};
  return json::serialize(entry);
}

std::vector<std::string> kept_entries(const fs::path& out, const std::vector<artefact>& newer) {
  std::vector<std::string> kept;
  auto text = read_file(out / "functions.json", manifest_bytes_max);
  if (!text) return kept;
  json::error_code ec;
  json::value parsed = json::parse(*text, ec);
  if (ec || !parsed.is_array()) return kept;
  for (const json::value& entry : parsed.get_array())
    if (std::string line = kept_entry(entry, out, newer); !line.empty())
      kept.push_back(std::move(line));
  return kept;
}

std::string manifest_entry(const artefact& a, const fs::path& out, const std::string& build_type) {
  std::string entry = "{\"name\":" + json_string(a.name) + ",\"kind\":\"" +
                      std::string(word_for(a.kind)) +
                      "\",\"architecture\":" + json_string(a.architecture) +
                      ",\"buildType\":" + json_string(build_type) +
                      ",\"binary\":" + json_string(a.binary.lexically_relative(out).string());
  if (!a.zip.empty())
    entry += ",\"zip\":" + json_string(a.zip.lexically_relative(out).string()) +
             ",\"codeSha256\":" + json_string(a.code_sha256);
  if (!a.image.empty())
    entry += ",\"image\":" + json_string(a.image.lexically_relative(out).string()) +
             ",\"imageDigest\":" + json_string(a.image_digest);
  if (!a.layer_libraries.empty())
    entry += ",\"layerLibraries\":" + json_string_list(a.layer_libraries);
  return entry + ",\"files\":" + json_string_list(a.members) + "}";
}

}  // namespace

result<> write_manifest(const std::vector<artefact>& artefacts, const fs::path& out,
                        const std::string& build_type) {
  std::vector<std::string> entries = kept_entries(out, artefacts);
  for (const artefact& a : artefacts) entries.push_back(manifest_entry(a, out, build_type));
  std::ranges::sort(entries);
  std::string text;
  for (const std::string& entry : entries) text += (text.empty() ? "\n  " : ",\n  ") + entry;
  return replace_file(out / "functions.json", "[" + text + "\n]\n", 0644);
}

std::string as_table(const std::vector<artefact>& artefacts) {
  using row = std::array<std::string, 5>;
  bool images = std::ranges::any_of(artefacts, [](const artefact& a) { return !a.image.empty(); });
  std::vector<row> rows = {{"NAME", "ARCH", "BINARY", "ZIP", "CODE SHA256"}};
  if (images) rows.front() = {"NAME", "ARCH", "BINARY", "IMAGE", "DIGEST"};
  for (const artefact& a : artefacts) {
    row line = {a.name, a.architecture, human_size(a.binary_bytes), "-", "-"};
    if (!a.zip.empty()) line[3] = human_size(a.zip_bytes), line[4] = a.code_sha256;
    if (!a.image.empty()) line[3] = human_size(a.image_bytes), line[4] = a.image_digest;
    rows.push_back(std::move(line));
  }
  row::size_type columns = rows.front().size();
  std::array<std::size_t, 5> widths{};
  for (const row& r : rows)
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], r[i].size());
  std::string out;
  for (const row& r : rows) {
    for (std::size_t i = 0; i < columns; ++i) {
      out += r[i];
      if (i + 1 < columns) out.append(widths[i] - r[i].size() + 2, ' ');
    }
    out += '\n';
  }
  return out;
}

std::string as_json(const std::vector<artefact>& artefacts) {
  std::string out;
  for (const artefact& a : artefacts) {
    out += out.empty() ? "{\"functions\":[" : ",";
    out += "{\"name\":" + json_string(a.name) + ",\"kind\":\"" + std::string(word_for(a.kind)) +
           "\",\"architecture\":" + json_string(a.architecture);
    out += ",\"binary\":" + json_string(a.binary.string());
    out += ",\"binaryBytes\":" + std::to_string(a.binary_bytes);
    out += ",\"files\":" + json_string_list(a.members);
    out += ",\"unzippedBytes\":" + std::to_string(a.unzipped_bytes);
    if (!a.zip.empty())
      out += ",\"zip\":" + json_string(a.zip.string()) +
             ",\"zipBytes\":" + std::to_string(a.zip_bytes) +
             ",\"codeSha256\":" + json_string(a.code_sha256);
    if (!a.image.empty())
      out += ",\"image\":" + json_string(a.image.string()) +
             ",\"imageBytes\":" + std::to_string(a.image_bytes) +
             ",\"imageDigest\":" + json_string(a.image_digest);
    std::vector<std::string> warnings;
    for (const finding& warning : a.warnings)
      warnings.push_back(warning.file + ": " + warning.what);
    out += ",\"warnings\":" + json_string_list(warnings) + "}";
  }
  return (out.empty() ? std::string("{\"functions\":[") : out) + "]}\n";
}

}  // namespace lambent::cli
