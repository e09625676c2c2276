#include "cli/invoke/curl.hpp"

#include <cstdlib>
#include <vector>

#include "aws/transport/caller.hpp"
#include "base/shell_word.hpp"

namespace lambent::cli {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

// An unsigned call is one of the engine's first account in this region.
constexpr const char* unsigned_region = "us-east-1";

curl_call::keys keys_for(const invoke_options& options, const aws::client& with) {
  if (!with.is_local("lambda")) return curl_call::keys::own;
  bool usual = with.region() == unsigned_region && options.connection.profile.empty() &&
               !is_set("AWS_ACCESS_KEY_ID");
  return usual ? curl_call::keys::none : curl_call::keys::invented;
}

// curl before 8.2 signs the path as it is, AWS's rule encodes it once more: no difference as long
// as the path has plain letters only, as it has with the version or alias in the query.
void move_qualifier(aws::lambda::function_ref& function) {
  std::string& name = function.name;
  std::size_t colon = name.find(':');
  if (colon == std::string::npos || name.find(':', colon + 1) != std::string::npos) return;
  if (!function.qualifier.empty()) return;
  function.qualifier = name.substr(colon + 1);
  name.resize(colon);
}

}  // namespace

std::string curl_command(const curl_call& call) {
  using keys = curl_call::keys;
  std::vector<std::string> lines = {"curl --silent --show-error --fail-with-body"};
  if (call.streamed) lines.back() += " --no-buffer";
  if (call.url.contains('[')) lines.back() += " --globoff";
  if (call.show_headers) lines.emplace_back("--dump-header /dev/stderr");
  for (const auto& [name, value] : call.what.headers)
    lines.push_back("--header " + shell_word(name + ": " + value));
  if (call.with != keys::none) {
    bool invented = call.with == keys::invented;
    lines.push_back("--aws-sigv4 " + shell_word("aws:amz:" + call.region + ":lambda"));
    lines.emplace_back(invented
                           ? R"(--user "${AWS_ACCESS_KEY_ID:-test}:${AWS_SECRET_ACCESS_KEY:-test}")"
                           : R"(--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY")");
    // One word in every shell; zsh does not split what a variable brings.
    lines.emplace_back(R"(${AWS_SESSION_TOKEN:+-H"X-Amz-Security-Token: $AWS_SESSION_TOKEN"})");
  }
  lines.push_back("--data-binary " +
                  shell_word(call.body_file.empty() ? call.what.body : "@" + call.body_file));
  lines.push_back(shell_word(call.url));
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : " \\\n  ") + line;
  return out;
}

exit_code print_curl(const invoke_options& options, const aws::client& with,
                     aws::lambda::invocation&& what) {
  using aws::lambda::response_mode;
  move_qualifier(what.function);
  const std::string endpoint = with.endpoint("lambda");
  curl_call call{
      .what = aws::lambda::invocation_request(
          std::move(what), options.stream ? response_mode::streamed : response_mode::buffered),
      .region = with.region(),
      .with = keys_for(options, with),
      .body_file = options.event.data_file,
      .streamed = options.stream,
      .show_headers = options.tail};
  auto form = aws::encode(call.what, endpoint);
  if (!form)
    return report(in_context("invoke " + options.name, std::move(form).error()), exit_code::usage);
  call.url = std::move(form->url);
  if (call.with == curl_call::keys::own && !is_set("AWS_ACCESS_KEY_ID"))
    note(
        "the command needs the keys in the environment: "
        "eval \"$(aws configure export-credentials --format env)\"");
  if (call.with != curl_call::keys::none && call.url.contains("%3A"))
    warn("curl before 8.2 signs a URL with %3A wrongly",
         "name the function instead of its ARN, and the version by --qualifier");
  return finish_with(curl_command(call) + "\n");
}

}  // namespace lambent::cli
