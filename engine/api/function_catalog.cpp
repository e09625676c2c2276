#include "engine/api/function_catalog.hpp"

#include <set>
#include <utility>

#include "base/random.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

// Unfinished, and not because of an image.
bool can_finish(const model::function& f) {
  return model::is_unfinished(f) && !model::awaits_image(f);
}

template <class Predicate>
bool any_version(const model::function_record& record, Predicate&& holds) {
  if (holds(*record.latest)) return true;
  for (const auto& [number, version] : record.versions)
    if (holds(*version)) return true;
  return false;
}

bool can_finish(const model::function_record& record) {
  return any_version(record, [](const model::function& f) { return can_finish(f); });
}

void finish(model::function& f) {
  f.state = model::function_state::active;
  f.state_reason.clear();
  f.state_reason_code.clear();
  f.last_update = model::update_status::successful;
  f.last_update_reason.clear();
  f.last_update_reason_code.clear();
}

// Changes the version, which becomes another value.
template <class Change>
void change(model::function_ptr& version, Change&& by) {
  auto f = std::make_shared<model::function>(*version);
  by(*f);
  f->revision_id = random_uuid();
  version = std::move(f);
}

// The update failed: what ran before goes on. Where nothing has run yet, nothing will: a version
// that was published meanwhile is never its predecessor.
void fail_image(model::function& f, const placing_failure& why) {
  const bool runs = f.state != model::function_state::pending;
  if (f.next && runs) {
    f.code_sha256 = model::digest_hex(*f.image);
  } else {
    if (f.next) {
      f.image = std::move(f.next->image);
      f.architecture = std::move(f.next->architecture);
    }
    f.state = model::function_state::failed;
    f.state_reason = why.state_reason;
    f.state_reason_code = why.state_reason_code;
  }
  f.next.reset();
  if (f.last_update != model::update_status::in_progress) return;
  f.last_update = model::update_status::failed;
  f.last_update_reason = why.state_reason;
  f.last_update_reason_code = why.state_reason_code;
}

// Whether this version waits for that image.
bool awaits(const model::function& f, const image_to_place& what) {
  if (!model::awaits_image(f)) return false;
  return f.next ? f.next->image == what.image && f.next->architecture == what.architecture
                : *f.image == what.image && f.architecture == what.architecture;
}

// What is on disk and belongs to a function.
struct used_files {
  std::set<std::string> contents;  // In the code store.
  std::set<std::filesystem::path> opt_dirs;
  std::vector<model::image*> images;  // Of functions that nobody else knows yet.
};

void note_files(const model::function& f, used_files& used) {
  if (f.image) return;  // Its files are the image store's.
  used.contents.insert(std::filesystem::path(f.code_dir).filename());
  for (const auto& layer : f.layers) used.contents.insert(layer.content);
  if (!f.opt_dir.empty()) used.opt_dirs.insert(f.opt_dir);
}

// The data directory may have moved since; only the names of the trees count.
result<> find_files(model::function_ptr& version, const function_catalog& in, used_files& used) {
  if (version->image) {
    auto own = std::make_shared<model::function>(*version);
    used.images.push_back(&*own->image);
    version = std::move(own);
    return {};
  }
  std::string hash = std::filesystem::path(version->code_dir).filename();
  auto moved = std::make_shared<model::function>(*version);
  moved->code_dir = in.code().dir_of(hash);
  moved->opt_dir = TRY(in.opt_dir(version->layers));
  note_files(*moved, used);
  version = std::move(moved);
  return {};
}

}  // namespace

function_key key_of(const model::function_record& record) {
  return {record.latest->account, record.latest->region, record.latest->name};
}

std::unexpected<model::api_error> could_not_keep(const error& why) {
  return model::refuse(model::error_code::service,
                       "The service could not keep the change: " + why.what);
}

result<std::unique_ptr<function_catalog>> function_catalog::open(
    const std::filesystem::path& data_dir, neighbours& around, store::durability commits) {
  std::error_code why;
  std::filesystem::create_directories(data_dir, why);
  if (why)
    return fail("create " + data_dir.string() + ": " + why.message(), "choose another --data-dir");
  auto functions = TRY(store::function_store::open(data_dir / "lambent.db", commits));
  auto code = TRY(store::code_store::open(data_dir / "code"));
  auto layers = TRY(layer_catalog::open(data_dir));
  auto trees = TRY(store::layer_trees::open(data_dir / "opt"));
  std::unique_ptr<function_catalog> made(new function_catalog(
      std::move(functions), std::move(code), std::move(layers), std::move(trees), around));
  TRY_FOR("load the functions", made->load());
  return made;
}

result<> function_catalog::load() {
  used_files used;
  for (auto& stored : TRY(store_.load())) {
    TRY(find_files(stored.latest, *this, used));
    for (auto& [number, version] : stored.versions) TRY(find_files(version, *this, used));
    function_key of = key_of(stored);
    note_unfinished(of, stored);
    auto shared = std::make_shared<const model::function_record>(std::move(stored));
    changes_.push_back({shared, false});
    records_[std::move(of)] = std::move(shared);
  }
  layers_.add_contents(used.contents);
  TRY(code_.collect(used.contents));
  TRY(trees_.collect(used.opt_dirs));
  TRY(around_.keep_images(used.images));
  return settle();
}

result<std::string> function_catalog::opt_dir(const std::vector<model::layer_use>& layers) const {
  std::vector<std::filesystem::path> contents;
  contents.reserve(layers.size());
  for (const auto& one : layers) contents.push_back(code_.dir_of(one.content));
  return TRY_FOR("lay layers over each other", trees_.merge(contents)).string();
}

model::record_ptr function_catalog::find(const function_key& of) const {
  auto found = records_.find(of);
  return found == records_.end() ? nullptr : found->second;
}

model::answer<std::uint64_t> function_catalog::last_version(const function_key& of) {
  auto known = store_.last_version(of.account, of.region, of.name);
  if (!known) return could_not_keep(known.error());
  return *known;
}

std::int64_t function_catalog::unreserved_concurrency(std::string_view account,
                                                      std::string_view region) const {
  std::int64_t free = model::limits::account_concurrency;
  for (const auto& [of, record] : records_)
    if (of.account == account && of.region == region)
      free -= record->reserved_concurrency.value_or(0);
  return free;
}

model::answer<model::record_ptr> function_catalog::put(model::function_record&& changed) {
  function_key of = key_of(changed);
  auto shared = std::make_shared<const model::function_record>(std::move(changed));
  store::function_store::change change{find(of), shared};
  if (auto saved = store_.save({&change, 1}); !saved) return could_not_keep(saved.error());
  note_unfinished(of, *shared);
  note_replaced(change.before.get(), shared.get());
  records_[std::move(of)] = shared;
  changes_.push_back({shared, false});
  return shared;
}

model::answer<> function_catalog::remove(const function_key& of) {
  store::function_store::change change{find(of), nullptr};
  if (auto saved = store_.save({&change, 1}); !saved) return could_not_keep(saved.error());
  note_replaced(change.before.get(), nullptr);
  records_.erase(of);
  changes_.push_back({change.before, true});
  return {};
}

result<> function_catalog::settle() {
  for (const auto& each : std::exchange(postponed_, {})) placing_.erase(each);
  std::vector<store::function_store::change> settled;
  for (const auto& of : std::set(unsettled_.begin(), unsettled_.end())) {
    auto found = find(of);
    if (found == nullptr || !can_finish(*found)) continue;
    auto copy = std::make_shared<model::function_record>(*found);
    if (can_finish(*copy->latest)) change(copy->latest, finish);
    for (auto& [number, version] : copy->versions)
      if (can_finish(*version)) change(version, finish);
    settled.push_back({std::move(found), std::move(copy)});
  }
  if (!settled.empty()) TRY_FOR("settle functions", store_.save(settled));
  unsettled_.clear();
  for (const auto& [before, after] : settled) {
    note_replaced(before.get(), after.get());
    records_[key_of(*after)] = after;
    changes_.push_back({after, false});
  }
  return {};
}

void function_catalog::note_unfinished(const function_key& of,
                                       const model::function_record& record) {
  if (can_finish(record)) unsettled_.push_back(of);
  if (any_version(record, model::awaits_image)) awaiting_images_.insert(of);
}

std::vector<image_to_place> function_catalog::take_images_to_place() {
  std::vector<image_to_place> out;
  auto take = [&](const function_key& of, const model::function& f) {
    if (!model::awaits_image(f)) return;
    image_to_place what = f.next ? image_to_place{of, f.next->image, f.next->architecture}
                                 : image_to_place{of, *f.image, f.architecture};
    if (placing_.emplace(of, what.image.resolved_uri).second) out.push_back(std::move(what));
  };
  std::erase_if(awaiting_images_, [&](const function_key& of) {
    auto record = find(of);
    if (record == nullptr || !any_version(*record, model::awaits_image)) return true;
    take(of, *record->latest);
    for (const auto& [number, version] : record->versions) take(of, *version);
    return false;
  });
  return out;
}

result<> function_catalog::image_placed(const image_to_place& what,
                                        std::expected<model::image, placing_failure>&& placed) {
  placement of{what.of, what.image.resolved_uri};
  placing_.erase(of);
  auto before = find(what.of);
  if (before == nullptr) return {};  // Deleted meanwhile.
  auto copy = std::make_shared<model::function_record>(*before);
  auto settle_one = [&](model::function_ptr& version) {
    if (!awaits(*version, what)) return;
    change(version, [&](model::function& f) {
      if (!placed) return fail_image(f, placed.error());
      f.image = *placed;
      f.architecture = what.architecture;
      f.next.reset();
      finish(f);
    });
  };
  settle_one(copy->latest);
  for (auto& [number, version] : copy->versions) settle_one(version);
  const store::function_store::change settled{before, copy};
  if (auto saved = store_.save({&settled, 1}); !saved) {
    // Not to be taken again at once: the disk would be no better.
    placing_.insert(of);
    postponed_.push_back(std::move(of));
    return std::unexpected(in_context("settle a function's image", std::move(saved).error()));
  }
  note_replaced(before.get(), copy.get());
  records_[what.of] = copy;
  changes_.push_back({copy, false});
  return {};
}

void function_catalog::note_replaced(const model::function_record* before,
                                     const model::function_record* after) {
  for (const auto& version : changed_versions(before, after))
    if (version.before != nullptr) replaced_.push_back(version.before);
}

result<bool> function_catalog::collect() {
  const auto left = [](const std::weak_ptr<const model::function>& f) { return f.expired(); };
  if (std::erase_if(replaced_, left) > 0) has_unused_ = true;
  if (has_unused_) {
    used_files used;
    for (const auto& [of, record] : records_) {
      note_files(*record->latest, used);
      for (const auto& [number, version] : record->versions) note_files(*version, used);
    }
    layers_.add_contents(used.contents);
    for (const auto& each : replaced_)
      if (auto f = each.lock()) note_files(*f, used);
    TRY(code_.collect(used.contents));
    TRY(trees_.collect(used.opt_dirs));
    has_unused_ = false;
  }
  return !replaced_.empty();
}

std::vector<registry_change> function_catalog::take_changes() {
  return std::exchange(changes_, {});
}

}  // namespace lambent::api
