#include "engine/api/image_members.hpp"

#include <boost/json.hpp>

#include "base/error.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

namespace json = boost::json;
namespace limits = model::limits;
using model::answer;
using model::error_code;
using model::refuse;

std::optional<std::vector<std::string>> texts_at(const json_object& in, std::string_view name) {
  const json::value* list = value_of(in, name);
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> out;
  for (const json::value& each : list->get_array())
    out.emplace_back(std::string_view(each.get_string()));
  return out;
}

bool gives_layers(const json_object& body) {
  const json::value* layers = value_of(body, "Layers");
  return layers != nullptr && !layers->get_array().empty();
}

answer<> invalid(std::string message) {
  return refuse(error_code::invalid_parameter_value, std::move(message));
}

answer<model::image> find_image(image_to_find what, const call& request,
                                function_catalog& functions) {
  const bool is_here = request.image && request.image->asked.uri == what.uri &&
                       request.image->asked.architecture == what.architecture;
  if (!is_here && functions.around().resolves_slowly(what.uri)) {
    functions.find_first(std::move(what));
    return refuse(error_code::service, "The image is being looked for.");
  }
  auto found = is_here ? request.image->answer
                       : functions.around().resolve_image(what.uri, what.architecture, what.whose);
  if (!found) return refuse(found.error().code, std::move(found.error().message));
  return std::move(*found);
}

}  // namespace

answer<> check_package(const json_object& body, const model::function& of) {
  if (!is_image(of)) {
    if (value_of(body, "ImageConfig") == nullptr) return {};
    return invalid(
        "Please don't provide ImageConfig when the intended function PackageType is Zip.");
  }
  if (value_of(body, "Runtime") == nullptr && value_of(body, "Handler") == nullptr &&
      !gives_layers(body))
    return {};
  return invalid(
      "Please don't provide Handler or Runtime or Layer when the intended function PackageType is "
      "Image.");
}

void apply_image_config(const json_object& body, model::function& into) {
  const json_object* given = object_of(body, "ImageConfig");
  if (given == nullptr) return;
  into.image_config = {.entrypoint = texts_at(*given, "EntryPoint"),
                       .command = texts_at(*given, "Command"),
                       .working_directory = std::nullopt};
  if (auto directory = text_of(*given, "WorkingDirectory"))
    into.image_config.working_directory = *directory;
}

answer<> apply_image(const json_object& code, const call& request, function_catalog& functions,
                     std::string_view architecture, model::function& into) {
  auto uri = text_of(code, "ImageUri");
  if (!uri || uri->empty())
    return invalid(
        "Please provide ImageUri when " +
        std::string(request.operation->name == "CreateFunction" ? "creating" : "updating") +
        " a function with packageType Image.");
  auto found = TRY(find_image({.uri = std::string(*uri),
                               .architecture = std::string(architecture),
                               .whose = {into.account, into.region}},
                              request, functions));
  model::function as = into;
  as.image = found;
  TRY(check_image_words(as));
  into.code_sha256 = model::digest_hex(found);
  into.code_size = 0;
  if (into.image && into.image->placed) {
    into.next = {std::move(found), std::string(architecture)};
    return {};
  }
  into.image = std::move(found);
  into.architecture = architecture;
  return {};
}

answer<> check_image_words(const model::function& of) {
  if (!of.image) return {};
  const model::image_launch launch = model::image_launch_of(of);
  std::size_t bytes = launch.working_directory.size();
  for (const auto* list : {&launch.entrypoint, &launch.command, &of.image->environment})
    for (const std::string& each : *list) bytes += each.size() + 1;
  if (bytes <= limits::image_words_max_bytes) return {};
  return invalid(
      "The image's entry point, command, working directory and environment must be "
      "smaller than " +
      std::to_string(limits::image_words_max_bytes) + " bytes together");
}

}  // namespace lambent::api
