#include "snapshot.hpp"

#include <cstdlib>
#include <string_view>

#include "../loop.hpp"
#include "../runtime_api/api_client.hpp"
#include "../runtime_api/refusal.hpp"
#include "snapshot_hooks.hpp"

namespace lambent::detail {

namespace {

bool uses_snapstart() noexcept {
  const char* const type = std::getenv("AWS_LAMBDA_INITIALIZATION_TYPE");
  return type != nullptr && std::string_view(type) == "snap-start";
}

}  // namespace

bool pass_snapshot(const std::string& api) {
  if (!uses_snapstart()) return true;
  const auto before = snapshot().before.load();
  if (before != nullptr && !before(api)) return false;
  // A connection of its own, which ends here: none is carried over the snapshot.
  api_client client;
  int http_status = 0;
  if (client.aim(api)) {
    http_status = client.ask(
        {.method = "GET", .path = "/2018-06-01/runtime/restore/next", .fields = {}, .body = {}});
  }
  if (http_status == 0) {
    say({"wait for the snapshot: ", client.problem()});
    return false;
  }
  // An API that knows no snapshots takes none: the function goes on where it is.
  if (http_status < 200 || http_status >= 300) {
    say({"wait for the snapshot: ", refusal(http_status, "GET restore/next", client.answer_body()),
         "; going on without one"});
  }
  const auto after = snapshot().after.load();
  return after == nullptr || after(api);
}

snapshot_steps& snapshot() noexcept {
  static constinit snapshot_steps steps;
  return steps;
}

}  // namespace lambent::detail
