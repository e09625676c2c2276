#include "aws/services/lambda_ready.hpp"

#include <algorithm>
#include <array>

#include "aws/services/lambda.hpp"
#include "aws/services/pauses.hpp"

namespace lambent::aws::lambda {
namespace {

std::unexpected<call_error> not_ready(std::string what, std::string_view hint) {
  return std::unexpected(
      call_error{.kind = call_failure::refused, .error = {std::move(what), 0, std::string(hint)}});
}

json_answer await(client& with, const std::string& name, const sleeper& sleep,
                  std::string_view hint, bool accepts_failed_update) {
  using namespace std::chrono_literals;
  using kind = readiness::kind;
  pauses wait(100ms, 2s, ready_wait_max);
  while (true) {
    json_object configuration = TRY(get_function_configuration(with, {name, {}}));
    const readiness now = readiness_of(configuration);
    if (now.what == kind::ready || (accepts_failed_update && now.what == kind::update_failed))
      return configuration;
    if (now.what != kind::busy)
      return not_ready("Lambda could not make the function ready: " + now.why, hint);
    const auto pause = wait.next();
    if (pause == 0ms)
      return not_ready("the function was not ready within " +
                           std::to_string(ready_wait_max.count()) + " minutes",
                       hint);
    sleep(pause);
  }
}

}  // namespace

readiness readiness_of(const json_object& configuration) {
  auto said = [&](const char* code, const char* reason) {
    std::string out = text_at(configuration, code);
    const std::string why = text_at(configuration, reason);
    if (!out.empty() && !why.empty()) out += ": ";
    return out + why;
  };
  const std::string state = text_at(configuration, "State");
  const std::string update = text_at(configuration, "LastUpdateStatus");
  using kind = readiness::kind;
  // An idle function (State Inactive) wakes up when it is invoked, and may be changed.
  if (state == "Failed") return {kind::failed, said("StateReasonCode", "StateReason")};
  if (state == "Pending" || update == "InProgress") return {kind::busy, {}};
  if (update == "Failed")
    return {kind::update_failed, said("LastUpdateStatusReasonCode", "LastUpdateStatusReason")};
  return {kind::ready, {}};
}

json_answer await_ready(client& with, const std::string& name, const sleeper& sleep,
                        std::string_view hint) {
  return await(with, name, sleep, hint, false);
}

json_answer await_changeable(client& with, const std::string& name, const sleeper& sleep,
                             std::string_view hint) {
  return await(with, name, sleep, hint, true);
}

bool is_about_a_new_role(const call_error& refusal) {
  // The last is KMS's way to say that the principal of the grant, the role, does not exist.
  constexpr std::array<std::string_view, 3> sentences = {
      "cannot be assumed by Lambda",
      "role does not have permissions to call",
      "KMS key is invalid for CreateGrant",
  };
  return refusal.is("InvalidParameterValueException") &&
         std::ranges::any_of(sentences, [&](std::string_view sentence) {
           return refusal.message.find(sentence) != std::string::npos;
         });
}

json_answer once_role_is_known(const sleeper& sleep, const std::function<json_answer()>& call) {
  using namespace std::chrono_literals;
  // AWS promises no time; IAM's changes are usually everywhere within 15 seconds.
  pauses wait(250ms, 5s, 90s);
  while (true) {
    auto answer = call();
    const bool unknown_role = !answer && is_about_a_new_role(answer.error());
    const auto pause = unknown_role ? wait.next() : 0ms;
    if (pause == 0ms) return answer;
    sleep(pause);
  }
}

json_answer change_when_ready(client& with, const std::string& name, const sleeper& sleep,
                              std::string_view hint, const function_change& call) {
  auto changed = call(TRY(await_changeable(with, name, sleep, hint)));
  if (!changed && changed.error().is("ResourceConflictException"))
    changed = call(TRY(await_changeable(with, name, sleep, hint)));
  if (!changed) return changed;
  return await_ready(with, name, sleep, hint);
}

}  // namespace lambent::aws::lambda
