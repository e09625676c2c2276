// A template's zip of arbitrary bytes: what is read stays inside the project and its limits.
#include <cstdint>
#include <cstdlib>

#include "cli/new/custom/template_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lambent::cli;
  auto files = read_template_zip({reinterpret_cast<const char*>(data), size});
  if (!files) return 0;
  if (files->size() > template_files_max) std::abort();
  for (const auto& file : *files)
    if (!check_template_path(file.path) || file.content.size() > template_file_bytes_max)
      std::abort();
  return 0;
}
