// Any bytes as AWS's config and credentials file and as a command line: what is read is no larger
// than what was given, and every profile is found by its name.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aws/config/profiles.hpp"

using namespace lambent::aws;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto sections = parse_ini(text)) {
    std::size_t bytes = 0;
    for (const ini_section& section : *sections) {
      bytes += section.name.size();
      for (const auto& [key, value] : section.values) {
        require(!key.empty());
        bytes += key.size() + value.size();
      }
    }
    require(bytes <= size);
  }
  if (auto words = split_words(text)) {
    std::size_t bytes = 0;
    for (const std::string& word : *words) bytes += word.size();
    require(bytes <= size);
  }
  std::string_view half = text.substr(0, size / 2);
  if (auto read = profiles::parse(half, text.substr(half.size()))) {
    if (const profile* found = read->find("default")) {
      require(found->name == "default");
      (void)read->service_endpoint(*found, "lambda");
    }
    require(!read->names().empty());
  }
  return 0;
}
