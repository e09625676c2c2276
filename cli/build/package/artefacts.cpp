#include "cli/build/package/artefacts.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "cli/build/package/function_image.hpp"
#include "cli/build/package/includes.hpp"
#include "oci/layout/layout_target.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr unsigned program_mode = S_IFREG | 0755U;

std::string name_in_package(const built_program& program, const packaging& how) {
  if (program.kind == program_kind::function) return "bootstrap";
  return how.internal ? program.name : "extensions/" + program.name;
}

result<std::vector<zip_member>> members_of(const built_program& program, const packaging& how) {
  std::vector<zip_member> out;
  if (program.kind == program_kind::extension) {
    out.push_back(TRY(read_member(how.built / place_of(program), name_in_package(program, how))));
  } else {
    for (const std::string& file : program.files) {
      if (!stays_inside(file)) return fail("'" + file + "' is not inside the function's folder");
      std::string name = fs::path(file).lexically_normal().generic_string();
      const fs::path at = name == "bootstrap" ? place_of(program) : fs::path(program.name) / file;
      out.push_back(TRY(read_member(how.built / at, std::move(name))));
    }
  }
  for (zip_member& member : out)
    if (member.name == name_in_package(program, how)) member.mode = program_mode;
  for (const zip_member& include : how.includes) {
    if (std::ranges::find(out, include.name, &zip_member::name) != out.end())
      return fail("'" + include.name + "' is included, and the build makes a file of that name",
                  "give it another name: --include NAME:PATH");
    out.push_back(include);
  }
  return out;
}

std::uint64_t bytes_of(const std::vector<zip_member>& members) {
  std::uint64_t total = 0;
  for (const zip_member& member : members) total += member.content.size();
  return total;
}

std::string megabytes(std::uint64_t bytes) {
  constexpr std::uint64_t mebi = 1024UL * 1024;
  return std::to_string((bytes + mebi - 1) / mebi) + " MB";
}

// A CMake tree of the user's own in build/ has its programs where ours go. One older than all that
// it is made of is linked again when he builds there.
result<> make_older_than_its_sources(const fs::path& path) {
  constexpr std::time_t first_of_1980 = 315'532'800;  // As in the zip.
  const timespec then{.tv_sec = first_of_1980, .tv_nsec = 0};
  const timespec times[2] = {then, then};
  if (::utimensat(AT_FDCWD, path.c_str(), times, 0) != 0)
    return sys_fail("set the time of " + path.string());
  return {};
}

result<> place_program(const zip_member& program, const fs::path& path, const fs::path& out) {
  auto there = read_file(path, program.content.size());
  if (!there || *there != program.content || ::access(path.c_str(), X_OK) != 0)
    TRY(replace_file(path, program.content, program_mode & 0777U));
  std::error_code ec;
  if (fs::exists(out.parent_path() / "CMakeCache.txt", ec)) TRY(make_older_than_its_sources(path));
  return {};
}

fs::path place_in_out(const built_program& program, const packaging& how) {
  if (program.kind == program_kind::function && program.name == how.flatten)
    return how.out / "bootstrap";
  return how.out / place_of(program);
}

fs::path zip_in_out(const built_program& program, const packaging& how) {
  fs::path folder = program.kind == program_kind::extension ? how.out / "extensions" : how.out;
  return folder / (program.name + ".zip");
}

// A function's image, on nothing. `lambent image build` makes others.
result<> write_image(const std::vector<zip_member>& members, const packaging& how, artefact& out) {
  std::int64_t time = TRY(oci::source_date());
  oci::assembly parts(time);
  function_image image =
      TRY(add_function_image(parts, {.members = members, .architecture = out.architecture},
                             {.includes = how.image_includes}, nullptr));
  out.image = how.out / (out.name + ".oci");
  out.image_digest = image.manifest.digest.text();
  out.image_bytes = image.packed_bytes;
  auto target = TRY(oci::make_layout(out.image.string(), "latest"));
  TRY(oci::copy_image(parts, *target));
  return {};
}

}  // namespace

result<prepared_package> prepare_package(const built_program& program, const packaging& how) {
  std::vector<zip_member> members = TRY(members_of(program, how));
  prepared_package out{.program = program, .members = std::move(members), .mistakes = {}};
  if (how.image == nullptr) return out;
  std::string started = name_in_package(program, how);
  out.mistakes = audit(out.members, {.image = how.image,
                                     .architecture = program.architecture,
                                     .program = started,
                                     .layer_libraries = how.layer_libraries});
  std::uint64_t bytes = bytes_of(out.members);
  if (!how.oci && bytes > unzipped_bytes_max)
    out.mistakes.push_back(
        {.file = started,
         .what = "the package has " + megabytes(bytes) + " unzipped, and AWS Lambda takes 250 MB",
         .hint = "read large data from Amazon S3 or EFS, or build with --release, which strips"});
  return out;
}

result<artefact> write_artefact(const prepared_package& package, const packaging& how) {
  const built_program& program = package.program;
  artefact out{.name = program.name,
               .kind = program.kind,
               .architecture = program.architecture,
               .binary = place_in_out(program, how),
               .layer_libraries = how.layer_libraries,
               .unzipped_bytes = bytes_of(package.members)};
  std::string started = name_in_package(program, how);
  for (const zip_member& member : package.members) {
    out.members.push_back(member.name);
    if (member.name != started) continue;
    out.binary_bytes = member.content.size();
    TRY(place_program(member, out.binary, how.out));
  }
  std::ranges::sort(out.members);
  if (how.oci) TRY(write_image(package.members, how, out));
  if (!how.zip) return out;
  std::string zip = TRY(make_zip(package.members));
  if (zip.size() > direct_upload_bytes_max)
    out.warnings.push_back(
        {.file = program.name + ".zip",
         .what = "it has " + megabytes(zip.size()) + ", and AWS Lambda takes 50 MB directly",
         .hint = "upload it through Amazon S3"});
  out.zip = zip_in_out(program, how);
  out.zip_bytes = zip.size();
  out.code_sha256 = base64_of_sha256(zip);
  TRY(replace_file(out.zip, zip, 0644));
  return out;
}

}  // namespace lambent::cli
