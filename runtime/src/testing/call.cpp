// One event through the parts of `lambent::run`, over a Runtime API of its own: what a test sees is
// what was on the wire.
#include <lambent/testing.hpp>

#include <string>
#include <utility>

#include "../loop.hpp"

namespace lambent::testing::detail {

answer call_once(lambent::detail::function& what, invocation with) {
  runtime_api server;
  const std::string id = server.push(std::move(with));
  runtime api({.api = server.address(), .set_trace_variable = false});
  if (api.next() != status::ok) {
    const std::string_view problem =
        server.problem().empty() ? api.problem() : std::string_view(server.problem());
    return {.error = failure{"Runtime.Unknown", std::string(problem)}};
  }
  lambent::detail::answer out;
  out.begin();
  lambent::detail::call_guarded(out, [&] { what.call(api, out); });
  (void)what.settle(api, out);  // A refusal, as of a reply that is too large, is in the answer too.
  if (auto told = server.wait(id)) return *std::move(told);
  return {.error = failure{"Runtime.Unknown", std::string(api.problem())}};
}

}  // namespace lambent::testing::detail
