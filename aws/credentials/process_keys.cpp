#include "aws/credentials/process_keys.hpp"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

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

// Runs in the environment that chose the profile: its files, its programs.
result<process_result> run(std::vector<std::string> words, const environment& from) {
  std::string doing = "run " + words.front();
  if (!words.front().contains('/'))
    if (std::string path = find_program(words.front(), from.get("PATH")); !path.empty())
      words.front() = std::move(path);
  process_options options{.argv = std::move(words),
                          .out = child_stream::capture,
                          .err = child_stream::capture,
                          // It may ask a person. What is no terminal is the command's own input.
                          .inherit_stdin = ::isatty(STDIN_FILENO) == 1,
                          .capture_bytes_max = output_bytes_max,
                          .time_max = command_time_max};
  for (const char* name : {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME", "PATH"})
    if (const std::string& value = from.get(name); !value.empty())
      options.set_env.emplace_back(name, value);
  return TRY_FOR(doing, run_process(options));
}

result<credentials> keys_printed(const std::string& program, const process_result& ended) {
  if (!ended.ok()) {
    std::string said = last_line(ended.err);
    return fail("run " + program + ": " + describe_exit(ended) + (said.empty() ? "" : ": " + said));
  }
  return TRY_FOR("read what " + program + " printed", read_key_document(ended.out));
}

}  // namespace

result<credentials> keys_from_command(std::string_view command_line, const environment& from) {
  std::vector<std::string> words = TRY_FOR("split the command", split_words(command_line));
  if (words.empty()) return fail("it names no program");
  std::string program = words.front();
  process_result ended = TRY(run(std::move(words), from));
  return keys_printed(program, ended);
}

result<credentials> keys_from_aws_cli(const std::string& profile, const environment& from,
                                      std::string hint) {
  const std::string install = "install the AWS CLI version 2 (Debian: awscli)";
  auto ended =
      run({"aws", "configure", "export-credentials", "--profile", profile, "--format", "process"},
          from);
  if (!ended && ended.error().code == ENOENT)
    return fail("profile " + profile + " needs the AWS CLI to sign in, and there is no program aws",
                install);
  if (!ended) return std::unexpected(std::move(ended).error());
  // What version 1 says of a command that it does not have.
  constexpr int usage_of_version_1 = 2;
  if (ended->signal == 0 && ended->exit_code == usage_of_version_1)
    return fail("profile " + profile +
                    " needs the AWS CLI version 2 to sign in, and the one in "
                    "PATH has no `aws configure export-credentials`",
                install);
  auto keys = keys_printed("aws", *ended);
  if (!keys) keys.error().hint = std::move(hint);
  return keys;
}

}  // namespace lambent::aws
