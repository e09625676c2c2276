#include "aws/credentials/process_keys.hpp"

#include <chrono>

#include "aws/config/ini.hpp"
#include "aws/credentials/key_document.hpp"
#include "base/process.hpp"

namespace lambent::aws {
namespace {

// Long enough for a person who is asked for a code on the way.
constexpr std::chrono::minutes command_time_max{5};
constexpr std::size_t output_bytes_max = 1024UL * 1024;

std::string last_line(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));  // npos + 1 is 0.
}

result<credentials> keys_from(std::vector<std::string> words, const environment& from) {
  std::string doing = "run " + words.front();
  process_options options{.argv = std::move(words),
                          .out = child_stream::capture,
                          .err = child_stream::capture,
                          .capture_bytes_max = output_bytes_max,
                          .time_max = command_time_max};
  // The files and the program are those of the environment that chose this profile.
  for (const char* name : {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME", "PATH"})
    if (const std::string& value = from.get(name); !value.empty())
      options.set_env.emplace_back(name, value);
  process_result ended = TRY_FOR(doing, run_process(options));
  if (!ended.ok()) {
    std::string said = last_line(ended.err);
    return fail(doing + ": " + describe_exit(ended) + (said.empty() ? "" : ": " + said));
  }
  return TRY_FOR("read what " + options.argv.front() + " printed", read_key_document(ended.out));
}

}  // namespace

result<credentials> keys_from_command(std::string_view command_line, const environment& from) {
  std::vector<std::string> words = TRY_FOR("split the command", split_words(command_line));
  if (words.empty()) return fail("it names no program");
  return keys_from(std::move(words), from);
}

result<credentials> keys_from_aws_cli(const std::string& profile, const environment& from) {
  auto keys = keys_from(
      {"aws", "configure", "export-credentials", "--profile", profile, "--format", "process"},
      from);
  if (!keys && keys.error().code == ENOENT)
    return fail("profile " + profile + " needs the AWS CLI to sign in, and there is no program aws",
                "install the AWS CLI version 2 (Debian: awscli)");
  if (!keys && keys.error().hint.empty())
    keys.error().hint = "`aws sso login --profile " + profile + "` signs in";
  return keys;
}

}  // namespace lambent::aws
