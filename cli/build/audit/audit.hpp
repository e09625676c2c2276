// Whether a package will run on AWS Lambda, told from its bytes: architecture, loader, libraries,
// versions, instruction set, stack. What would only fail there fails here, with the way out.
#pragma once

#include <string>
#include <vector>

#include "base/zip_writer.hpp"
#include "cli/build/audit/lambda_image.hpp"

namespace lambent::cli {

struct finding {
  std::string file;  // Its name in the package.
  std::string what;
  std::string hint{};
};

struct audit_rules {
  const lambda_image* image = nullptr;
  std::string architecture;                    // "x86_64" or "arm64".
  std::string program = "bootstrap";           // The member that Lambda starts.
  std::vector<std::string> layer_libraries{};  // Shared libraries that a layer brings.
  bool unknown_layers = false;                 // Layers bring what nobody has named.
};

// Every mistake in the program and in the programs and shared libraries beside it.
[[nodiscard]] std::vector<finding> audit(const std::vector<zip_member>& members,
                                         const audit_rules& rules);

}  // namespace lambent::cli
