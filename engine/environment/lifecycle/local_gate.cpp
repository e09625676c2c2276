#include "engine/environment/lifecycle/local_gate.hpp"

#include <utility>

#include "base/json_string.hpp"

namespace lambent::environment {

local_gate::verdict local_gate::arrived(invoke::invocation_id call,
                                        const model::function& function) {
  if (!function.local || function.local->build.stage == model::local_stage::ready)
    return verdict::pass;
  if (function.local->build.stage == model::local_stage::broken) return verdict::broken;
  auto& waiting = waiting_[invoke::function_key(function)];
  if (waiting.size() >= waiting_calls_max) return verdict::full;
  waiting.push_back(call);
  return verdict::wait;
}

std::vector<invoke::invocation_id> local_gate::changed(const std::string& function_key,
                                                       const model::function* now) {
  if (now != nullptr && now->local && now->local->build.stage == model::local_stage::awaited)
    return {};
  auto found = waiting_.extract(function_key);
  return found.empty() ? std::vector<invoke::invocation_id>{} : std::move(found.mapped());
}

std::vector<invoke::invocation_id> local_gate::close() {
  std::vector<invoke::invocation_id> all;
  for (auto& [key, calls] : std::exchange(waiting_, {}))
    all.insert(all.end(), calls.begin(), calls.end());
  return all;
}

outcome build_error(const model::function& function) {
  const model::local_code& local = *function.local;
  return {"{\"errorType\":" + json_string(local.build.error_type) +
              ",\"errorMessage\":" + json_string(local.build.error_message) + "}",
          true};
}

}  // namespace lambent::environment
