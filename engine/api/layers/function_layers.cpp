#include "engine/api/layers/function_layers.hpp"

#include "base/error.hpp"
#include "engine/api/layers/layer_name.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

namespace limits = model::limits;
using model::answer;
using model::error_code;
using model::refuse;

answer<> invalid(std::string message) {
  return refuse(error_code::invalid_parameter_value, std::move(message));
}

std::unexpected<model::api_error> does_not_exist(std::string_view arn) {
  return refuse(error_code::invalid_parameter_value,
                "Layer version " + std::string(arn) + " does not exist.");
}

// A layer version that the function's account may use.
answer<model::layer_use> find_layer(const layer_catalog& layers, const call& request,
                                    const std::string& arn) {
  auto named = read_layer_version_arn(arn);
  if (!named) return does_not_exist(arn);
  if (named->layer.region != request.region)
    return refuse(error_code::invalid_parameter_value,
                  "Layers are not in the same region as the function. Layers are expected to be in "
                  "region " +
                      request.region + ".");
  auto found = layers.find(named->layer, named->number);
  if (found == nullptr) return does_not_exist(arn);
  if (!model::allows_layer(*found, request.account))
    return layer_access_denied(request, "lambda:GetLayerVersion", arn);
  return model::layer_use{arn, found->code_size, found->unpacked_bytes, found->content};
}

// Of two versions of one layer AWS names both.
answer<> check_different(const std::vector<model::layer_use>& before, const std::string& arn) {
  auto name_of = [](std::string_view of) { return of.substr(0, of.rfind(':')); };
  for (const auto& one : before)
    if (name_of(one.arn) == name_of(arn))
      return invalid(
          "Two different versions of the same layer are not allowed to be referenced in the same "
          "function. " +
          one.arn + " and " + arn + " are versions of the same layer.");
  return {};
}

}  // namespace

answer<> apply_layers(function_catalog& functions, const call& request, const json_object& body,
                      model::function& into) {
  const auto* given = value_of(body, "Layers");
  if (given == nullptr) return {};
  const auto& list = given->get_array();
  if (list.size() > limits::layers_max) return invalid("Cannot reference more than 5 layers.");
  std::vector<model::layer_use> layers;
  for (const auto& element : list) {
    std::string arn(std::string_view(element.get_string()));
    TRY(check_different(layers, arn));
    layers.push_back(TRY(find_layer(functions.layers(), request, arn)));
  }
  auto shown = functions.opt_dir(layers);
  if (!shown) return could_not_keep(shown.error());
  into.layers = std::move(layers);
  into.opt_dir = std::move(*shown);
  return {};
}

answer<> check_total_size(const model::function& f) {
  if (f.layers.empty()) return {};
  std::string most = std::to_string(limits::unzipped_max_bytes);
  std::uint64_t bytes = 0;
  for (const auto& layer : f.layers) bytes += layer.unpacked_bytes;
  if (bytes > limits::unzipped_max_bytes)
    return invalid("Layers consume more than the available size of " + most + " bytes");
  auto code = store::tree_bytes(f.code_dir);
  if (!code) return could_not_keep(code.error());
  bytes += *code;
  if (bytes > limits::unzipped_max_bytes)
    return invalid("Function code combined with layers exceeds the maximum allowed size of " +
                   most + " bytes. The actual size is " + std::to_string(bytes) + " bytes.");
  return {};
}

}  // namespace lambent::api
