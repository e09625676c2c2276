#include "engine/api/layers/layer_name.hpp"

#include <charconv>

#include "engine/api/constraints.hpp"
#include "engine/api/unsourced.hpp"
#include "engine/model/limits.hpp"
#include "engine/model/pattern.hpp"

namespace lambent::api {
namespace {

namespace patterns = model::patterns;

// The parts of "arn:aws:lambda:<region>:<account>:layer:<name>"; what is left behind them.
std::string_view take_layer_arn(std::string_view arn, model::layer_reference& into) {
  auto take = [&arn] {
    std::string_view field = arn.substr(0, arn.find(':'));
    arn.remove_prefix(std::min(field.size() + 1, arn.size()));
    return std::string(field);
  };
  for (int i = 0; i < 3; ++i) (void)take();  // "arn", the partition, "lambda".
  into.region = take();
  into.account = take();
  (void)take();  // "layer"
  into.name = take();
  return arn;
}

}  // namespace

std::optional<layer_version_reference> read_layer_version_arn(std::string_view arn) {
  if (!patterns::layer_version_arn.matches(arn) || !arn.contains(":layer:")) return std::nullopt;
  layer_version_reference read;
  std::string_view number = take_layer_arn(arn, read.layer);
  auto [end, bad] = std::from_chars(number.data(), number.data() + number.size(), read.number);
  if (bad != std::errc()) return std::nullopt;
  return read;
}

model::layer_reference read_layer_name(const call& request, model::violations& found) {
  std::string_view name = request.parameter("LayerName");
  check_text({.name = "LayerName",
              .min = 1,
              .max = model::limits::layer_name_max_chars,
              .pattern = &patterns::layer_name},
             name, found);
  model::layer_reference read{request.account, request.region, std::string(name)};
  if (name.starts_with("arn:")) (void)take_layer_arn(name, read);
  return read;
}

model::answer<layer_version_reference> read_layer_version(const call& request,
                                                          model::violations found) {
  layer_version_reference read{read_layer_name(request, found), 0};
  if (!found.empty()) return std::unexpected(found.error());
  std::string_view text = request.parameter("VersionNumber");
  std::int64_t number = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (bad != std::errc() || end != text.data() + text.size())
    return model::refuse(model::error_code::serialization,
                         std::string(unsourced::version_number_is_no_number));
  if (number < 1)
    return model::refuse(model::error_code::invalid_parameter_value,
                         "Layer Version Cannot be less than 1");
  read.number = static_cast<std::uint64_t>(number);
  return read;
}

std::unexpected<model::api_error> layer_version_not_found(const layer_version_reference& which) {
  return model::refuse(
      model::error_code::resource_not_found,
      "Layer version " + model::layer_version_arn(which.layer, which.number) + " does not exist.");
}

std::unexpected<model::api_error> layer_access_denied(const call& request, std::string_view action,
                                                      std::string_view arn) {
  std::string text =
      "User: arn:aws:iam::" + request.account + ":root is not authorized to perform: ";
  text.append(action).append(" on resource: ").append(arn);
  text.append(" because no resource-based policy allows the ").append(action).append(" action");
  return model::refuse(model::error_code::access_denied, std::move(text));
}

}  // namespace lambent::api
