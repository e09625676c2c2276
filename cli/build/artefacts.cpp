#include "cli/build/artefacts.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "base/elf.hpp"
#include "base/files.hpp"
#include "base/json_string.hpp"
#include "base/json_text.hpp"
#include "base/sha256.hpp"
#include "base/zip_writer.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t file_bytes_max = 1UL << 30U;
// Lambda quotas: unzipped code and layers together; the upload without S3.
constexpr std::uint64_t unzipped_bytes_max = 250UL * 1024 * 1024;
constexpr std::uint64_t direct_upload_bytes_max = 50UL * 1024 * 1024;
constexpr std::string_view al2023_glibc = "2.34";

// An absolute path or one that climbs out would put another machine's files into the zip.
bool stays_inside(const fs::path& path) {
  return !path.empty() && path.is_relative() && std::ranges::find(path, "..") == path.end();
}

std::vector<std::string> judge(const elf_info& info) {
  std::vector<std::string> out;
  if (!info.dynamic) return out;
  std::string text = "it is linked dynamically";
  if (!info.glibc_needed.empty() && version_is_higher(info.glibc_needed, al2023_glibc))
    text += " and needs GLIBC_" + info.glibc_needed +
            ", but provided.al2023 has GLIBC_2.34: it will not start there";
  else
    text += " against this machine's C library; provided.al2023 has GLIBC_2.34 and few libraries";
  out.push_back(std::move(text));
  return out;
}

result<zip_member> entry_for(const fs::path& folder, const std::string& name) {
  if (!stays_inside(name)) return fail("'" + name + "' is not inside the function's folder");
  fs::path path = folder / name;
  zip_member entry{.name = fs::path(name).lexically_normal().generic_string(),
                   .content = TRY(read_file(path, file_bytes_max))};
  struct stat status{};
  // Of the mode only "may be executed" travels: an umask must not change the zip.
  bool executable = name == "bootstrap" ||
                    (::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0);
  entry.mode = S_IFREG | (executable ? 0755U : 0644U);
  return entry;
}

std::string human_size(std::uint64_t bytes) {
  constexpr std::uint64_t kilo = 1000;
  constexpr std::uint64_t mega = kilo * kilo;
  if (bytes < kilo) return std::to_string(bytes) + " B";
  if (bytes < mega) return std::to_string((bytes + kilo / 2) / kilo) + " kB";
  std::uint64_t tenths = (bytes + mega / 20) / (mega / 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

// Zips the files; also copies the binary when it is wanted elsewhere.
result<> write_out(const std::vector<zip_member>& entries, const artefact_options& options,
                   artefact& out) {
  std::uint64_t total = 0;
  for (const zip_member& entry : entries) {
    total += entry.content.size();
    if (options.out != options.built)
      TRY(replace_file(options.out / out.name / entry.name, entry.content, entry.mode & 0777U));
  }
  if (total > unzipped_bytes_max)
    out.warnings.push_back("it has " + human_size(total) + " unzipped; AWS Lambda takes 250 MB");
  if (!options.zip) return {};
  std::string zip = TRY(make_zip(entries));
  if (zip.size() > direct_upload_bytes_max)
    out.warnings.push_back("its zip has " + human_size(zip.size()) +
                           "; above 50 MB it has to be uploaded through S3");
  out.zip = options.out / (out.name + ".zip");
  out.zip_bytes = zip.size();
  out.code_sha256 = base64_of_sha256(zip);
  return replace_file(out.zip, zip, 0644);
}

}  // namespace

result<artefact> make_artefact(const built_function& function, const artefact_options& options) {
  fs::path folder = options.built / function.name;
  std::vector<zip_member> entries;
  entries.reserve(function.files.size());
  for (const std::string& file : function.files) entries.push_back(TRY(entry_for(folder, file)));
  auto binary = std::ranges::find(entries, "bootstrap", &zip_member::name);
  if (binary == entries.end()) return fail("there is no bootstrap among its files");

  std::string what = (folder / "bootstrap").string();
  elf_info info = TRY_FOR("check " + what, read_elf(binary->content));
  if (info.bits != 64 || (info.architecture != "x86_64" && info.architecture != "arm64"))
    return fail("check " + what + ": it is for " + info.architecture + ", " +
                    std::to_string(info.bits) + " bits",
                "AWS Lambda runs x86_64 and arm64, 64 bits");
  if (!function.architecture.empty() && function.architecture != info.architecture)
    return fail("check " + what + ": it is for " + info.architecture +
                ", but functions.json says " + function.architecture);
  artefact out{.name = function.name,
               .architecture = info.architecture,
               .binary = options.out / function.name / "bootstrap",
               .binary_bytes = binary->content.size(),
               .warnings = judge(info)};
  TRY(write_out(entries, options, out));
  return out;
}

std::string as_table(const std::vector<artefact>& artefacts) {
  using row = std::array<std::string, 5>;
  std::vector<row> rows = {{"NAME", "ARCH", "BINARY", "ZIP", "CODE SHA256"}};
  for (const artefact& a : artefacts)
    rows.push_back({a.name, a.architecture, human_size(a.binary_bytes),
                    a.zip.empty() ? "-" : human_size(a.zip_bytes),
                    a.zip.empty() ? "-" : a.code_sha256});
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
    out += "{\"name\":" + json_string(a.name) + ",\"architecture\":" + json_string(a.architecture);
    out += ",\"binary\":" + json_string(a.binary.string());
    out += ",\"binaryBytes\":" + std::to_string(a.binary_bytes);
    if (!a.zip.empty())
      out += ",\"zip\":" + json_string(a.zip.string()) +
             ",\"zipBytes\":" + std::to_string(a.zip_bytes) +
             ",\"codeSha256\":" + json_string(a.code_sha256);
    out += ",\"warnings\":[";
    for (std::size_t i = 0; i < a.warnings.size(); ++i)
      out += (i > 0 ? "," : "") + json_string(a.warnings[i]);
    out += "]}";
  }
  return (out.empty() ? std::string("{\"functions\":[") : out) + "]}\n";
}

}  // namespace lambent::cli
