// Functions that are built on this machine: put into the catalog as if they had been created by the
// API, with the code where the build left it.
#include "base/random.hpp"
#include "engine/api/control_plane.hpp"

namespace lambent::api {
namespace {

function_key key_of(const model::function& f) { return {f.account, f.region, f.name}; }

// What an update of code and configuration leaves as it was.
void keep_the_rest(model::function& f, const model::function& before) {
  f.tags = before.tags;
  f.description = before.description;
  f.dead_letter_target = before.dead_letter_target;
  f.echoed = before.echoed;
}

template <class T>
result<> as_result(model::answer<T>&& done) {
  if (!done) return fail(done.error().message);
  return {};
}

}  // namespace

result<> control_plane::put_local(model::function&& f, std::optional<std::uint32_t> reserved,
                                  std::int64_t now_ms) {
  model::record_ptr before = functions_->find(key_of(f));
  model::function_record record = before ? *before : model::function_record{};
  if (before) keep_the_rest(f, *before->latest);
  if (reserved) record.reserved_concurrency = reserved;
  f.state = model::function_state::active;
  f.last_update = model::update_status::successful;
  f.last_modified_ms = now_ms;
  f.revision_id = random_uuid();
  record.latest = std::make_shared<const model::function>(std::move(f));
  return as_result(functions_->put(std::move(record)));
}

result<> control_plane::mark_local(const model::function& which, const model::build_stage& now) {
  model::record_ptr before = functions_->find(key_of(which));
  if (!before) return fail("there is no function " + which.name);
  model::function changed = *before->latest;
  if (!changed.local) changed.local.emplace();
  changed.local->build = now;
  model::function_record record = *before;
  record.latest = std::make_shared<const model::function>(std::move(changed));
  return as_result(functions_->put(std::move(record)));
}

result<> control_plane::remove_local(const model::function& which) {
  if (!functions_->find(key_of(which))) return {};
  return as_result(functions_->remove(key_of(which)));
}

}  // namespace lambent::api
