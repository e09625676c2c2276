// The Lambda operations that read and change functions. Blocking (SQLite, files, unpacking) and
// used from one worker thread; the event loop learns of changes through take_changes() and its
// registry. It runs nothing: Invoke is engine/api/invoke and the dispatcher.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/api/call.hpp"
#include "engine/api/function_catalog.hpp"
#include "engine/api/registry.hpp"

namespace lambent::api {

class control_plane {
public:
  struct settings {
    std::filesystem::path data_dir;  // The stores live here; created when missing.
    neighbours* around = nullptr;    // Outlives the control plane; nullptr: nobody is there.
    store::durability commits = store::durability::kept;
  };

  // Loads what is stored and finishes what a crash interrupted; take_changes() then has it all.
  [[nodiscard]] static result<std::unique_ptr<control_plane>> open(const settings& wanted);

  // Every operation of Lambda but Invoke and its kin; those not built yet are refused by name.
  [[nodiscard]] http::response handle(const call& request);
  // Of the last handle(): an image that it needs and whose finding takes long. Its answer is worth
  // nothing then and nothing has changed; when neighbours::resolve_image() has said, on another
  // thread, what there is, the same call is handled again with that as `call::image`.
  [[nodiscard]] std::optional<image_to_find> take_image_to_find() {
    return functions_->take_image_to_find();
  }
  // Likewise: what neighbours::why_not_run() has to say first, for `call::needs`.
  [[nodiscard]] std::optional<needs_to_check> take_needs_to_check() {
    return functions_->take_needs_to_check();
  }
  // Whether handle() does more than refuse it.
  [[nodiscard]] static bool answers(const operation_info& operation);

  // To be called right after an answer has been sent: what that answer showed as Pending or
  // InProgress becomes Active or Successful. A failure leaves it for the next call, and so does one
  // of image_placed().
  result<> settle() { return functions_->settle(); }

  // What settle() leaves Pending or InProgress, because images have to be unpacked first. That
  // takes long and is done elsewhere: neighbours::place_image(), then image_placed().
  [[nodiscard]] std::vector<image_to_place> take_images_to_place() {
    return functions_->take_images_to_place();
  }
  [[nodiscard]] result<> image_placed(const image_to_place& what,
                                      std::expected<model::image, placing_failure>&& placed) {
    return functions_->image_placed(what, std::move(placed));
  }

  // Removes code and layers that nobody has any more. True while some of what was replaced is still
  // held, so that it is worth another call, later.
  [[nodiscard]] result<bool> collect() { return functions_->collect(); }
  // Whether a call left something to collect although nothing was replaced, as a deleted layer.
  [[nodiscard]] bool has_unused() const { return functions_->has_unused(); }

  // A function that is built on this machine, with the code at `f.code_dir` and the stage of its
  // build in `f.local`: made, or given this code and configuration.
  // `reserved` invocations may run at a time; nothing: as many as before.
  [[nodiscard]] result<> put_local(model::function&& f, std::optional<std::uint32_t> reserved,
                                   std::int64_t now_ms);
  // Another stage of the build of a function that is there; of `which`, account, region and name.
  [[nodiscard]] result<> mark_local(const model::function& which, const model::build_stage& now);
  [[nodiscard]] result<> remove_local(const model::function& which);

  // What happened since the last call, in order.
  [[nodiscard]] std::vector<registry_change> take_changes() { return functions_->take_changes(); }

  // The zip behind a Code.Location of ours, for the edge to serve; any thread may ask.
  [[nodiscard]] std::optional<std::filesystem::path> code_location(std::string_view target) const;

private:
  explicit control_plane(std::unique_ptr<function_catalog> functions)
      : functions_(std::move(functions)) {}

  std::unique_ptr<function_catalog> functions_;
};

}  // namespace lambent::api
