#include "engine/front/refusal.hpp"

namespace lambent::engine {

std::optional<model::api_error> refusal_of(const environment::invocation_result& result) {
  using kind = environment::invocation_result::kind;
  switch (result.what) {
    case kind::completed:
      break;
    case kind::throttled:
      return model::api_error{model::error_code::too_many_requests, "Rate Exceeded.",
                              std::string(invoke::reason_of(result.throttled_by))};
    case kind::failed:
      return model::api_error{model::error_code::service,
                              "No execution environment could be made: " + result.reason};
  }
  return std::nullopt;
}

}  // namespace lambent::engine
