#include "engine/api/control_plane.hpp"

#include "base/hex.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/respond.hpp"

namespace lambent::api {
namespace {

constexpr std::string_view code_prefix = "/_lambent/code/";
constexpr std::size_t hash_digits = 64;

const resources::handler* handler_of(std::string_view operation) {
  for (auto table : resources::tables())
    for (const auto& row : table)
      if (row.operation == operation) return &row;
  return nullptr;
}

// Without other services there is no bucket, no image, and no role that is known.
class nobody final : public neighbours {
public:
  std::expected<fd, object_refusal> open_object(const object_reference&) override {
    return std::unexpected(object_refusal{"NoSuchBucket", "The specified bucket does not exist"});
  }
  std::expected<model::image, image_refusal> resolve_image(std::string_view uri, std::string_view,
                                                           const model::owner&) override {
    return std::unexpected(no_such_image(uri));
  }
  bool resolves_slowly(std::string_view) override { return false; }
  std::expected<model::image, placing_failure> place_image(model::image resolved,
                                                           std::string_view) override {
    return std::unexpected(placing_failure{"ImageDeleted", no_such_image(resolved.uri).message});
  }
  result<> keep_images(std::span<model::image* const>) override { return {}; }
  std::string why_not_run(const code_needs&) override { return {}; }
  bool checks_slowly(const code_needs&) override { return false; }
  bool lambda_may_assume(std::string_view) override { return true; }
};

}  // namespace

result<std::unique_ptr<control_plane>> control_plane::open(const settings& wanted) {
  static nobody alone;
  auto functions = TRY(function_catalog::open(
      wanted.data_dir, wanted.around != nullptr ? *wanted.around : alone, wanted.commits));
  return std::unique_ptr<control_plane>(new control_plane(std::move(functions)));
}

bool control_plane::answers(const operation_info& operation) {
  return handler_of(operation.name) != nullptr;
}

http::response control_plane::handle(const call& request) {
  const auto* handler = handler_of(request.operation->name);
  if (handler == nullptr)
    return to_response(operation_not_available(request.operation->name), request.request_id);
  auto made = handler->answer(*functions_, request);
  return made ? std::move(*made) : to_response(made.error(), request.request_id);
}

std::optional<std::filesystem::path> control_plane::code_location(std::string_view target) const {
  target = target.substr(0, target.find('?'));
  if (!target.starts_with(code_prefix) || !target.ends_with(".zip")) return std::nullopt;
  std::string_view hash = target.substr(code_prefix.size());
  hash.remove_suffix(4);
  if (hash.size() != hash_digits || !is_lower_hex(hash)) return std::nullopt;
  auto zip = functions_->code().zip_of(hash);
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(zip, ignored)) return std::nullopt;
  return zip;
}

}  // namespace lambent::api
