// Env files: what is read can be written again and reads the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cli/configuration/dotenv.hpp"
#include "cli/configuration/variables.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace configuration = lambent::cli::configuration;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto read = configuration::parse_dotenv(text, "f.env");
  if (!read) return read.error().what.starts_with("f.env:") ? 0 : (std::abort(), 0);
  std::string again;
  for (const auto& [name, value] : *read) {
    if (!configuration::is_variable_name(name)) std::abort();
    again += name + "=\"";
    for (char c : value) {
      if (c == '"' || c == '\\' || c == '$') again += '\\';
      again += c;
    }
    again += "\"\n";
  }
  if (configuration::parse_dotenv(again, "again") != *read) std::abort();
  return 0;
}
