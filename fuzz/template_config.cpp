// lambent-template.toml of arbitrary bytes: what is read keeps its own rules.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "cli/new/custom/custom_template.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lambent;
  auto config = cli::parse_template_config({reinterpret_cast<const char*>(data), size});
  if (!config) {
    if (config.error().what.empty()) std::abort();
    return 0;
  }
  for (const cli::template_prompt& prompt : config->prompts) {
    if (!templates::is_variable_name(prompt.variable)) std::abort();
    if (prompt.otherwise && !prompt.choices.empty() &&
        std::ranges::find(prompt.choices, *prompt.otherwise) == prompt.choices.end())
      std::abort();
  }
  templates::variables values;
  (void)cli::answer_prompts(*config, nullptr, values);
  return 0;
}
