// What a build leaves behind: each program that was asked for, judged, and the zip made of it.
// Knows files, not CMake.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/zip_writer.hpp"
#include "cli/build/audit/audit.hpp"
#include "cli/build/cmake/functions_json.hpp"

namespace lambent::cli {

struct packaging {
  std::filesystem::path built;  // Where the programs lie: NAME/bootstrap, extensions/NAME.
  std::filesystem::path out;    // Where they and their zips go, laid out alike.
  bool zip = true;
  bool oci = false;  // An image of each function in place of its zip, NAME.oci, on no base.
  std::vector<std::string> image_includes{};  // For that image, which takes more than a zip.
  bool internal = false;                // Extensions without the folder `extensions` in the zip.
  std::string flatten{};                // The function whose bootstrap goes directly into `out`.
  std::vector<zip_member> includes{};   // Beside the program in its zip.
  const lambda_image* image = nullptr;  // Null: for this machine alone, nothing is judged.
  std::vector<std::string> layer_libraries{};
};

// One program, read and judged, not yet written.
struct prepared_package {
  built_program program;
  std::vector<zip_member> members;  // The program under the name that Lambda starts.
  std::vector<finding> mistakes;    // Any one of them fails the build.
};

[[nodiscard]] result<prepared_package> prepare_package(const built_program& program,
                                                       const packaging& how);

struct artefact {
  std::string name;
  program_kind kind = program_kind::function;
  std::string architecture;
  std::filesystem::path binary;
  std::uint64_t binary_bytes = 0;
  std::vector<std::string> layer_libraries{};
  std::vector<std::string> members{};  // Names in the package.
  std::uint64_t unzipped_bytes = 0;
  std::filesystem::path zip{};  // Empty when none was asked for; so are the two below.
  std::uint64_t zip_bytes = 0;
  std::string code_sha256{};      // Base64, as AWS tells it.
  std::filesystem::path image{};  // An OCI image layout; empty when none was asked for.
  std::string image_digest{};
  std::uint64_t image_bytes = 0;    // Of its layers, packed.
  std::vector<finding> warnings{};  // What Lambda takes, but not without more.
};

[[nodiscard]] result<artefact> write_artefact(const prepared_package& package,
                                              const packaging& how);

// Puts the artefacts into out/functions.json; the entries of other programs that still lie there
// stay. `build_type` is said beside each.
[[nodiscard]] result<> write_manifest(const std::vector<artefact>& artefacts,
                                      const std::filesystem::path& out,
                                      const std::string& build_type);

// A table, and the same as JSON.
[[nodiscard]] std::string as_table(const std::vector<artefact>& artefacts);
[[nodiscard]] std::string as_json(const std::vector<artefact>& artefacts);

}  // namespace lambent::cli
