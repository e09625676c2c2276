#include "engine/managed/ask.hpp"

#include <string_view>

#include "base/process.hpp"

namespace lambent::managed {
namespace {

constexpr std::size_t printed_bytes_max = 64UL * 1024;

std::string last_line(std::string_view text) {
  text = text.substr(0, text.find_last_not_of(" \n") + 1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

}  // namespace

result<std::string> ask(const std::string& program, const std::vector<std::string>& arguments,
                        std::chrono::milliseconds time_max) {
  process_options options{.argv = {program},
                          .unset_env = {"NODE_OPTIONS"},
                          .out = child_stream::capture,
                          .err = child_stream::capture};
  options.argv.insert(options.argv.end(), arguments.begin(), arguments.end());
  options.capture_bytes_max = printed_bytes_max;
  options.time_max = time_max;
  options.own_group = true;
  process_result ended = TRY(run_process(options));
  if (ended.ok()) return std::move(ended.out);
  const std::string said = last_line(ended.err);
  return fail("it ended with " + describe_exit(ended) + (said.empty() ? "" : ": " + said));
}

}  // namespace lambent::managed
