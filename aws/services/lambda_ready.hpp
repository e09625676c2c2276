// Whether a function may be used or changed, and waiting until it may: by asking, not by sleeping.
// https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "aws/client.hpp"
#include "aws/protocol/json.hpp"

namespace lambent::aws::lambda {

struct readiness {
  enum class kind : std::uint8_t {
    ready,
    busy,
    failed,
    update_failed,  // It runs as it was before, and takes another change.
  } what = kind::ready;
  std::string why{};  // What AWS says of it: "EniLimitExceeded: …".
};
// `configuration` is a FunctionConfiguration.
[[nodiscard]] readiness readiness_of(const json_object& configuration);

using sleeper = std::function<void(std::chrono::milliseconds)>;

// A function in a VPC may take a minute and a half to become active.
constexpr std::chrono::minutes ready_wait_max{5};

// The function's configuration once it is ready. Where it failed or was not ready in time, the
// error has `hint`, the way out that the caller knows.
[[nodiscard]] json_answer await_ready(client& with, const std::string& name, const sleeper& sleep,
                                      std::string_view hint);

// The same once it may be changed: its last update may have failed.
[[nodiscard]] json_answer await_changeable(client& with, const std::string& name,
                                           const sleeper& sleep, std::string_view hint);

// A change of a function, made by `call`, which gets the configuration that is there and answers
// the one that is to come. A function takes one change after the other: what somebody else began
// comes first, and does not matter where it failed. Returns the configuration once the change is
// done.
using function_change = std::function<json_answer(const json_object& there)>;
[[nodiscard]] json_answer change_when_ready(client& with, const std::string& name,
                                            const sleeper& sleep, std::string_view hint,
                                            const function_change& call);

// Refusals of CreateFunction and UpdateFunctionConfiguration that IAM's delay can bring about: a
// role that was made, or given a policy, a moment ago is not known so everywhere yet. Worth asking
// again where that may be.
[[nodiscard]] bool is_about_a_new_role(const call_error& refusal);

// What `call` answers when it is made again for a minute and a half while it is refused so.
[[nodiscard]] json_answer once_role_is_known(const sleeper& sleep,
                                             const std::function<json_answer()>& call);

}  // namespace lambent::aws::lambda
