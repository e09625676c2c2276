#include "snapshot_hooks.hpp"

#include <ranges>
#include <string_view>

#include "../error/error_report.hpp"
#include "../loop.hpp"
#include "../runtime_api/api_client.hpp"
#include "../runtime_api/refusal.hpp"
#include "hook_list.hpp"

namespace lambent::detail {

namespace {

// Never destroyed: a hook may be registered before main and after its end.
hook_list& before_hooks() {
  static auto* const hooks = new hook_list;
  return *hooks;
}
hook_list& after_hooks() {
  static auto* const hooks = new hook_list;
  return *hooks;
}

struct report_to {
  std::string_view path;
  std::string_view type;
  std::string_view doing;
};
constexpr report_to before_error = {"/2018-06-01/runtime/init/error", "Runtime.BeforeSnapshotError",
                                    "a before_snapshot hook failed: "};
constexpr report_to after_error = {"/2018-06-01/runtime/restore/error", "Runtime.AfterRestoreError",
                                   "an after_restore hook failed: "};

void report(const std::string& api, const report_to& where, const failure& why) {
  say({where.doing, describe(why)});
  const std::string body = error_body(why);
  std::string type = "Lambda-Runtime-Function-Error-Type: ";
  type.append(where.type).append("\r\n");
  api_client client;
  int http_status = 0;
  if (client.aim(api)) {
    http_status = client.ask({.method = "POST", .path = where.path, .fields = type, .body = body});
  }
  if (http_status == 0) say({"report that: ", client.problem()});
  if (http_status >= 300) {
    say({"report that: ", refusal(http_status, where.path, client.answer_body())});
  }
}

// Up to the first that fails.
template <class Hooks>
bool call_all(Hooks&& hooks, const std::string& api, const report_to& where) {
  for (const owned_hook& hook : hooks) {
    answer out;
    out.begin();
    call_guarded(out, [&] { hook->call(out); });
    if (!out.failed()) continue;
    report(api, where, out.why());
    return false;
  }
  return true;
}

bool run_before(const std::string& api) {
  const std::vector<owned_hook> hooks = before_hooks().take();
  return call_all(std::views::reverse(hooks), api, before_error);
}

bool run_after(const std::string& api) { return call_all(after_hooks().take(), api, after_error); }

}  // namespace

void add_before_snapshot_hook(owned_hook what) {
  before_hooks().add(std::move(what));
  snapshot().before = run_before;
}

void add_after_restore_hook(owned_hook what) {
  after_hooks().add(std::move(what));
  snapshot().after = run_after;
}

}  // namespace lambent::detail
