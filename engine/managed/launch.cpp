#include "engine/managed/launch.hpp"

#include "engine/managed/interpreter.hpp"

namespace lambent::managed {

launch launch_of(const runtime& wanted, std::uint32_t memory_mb, const std::string& wrapper) {
  std::vector<std::string> words{std::string(program_inside(wanted.in))};
  if (wanted.in == language::nodejs) {
    // A tenth of the memory for young objects, in two halves; the rest for old ones.
    const std::uint32_t young_mb = memory_mb / 10;
    words.insert(words.end(), {"--expose-gc", "--max-http-header-size", "81920",
                               "--max-semi-space-size=" + std::to_string(young_mb / 2),
                               "--max-old-space-size=" + std::to_string(memory_mb - young_mb),
                               "/var/runtime/index.mjs"});
  } else {
    // Without `site`: packages of this machine are none of Lambda's.
    words.insert(words.end(), {"-S", "/var/runtime/bootstrap.py"});
  }
  if (!wrapper.empty()) return {wrapper, std::move(words)};
  launch out{words.front(), {}};
  out.arguments.assign(words.begin() + 1, words.end());
  return out;
}

}  // namespace lambent::managed
