#include "engine/api/control_plane.hpp"

#include <algorithm>
#include <array>

#include "base/random.hpp"
#include "engine/api/respond.hpp"

namespace lambent::api {
namespace {

constexpr std::string_view code_prefix = "/_lambent/code/";
constexpr std::size_t hash_digits = 64;

bool unfinished(const model::function& f) {
  return f.state == model::function_state::pending ||
         f.last_update == model::update_status::in_progress;
}

void finish(model::function& f) {
  f.state = model::function_state::active;
  f.state_reason.clear();
  f.state_reason_code.clear();
  f.last_update = model::update_status::successful;
  f.last_update_reason.clear();
  f.last_update_reason_code.clear();
  f.revision_id = random_uuid();
}

}  // namespace

control_plane::handler control_plane::handler_of(std::string_view operation) {
  struct row {
    std::string_view name;
    handler answers;
  };
  static constexpr std::array table{
      row{"CreateFunction", &control_plane::create_function},
      row{"GetFunction", &control_plane::get_function},
      row{"GetFunctionConfiguration", &control_plane::get_function_configuration},
      row{"UpdateFunctionCode", &control_plane::update_function_code},
      row{"UpdateFunctionConfiguration", &control_plane::update_function_configuration},
      row{"DeleteFunction", &control_plane::delete_function},
      row{"ListFunctions", &control_plane::list_functions},
      row{"ListVersionsByFunction", &control_plane::list_versions},
      row{"GetFunctionConcurrency", &control_plane::get_concurrency},
      row{"GetFunctionCodeSigningConfig", &control_plane::get_code_signing},
      row{"GetAccountSettings", &control_plane::get_account_settings},
      row{"ListTags", &control_plane::list_tags},
      row{"TagResource", &control_plane::tag_resource},
      row{"UntagResource", &control_plane::untag_resource},
  };
  for (const auto& [name, answers] : table)
    if (name == operation) return answers;
  return nullptr;
}

bool control_plane::answers(const operation_info& operation) {
  return handler_of(operation.name) != nullptr;
}

result<std::unique_ptr<control_plane>> control_plane::open(const settings& wanted) {
  std::error_code why;
  std::filesystem::create_directories(wanted.data_dir, why);
  if (why)
    return fail("create " + wanted.data_dir.string() + ": " + why.message(),
                "choose another --data-dir");
  auto functions = TRY(store::function_store::open(wanted.data_dir / "lambent.db"));
  auto code = TRY(store::code_store::open(wanted.data_dir / "code"));
  std::unique_ptr<control_plane> made(new control_plane(std::move(functions), std::move(code)));
  TRY_FOR("load the functions", made->load());
  return made;
}

result<> control_plane::load() {
  std::set<std::string> in_use;
  for (auto& stored : TRY(store_.load())) {
    // The data directory may have moved since; only the name of the tree counts.
    std::string hash = std::filesystem::path(stored.code_dir).filename();
    stored.code_dir = code_.dir_of(hash);
    in_use.insert(hash);
    key where{stored.account, stored.region, stored.name};
    if (unfinished(stored)) unsettled_.push_back(where);
    auto shared = std::make_shared<const model::function>(std::move(stored));
    functions_[where] = shared;
    changes_.push_back({shared, false});
  }
  TRY(code_.collect(in_use));
  return settle();
}

http::response control_plane::handle(const call& request) {
  auto answers = handler_of(request.operation->name);
  if (answers == nullptr)
    return to_response(operation_not_available(request.operation->name), request.request_id);
  auto made = (this->*answers)(request);
  return made ? std::move(*made) : to_response(made.error(), request.request_id);
}

result<> control_plane::settle() {
  std::vector<model::function_ptr> finished;
  for (const auto& where : unsettled_) {
    auto found = functions_.find(where);
    if (found == functions_.end() || !unfinished(*found->second)) continue;
    auto copy = std::make_shared<model::function>(*found->second);
    finish(*copy);
    finished.push_back(std::move(copy));
  }
  if (!finished.empty()) TRY_FOR("settle functions", store_.put(finished));
  unsettled_.clear();
  for (const auto& f : finished) {
    functions_[{f->account, f->region, f->name}] = f;
    changes_.push_back({f, false});
  }
  return {};
}

std::vector<registry_change> control_plane::take_changes() { return std::exchange(changes_, {}); }

std::optional<std::filesystem::path> control_plane::code_location(std::string_view target) const {
  target = target.substr(0, target.find('?'));
  if (!target.starts_with(code_prefix) || !target.ends_with(".zip")) return std::nullopt;
  std::string_view hash = target.substr(code_prefix.size());
  hash.remove_suffix(4);
  bool hex = hash.size() == hash_digits &&
             hash.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (!hex) return std::nullopt;
  auto zip = code_.zip_of(hash);
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(zip, ignored)) return std::nullopt;
  return zip;
}

model::answer<control_plane::found_function> control_plane::find(const call& request,
                                                                 model::name_rule rule) const {
  auto reference =
      TRY(model::read_function_reference({.function_name = request.parameter("FunctionName"),
                                          .qualifier = request.query_value("Qualifier"),
                                          .rule = rule,
                                          .account = request.account,
                                          .region = request.region,
                                          .operation = request.operation->name}));
  auto found = functions_.find({request.account, request.region, reference.name});
  bool known = reference.qualifier.empty() || reference.qualifier == "$LATEST";
  if (found == functions_.end() || !known)
    return model::function_not_found(model::function_arn(
        model::arn_parts{request.region, request.account, reference.name, reference.qualifier}));
  return found_function{found->second, std::move(reference.qualifier)};
}

model::api_error control_plane::failed(const error& why) {
  return {
      model::error_code::service, "The service could not keep the change: " + why.what, {}, true};
}

model::answer<> control_plane::save(model::function&& changed) {
  auto shared = std::make_shared<const model::function>(std::move(changed));
  model::function_ptr row = shared;
  if (auto stored = store_.put({&row, 1}); !stored) return std::unexpected(failed(stored.error()));
  key where{shared->account, shared->region, shared->name};
  if (unfinished(*shared)) unsettled_.push_back(where);
  functions_[where] = shared;
  changes_.push_back({shared, false});
  return {};
}

}  // namespace lambent::api
