#include "cli/deploy/package.hpp"

#include <algorithm>
#include <cerrno>

#include "base/elf.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "base/zip_reader.hpp"
#include "base/zip_writer.hpp"
#include "cli/build/audit/audit.hpp"
#include "cli/build/package/artefacts.hpp"
#include "cli/build/package/includes.hpp"
#include "cli/build/toolchain.hpp"

namespace lambent::cli::deploy {
namespace {

namespace fs = std::filesystem;

// Lambda quotas: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
constexpr std::uint64_t direct_bytes_max = 52'428'800;    // 50 MB, with the request.
constexpr std::uint64_t package_bytes_max = 262'144'000;  // 250 MB, unzipped, by whatever way.
constexpr std::uint32_t program_mode = 0100755;
constexpr std::uint32_t file_mode = 0100644;

result<std::vector<zip_member>> unpacked(std::string_view bytes) {
  auto zip = TRY(zip_reader::open(bytes));
  std::vector<zip_member> out;
  std::uint64_t left = package_bytes_max;
  for (std::uint64_t index = 0; index < zip.entry_count(); ++index) {
    zip_entry entry = TRY(zip.entry(index));
    auto content = zip.read_entry(index, left);
    if (!content && content.error().code == EFBIG) return fail("it is larger than 250 MB");
    if (!content) return std::unexpected(in_context(entry.name, std::move(content).error()));
    left -= content->size();
    out.push_back({.name = std::move(entry.name),
                   .content = *std::move(content),
                   .mode = entry.unix_mode == 0 ? file_mode : entry.unix_mode});
  }
  return out;
}

// Names under which Lambda would start the program, the likeliest first.
std::vector<std::string> program_names(const package_request& request) {
  const std::string& name = request.program.name;
  if (request.program.kind == program_kind::function) return {"bootstrap"};
  if (request.internal) return {name};
  return {"extensions/" + name, name};
}

error no_program(const package_request& request) {
  const std::string& name = request.program.name;
  if (request.program.kind == program_kind::function)
    return {"there is no bootstrap in it", 0, "`lambent build --release` makes one"};
  if (request.internal)
    return {"there is no " + name + " in it", 0,
            "`lambent build --extension --internal` makes one"};
  return {"there is neither extensions/" + name + " nor " + name + " in it", 0,
          "`lambent build --extension --release` makes one"};
}

// What is in a zip, and which of it Lambda starts.
struct contents {
  std::vector<zip_member> members;
  std::string started;

  [[nodiscard]] const std::string& program() const {
    return std::ranges::find(members, started, &zip_member::name)->content;
  }
};

result<contents> look_into(std::string_view bytes, const package_request& request) {
  contents out{.members = TRY(unpacked(bytes)), .started = {}};
  for (const std::string& name : program_names(request)) {
    if (std::ranges::find(out.members, name, &zip_member::name) == out.members.end()) continue;
    out.started = name;
    return out;
  }
  return std::unexpected(no_program(request));
}

// Of a zip or a program: the bytes as they lie there, or those of a zip that is made of them.
struct packed {
  fs::path file;
  std::string bytes;
  bool made_here = false;
};

bool is_program(std::string_view bytes) {
  return bytes.starts_with(
      "\x7f"
      "ELF");
}

result<packed> packed_program(const fs::path& file, std::string&& program,
                              const package_request& request) {
  std::vector<zip_member> members{{.name = program_names(request).front(),
                                   .content = std::move(program),
                                   .mode = program_mode}};
  std::string bytes = TRY(make_zip(std::move(members)));
  return packed{.file = file, .bytes = std::move(bytes), .made_here = true};
}

result<packed> packed_given(const package_request& request) {
  auto bytes = read_file(request.given, package_bytes_max);
  if (!bytes && bytes.error().code == ENOENT) return fail("there is no " + request.given.string());
  if (!bytes) return std::unexpected(std::move(bytes).error());
  if (is_program(*bytes)) return packed_program(request.given, *std::move(bytes), request);
  return packed{.file = request.given, .bytes = *std::move(bytes)};
}

// `lambent build --output-format binary` leaves programs without zips, and may leave an earlier
// zip.
result<> check_is_not_stale(const packed& zip, const fs::path& program,
                            const package_request& request) {
  auto beside = read_file(program, package_bytes_max);
  if (!beside) return {};
  auto inside = look_into(zip.bytes, request);
  if (!inside || inside->program() == *beside) return {};
  return fail(zip.file.string() + " has another program than " + program.string(),
              "`lambent build --release` makes both; --binary-path names the one that is meant");
}

// Such a program may start on Lambda all the same, and does not belong there.
result<> check_is_for_lambda(const built_program& program) {
  for (sanitizer one : {sanitizer::address, sanitizer::thread}) {
    std::string word(word_for(one));
    if (program.build_type.ends_with("-" + word))
      return fail(program.name + " was built with --sanitize " + word + ", for this machine alone",
                  std::string("`lambent build ") +
                      (program.kind == program_kind::extension ? "--extension " : "") +
                      program.name + " --release` builds it for AWS Lambda");
  }
  return {};
}

result<packed> packed_build(const package_request& request) {
  const built_program& program = request.program;
  TRY(check_is_for_lambda(program));
  const fs::path binary = request.lambda_dir / place_of(program);
  fs::path zip = request.lambda_dir;
  if (program.kind == program_kind::extension) zip /= "extensions";
  zip /= program.name + ".zip";
  auto bytes = read_file(zip, package_bytes_max);
  if (bytes) {
    packed out{.file = zip, .bytes = *std::move(bytes)};
    TRY(check_is_not_stale(out, binary, request));
    return out;
  }
  if (bytes.error().code != ENOENT) return std::unexpected(std::move(bytes).error());
  auto members =
      prepare_package(program, {.built = request.lambda_dir, .internal = request.internal});
  if (!members)
    return fail("there is no " + zip.string(),
                program.kind == program_kind::extension
                    ? "`lambent build --extension --release` makes it"
                    : "`lambent build --release` makes it");
  std::string made = TRY(make_zip(std::move(members->members)));
  return packed{.file = binary, .bytes = std::move(made), .made_here = true};
}

result<> add_includes(packed& to, const package_request& request) {
  if (request.includes.empty()) return {};
  auto members = TRY(unpacked(to.bytes));
  for (zip_member& include : TRY(read_includes(request.includes, "."))) {
    if (std::ranges::find(members, include.name, &zip_member::name) != members.end())
      return fail("'" + include.name + "' is included, and there is a file of that name already",
                  "give it another name: --include NAME:PATH");
    members.push_back(std::move(include));
  }
  to.bytes = TRY(make_zip(std::move(members)));
  to.made_here = true;
  return {};
}

// As `lambent build` does: what was packed elsewhere or by hand has been seen by nobody, and what
// was built may have been built for another runtime.
result<> check_audit(const contents& inside, const package_request& request,
                     const std::string& architecture) {
  const std::vector<finding> mistakes =
      audit(inside.members, {.image = request.image,
                             .architecture = architecture,
                             .program = inside.started,
                             .layer_libraries = request.program.layer_libraries,
                             .unknown_layers = request.has_layers});
  if (mistakes.empty()) return {};
  std::string what;
  for (const finding& each : mistakes)
    what += (what.empty() ? "" : "; ") + each.file + ": " + each.what;
  return fail("it would not run on AWS Lambda: " + what, mistakes.front().hint);
}

}  // namespace

result<std::vector<built_program>> deployable_programs(const fs::path& lambda_dir,
                                                       program_kind kind) {
  auto programs = read_functions_json(lambda_dir);
  if (!programs && programs.error().code == ENOENT)
    return fail("nothing is built: there is no " + (lambda_dir / "functions.json").string(),
                kind == program_kind::extension
                    ? "`lambent build --extension --release` builds and packs the extensions"
                    : "`lambent build --release` builds and packs the project's functions");
  if (!programs) return std::unexpected(std::move(programs).error());
  std::erase_if(*programs, [&](const built_program& one) { return one.kind != kind; });
  return programs;
}

result<wanted_code> read_package(const package_request& request) {
  packed found = TRY(request.given.empty() ? packed_build(request) : packed_given(request));
  const std::string doing = "read " + found.file.string();
  TRY(add_includes(found, request));
  contents inside = TRY_FOR(doing, look_into(found.bytes, request));
  const elf_info about = TRY_FOR(doing, read_elf(inside.program()));
  if (about.architecture != "x86_64" && about.architecture != "arm64")
    return fail(doing + ": its program is for " + about.architecture,
                "Lambda runs x86_64 and arm64");
  TRY_FOR("audit " + found.file.string(), check_audit(inside, request, about.architecture));
  if (found.bytes.size() > direct_bytes_max && request.s3_bucket.empty())
    return fail(
        found.file.string() + " has more than 50 MB zipped, which Lambda takes from S3 alone",
        "--s3-bucket names a bucket in the function's region");
  std::vector<std::string> files;
  for (zip_member& member : inside.members) files.push_back(std::move(member.name));
  return wanted_code{.zip = std::move(found.file),
                     .content = found.made_here ? found.bytes : std::string(),
                     .bytes = found.bytes.size(),
                     .sha256 = base64_of_sha256(found.bytes),
                     .architecture = about.architecture,
                     .files = std::move(files),
                     .s3_bucket = request.s3_bucket,
                     .s3_key = {}};
}

result<std::string> package_bytes(const wanted_code& code) {
  if (!code.content.empty()) return code.content;
  std::string bytes = TRY(read_file(code.zip, package_bytes_max));
  if (base64_of_sha256(bytes) != code.sha256)
    return fail(code.zip.string() + " has changed since it was looked at", "deploy again");
  return bytes;
}

}  // namespace lambent::cli::deploy
