// The zip that is deployed: what `lambent build` left, or a program that is zipped here, with the
// files that are to lie beside it; and what AWS will say of it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/build/audit/lambda_image.hpp"
#include "cli/build/cmake/functions_json.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// The functions, or the extensions, in a folder of artefacts.
[[nodiscard]] result<std::vector<built_program>> deployable_programs(
    const std::filesystem::path& lambda_dir, program_kind kind);

struct package_request {
  built_program program{};
  std::filesystem::path lambda_dir{};   // Where the build puts its zip, or the program alone.
  std::filesystem::path given{};        // A zip or a program in place of these; empty: none.
  bool internal = false;                // The extension does not lie in a folder `extensions`.
  std::vector<std::string> includes{};  // As `lambent build --include` takes them.
  std::string s3_bucket{};
  const lambda_image* image = nullptr;  // What it is to run on.
  bool has_layers = false;              // It is deployed with layers, whatever they bring.
};

// Hash, size, and the architecture that the program in it is for. Fails when there is no program,
// when the zip is older than the program beside it, when the audit finds that it would not run on
// `image`, and when it has to go through S3 and is not to.
[[nodiscard]] result<wanted_code> read_package(const package_request& request);

// The zip's bytes, once more. Fails where they are no longer those that were read.
[[nodiscard]] result<std::string> package_bytes(const wanted_code& code);

}  // namespace lambent::cli::deploy
