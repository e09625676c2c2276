#include "cli/deploy/package.hpp"

#include <array>

#include "base/elf.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "base/zip_reader.hpp"
#include "cli/build/functions_json.hpp"

namespace lambent::cli::deploy {
namespace {

// Lambda quotas: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
constexpr std::uint64_t direct_bytes_max = 52'428'800;    // 50 MB, with the request.
constexpr std::uint64_t package_bytes_max = 262'144'000;  // 250 MB, unzipped, by whatever way.
constexpr std::string_view program = "bootstrap";

result<std::string> read_entry(const zip_reader& zip, std::uint64_t index) {
  auto stream = TRY(zip.open_entry(index));
  std::string out;
  std::array<char, 65536> piece{};
  while (std::size_t size = TRY(stream.read(piece.data(), piece.size()))) {
    out.append(piece.data(), size);
    if (out.size() > package_bytes_max) return fail("it is larger than 250 MB");
  }
  return out;
}

result<std::string> read_program(std::string_view bytes) {
  auto zip = TRY(zip_reader::open(bytes));
  for (std::uint64_t index = 0; index < zip.entry_count(); ++index)
    if (TRY(zip.entry(index)).name == program) return read_entry(zip, index);
  return fail("there is no bootstrap in it", "`lambent build --release` makes one");
}

}  // namespace

result<std::vector<std::string>> deployable_functions(const std::filesystem::path& lambda_dir) {
  auto programs = read_functions_json(lambda_dir);
  if (!programs && programs.error().code == ENOENT)
    return fail("nothing is built: there is no " + (lambda_dir / "functions.json").string(),
                "`lambent build --release` builds and packs the project's functions");
  if (!programs) return std::unexpected(std::move(programs).error());
  std::vector<std::string> out;
  for (const built_program& one : *programs)
    if (one.kind == program_kind::function) out.push_back(one.name);
  return out;
}

result<wanted_code> read_package(const std::filesystem::path& zip, const std::string& s3_bucket) {
  const std::string doing = "read " + zip.string();
  auto bytes = read_file(zip, package_bytes_max);
  if (!bytes && bytes.error().code == ENOENT)
    return fail("there is no " + zip.string(), "`lambent build --release` makes it");
  if (!bytes) return std::unexpected(std::move(bytes).error());
  const std::string bootstrap = TRY_FOR(doing, read_program(*bytes));
  const elf_info about = TRY_FOR(doing, read_elf(bootstrap));
  if (about.architecture != "x86_64" && about.architecture != "arm64")
    return fail(doing + ": its bootstrap is for " + about.architecture,
                "Lambda runs x86_64 and arm64");
  if (bytes->size() > direct_bytes_max && s3_bucket.empty())
    return fail(zip.string() + " has more than 50 MB, which Lambda takes from S3 alone",
                "--s3-bucket names a bucket in the function's region");
  return wanted_code{.zip = zip,
                     .bytes = bytes->size(),
                     .sha256 = base64_of_sha256(*bytes),
                     .architecture = about.architecture,
                     .s3_bucket = s3_bucket,
                     .s3_key = {}};
}

}  // namespace lambent::cli::deploy
