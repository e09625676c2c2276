// What CMake, ninja and compilers write about a build must never break `lambent watch`, and the
// compiler's words must stay text for people.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cli/build/cmake/file_api.hpp"
#include "cli/watch/build/diagnostics.hpp"
#include "cli/watch/inputs/depfile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace file_api = lambent::cli::file_api;
  namespace watch = lambent::cli::watch;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)file_api::parse_index(text);
  (void)file_api::parse_codemodel(text);
  (void)file_api::parse_target(text);
  (void)file_api::parse_cmake_files(text);
  (void)file_api::parse_toolchains(text);
  (void)watch::parse_ninja_deps(text);
  (void)watch::parse_depfile(text);
  std::string plain = watch::without_colours(text);
  if (plain.find('\x1b') != std::string::npos) std::abort();
  std::string messages = watch::compiler_messages(text, "/p");
  constexpr std::size_t limit = 64;
  if (messages.size() > text.size()) std::abort();
  if (watch::excerpt(messages, limit).size() > limit + 64) std::abort();
  return 0;
}
