// The Lambda operations that read and change functions. Blocking (SQLite, files, unpacking) and
// used from one worker thread; the event loop learns of changes through take_changes() and its
// registry. It runs nothing: Invoke is engine/api/invoke and the dispatcher.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/api/call.hpp"
#include "engine/api/registry.hpp"
#include "engine/model/error.hpp"
#include "engine/model/function_name.hpp"
#include "engine/store/code_store.hpp"
#include "engine/store/function_store.hpp"

namespace lambent::api {

class control_plane {
public:
  struct settings {
    std::filesystem::path data_dir;  // lambent.db and code/ live here; created when missing.
  };

  // Loads what is stored and finishes what a crash interrupted; take_changes() then has it all.
  [[nodiscard]] static result<std::unique_ptr<control_plane>> open(const settings& wanted);

  // Every operation of Lambda but Invoke and its kin; those not built yet are refused by name.
  [[nodiscard]] http::response handle(const call& request);
  // Whether handle() does more than refuse it.
  [[nodiscard]] static bool answers(const operation_info& operation);

  // To be called right after an answer has been sent: what that answer showed as Pending or
  // InProgress becomes Active or Successful. A failure leaves it for the next call.
  result<> settle();

  // What happened since the last call, in order.
  [[nodiscard]] std::vector<registry_change> take_changes();

  // The zip behind a Code.Location of ours, for the edge to serve; any thread may ask.
  [[nodiscard]] std::optional<std::filesystem::path> code_location(std::string_view target) const;

private:
  using reply = model::answer<http::response>;
  using handler = reply (control_plane::*)(const call&);
  using key = std::tuple<std::string, std::string, std::string>;  // Account, region, name.

  control_plane(store::function_store functions, store::code_store code)
      : store_(std::move(functions)), code_(std::move(code)) {}
  [[nodiscard]] static handler handler_of(std::string_view operation);
  [[nodiscard]] result<> load();

  reply create_function(const call& request);
  reply get_function(const call& request);
  reply get_function_configuration(const call& request);
  reply update_function_code(const call& request);
  reply update_function_configuration(const call& request);
  reply delete_function(const call& request);
  reply list_functions(const call& request);
  reply list_versions(const call& request);
  reply get_concurrency(const call& request);
  reply get_code_signing(const call& request);
  reply get_account_settings(const call& request);
  reply list_tags(const call& request);
  reply tag_resource(const call& request);
  reply untag_resource(const call& request);

  struct found_function {
    model::function_ptr function;
    std::string qualifier;  // As asked: "$LATEST" or empty.
  };
  // Resolves FunctionName and Qualifier to what exists, or answers 404 as AWS words it.
  [[nodiscard]] model::answer<found_function> find(const call& request,
                                                   model::name_rule rule) const;
  [[nodiscard]] model::answer<model::function_ptr> find_tagged(const call& request) const;
  // Refuses an update that comes too early or builds on another revision.
  [[nodiscard]] static model::answer<> check_update(const model::function& current,
                                                    std::optional<std::string_view> revision);
  [[nodiscard]] model::answer<> start_update(model::function&& changed, std::int64_t now_ms);
  [[nodiscard]] model::answer<store::stored_code> keep_code(std::string_view zip, bool dry_run);
  [[nodiscard]] model::answer<> save(model::function&& changed);

  [[nodiscard]] static model::api_error failed(const error& why);
  [[nodiscard]] model::answer<http::response> tag_change(const model::function& current,
                                                         std::map<std::string, std::string> tags,
                                                         std::string_view request_id);

  store::function_store store_;
  store::code_store code_;
  std::map<key, model::function_ptr> functions_;
  std::vector<key> unsettled_;
  std::vector<registry_change> changes_;
};

}  // namespace lambent::api
