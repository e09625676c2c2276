// Every function with all that hangs on it, and every layer, on disk and in memory: what the
// operations of the control plane read and change. Blocking (SQLite, files, unpacking); one thread.
// It knows nothing of requests and answers.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/function_key.hpp"
#include "engine/api/layers/layer_catalog.hpp"
#include "engine/api/neighbours.hpp"
#include "engine/api/registry.hpp"
#include "engine/model/error.hpp"
#include "engine/model/function_record.hpp"
#include "engine/store/code_store.hpp"
#include "engine/store/function_store.hpp"
#include "engine/store/layer_tree.hpp"

namespace lambent::api {

[[nodiscard]] function_key key_of(const model::function_record& record);

struct image_to_place {
  function_key of;
  model::image image;
  std::string architecture;
};

class function_catalog {
public:
  using records = std::map<function_key, model::record_ptr>;

  // Loads what is stored and finishes what a crash interrupted; take_changes() then has it all.
  // `around` must outlive the catalog.
  [[nodiscard]] static result<std::unique_ptr<function_catalog>> open(
      const std::filesystem::path& data_dir, neighbours& around, store::durability commits);

  [[nodiscard]] const records& all() const { return records_; }
  [[nodiscard]] model::record_ptr find(const function_key& of) const;  // Or nothing.
  // The highest version number ever given to this name, by a deleted function too.
  [[nodiscard]] model::answer<std::uint64_t> last_version(const function_key& of);

  // AWS's limit of the account in the region, without what functions have reserved.
  [[nodiscard]] std::int64_t unreserved_concurrency(std::string_view account,
                                                    std::string_view region) const;

  // Puts the record in the place of what its name had. Durable when it returns.
  [[nodiscard]] model::answer<model::record_ptr> put(model::function_record&& changed);
  [[nodiscard]] model::answer<> remove(const function_key& of);

  [[nodiscard]] store::code_store& code() { return code_; }
  [[nodiscard]] const store::code_store& code() const { return code_; }
  [[nodiscard]] layer_catalog& layers() { return layers_; }
  [[nodiscard]] const layer_catalog& layers() const { return layers_; }
  // The directory that shows these layers at /opt, made when it is not there; empty without layers.
  [[nodiscard]] result<std::string> opt_dir(const std::vector<model::layer_use>& layers) const;
  [[nodiscard]] neighbours& around() { return around_; }

  // An image that is to be found elsewhere before the call that needs it goes on.
  void find_first(image_to_find what) { to_find_ = std::move(what); }
  [[nodiscard]] std::optional<image_to_find> take_image_to_find() {
    return std::exchange(to_find_, std::nullopt);
  }

  // What this machine has is to be looked at elsewhere before the call that needs it goes on.
  void check_first(needs_to_check what) { to_check_ = std::move(what); }
  [[nodiscard]] std::optional<needs_to_check> take_needs_to_check() {
    return std::exchange(to_check_, std::nullopt);
  }

  // What is Pending or InProgress becomes Active or Successful. A failure leaves it for the next
  // call, and so does one of image_placed().
  [[nodiscard]] result<> settle();
  // Images that functions wait for, each once; whoever takes one calls image_placed() when it is
  // unpacked, or cannot be.
  [[nodiscard]] std::vector<image_to_place> take_images_to_place();
  [[nodiscard]] result<> image_placed(const image_to_place& what,
                                      std::expected<model::image, placing_failure>&& placed);
  // Removes the code and the layers of versions that were replaced or removed, once nobody has
  // these versions any more: whoever runs one holds it as long. True while some are held.
  [[nodiscard]] result<bool> collect();
  // Something was removed that no version had: there is something to collect.
  void note_unused() { has_unused_ = true; }
  [[nodiscard]] bool has_unused() const { return has_unused_; }
  // What happened since the last call, in order.
  [[nodiscard]] std::vector<registry_change> take_changes();

private:
  function_catalog(store::function_store functions, store::code_store code, layer_catalog layers,
                   store::layer_trees trees, neighbours& around)
      : store_(std::move(functions)),
        code_(std::move(code)),
        layers_(std::move(layers)),
        trees_(std::move(trees)),
        around_(around) {}
  [[nodiscard]] result<> load();
  // What settle() and take_images_to_place() have to look at.
  void note_unfinished(const function_key& of, const model::function_record& record);
  // What collect() has to wait for.
  void note_replaced(const model::function_record* before, const model::function_record* after);

  store::function_store store_;
  store::code_store code_;
  layer_catalog layers_;
  store::layer_trees trees_;
  neighbours& around_;
  records records_;
  std::optional<image_to_find> to_find_;
  std::optional<needs_to_check> to_check_;
  std::vector<function_key> unsettled_;
  std::set<function_key> awaiting_images_;
  using placement = std::pair<function_key, std::string>;  // By function and resolved URI.
  std::set<placement> placing_;
  std::vector<placement> postponed_;  // Of `placing_`: unpacked, and not saved.
  // Versions that no record has any more. Their owners are the registry, invocations and
  // environments on the loop; none can be had anew.
  std::vector<std::weak_ptr<const model::function>> replaced_;
  bool has_unused_ = false;
  std::vector<registry_change> changes_;
};

// An answer to the caller when the disk refuses.
[[nodiscard]] std::unexpected<model::api_error> could_not_keep(const error& why);

}  // namespace lambent::api
