// Layers: published, read, listed, deleted.
#include <algorithm>
#include <array>
#include <filesystem>

#include "base/error.hpp"
#include "base/joined.hpp"
#include "base/json_string.hpp"
#include "engine/api/body.hpp"
#include "engine/api/code_source.hpp"
#include "engine/api/layers/layer_json.hpp"
#include "engine/api/layers/layer_name.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/page.hpp"
#include "engine/api/respond.hpp"
#include "engine/api/unsourced.hpp"
#include "engine/model/limits.hpp"
#include "engine/store/layer_tree.hpp"

namespace lambent::api::resources {
namespace {

namespace limits = model::limits;
using model::answer;
using model::error_code;
using model::refuse;

using text_list = std::optional<std::vector<std::string>>;

text_list texts_of(const json_object& body, std::string_view name) {
  const auto* given = value_of(body, name);
  if (given == nullptr) return std::nullopt;
  std::vector<std::string> all;
  for (const auto& one : given->get_array()) {
    if (!one.is_string()) return std::nullopt;  // A violation that is found already.
    all.emplace_back(std::string_view(one.get_string()));
  }
  return all;
}

bool contains(std::span<const std::string_view> list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

// A layer may name runtimes that functions can no longer be created with; the refusal names only
// those that can. Recorded.
void check_runtimes(const text_list& given, model::violations& found) {
  if (!given) return;
  auto known = [](const std::string& one) {
    return contains(runtimes(), one) || contains(constraints::layer_runtimes(), one);
  };
  if (std::ranges::all_of(*given, known)) return;
  found.add(model::quoted("[" + joined(*given) + "]"), "compatibleRuntimes",
            "Member must satisfy enum value set: " + enum_text(runtimes()));
}

reply publish(function_catalog& functions, const call& request) {
  model::violations found;
  auto of = read_layer_name(request, found);
  auto body = TRY(read_body(request.request.body, constraints::publish_layer_version(), found));
  model::layer_version made;
  made.compatible_runtimes = texts_of(body, "CompatibleRuntimes");
  check_runtimes(made.compatible_runtimes, found);
  if (!found.empty()) return std::unexpected(found.error());
  if (of.account != request.account || of.region != request.region)
    return layer_access_denied(request, "lambda:PublishLayerVersion", model::layer_arn(of));

  auto zip = TRY(read_zip(*object_of(body, "Content"), request, functions.around()));
  if (!zip)
    return refuse(error_code::invalid_parameter_value,
                  std::string(unsourced::layer_without_content));
  auto stored = TRY(keep_code(functions.code(), zip->view(), false));
  auto unpacked = store::tree_bytes(stored.dir);
  if (!unpacked) return could_not_keep(unpacked.error());
  made.account = of.account;
  made.region = of.region;
  made.name = of.name;
  made.number = TRY(functions.layers().next_version(of));
  made.description = text_of(body, "Description").value_or("");
  made.license_info = text_of(body, "LicenseInfo").value_or("");
  made.compatible_architectures = texts_of(body, "CompatibleArchitectures");
  made.created_ms = request.now_ms;
  made.code_sha256 = stored.sha256_base64;
  made.code_size = stored.size;
  made.unpacked_bytes = *unpacked;
  made.content = stored.dir.filename().string();
  auto kept = TRY(functions.layers().put(std::move(made)));
  return json_response(201, layer_version_json(*kept, location_of(kept->content, request)),
                       request.request_id);
}

reply show(const function_catalog& functions, const call& request,
           const layer_version_reference& which) {
  auto found = functions.layers().find(which.layer, which.number);
  if (found == nullptr) return model::resource_does_not_exist();
  if (!model::allows_layer(*found, request.account))
    return layer_access_denied(request, "lambda:GetLayerVersion", model::layer_version_arn(*found));
  return json_response(200, layer_version_json(*found, location_of(found->content, request)),
                       request.request_id);
}

reply get(function_catalog& functions, const call& request) {
  return show(functions, request, TRY(read_layer_version(request)));
}

reply get_by_arn(function_catalog& functions, const call& request) {
  auto arn = request.query_value("Arn");
  model::violations broken;
  if (!arn) broken.add("null", "arn", "Member must not be null");
  if (arn)
    check_text({.name = "Arn",
                .min = 1,
                .max = limits::layer_name_max_chars,
                .pattern = &model::patterns::layer_version_arn},
               *arn, broken);
  if (!broken.empty()) return std::unexpected(broken.error());
  auto which = read_layer_version_arn(*arn);
  if (!which) return model::resource_does_not_exist();
  return show(functions, request, *which);
}

reply remove(function_catalog& functions, const call& request) {
  auto which = TRY(read_layer_version(request));
  auto found = functions.layers().find(which.layer, which.number);
  // What is not there is as good as deleted; another account's is not there.
  if (found != nullptr && which.layer.account == request.account) {
    TRY(functions.layers().remove(*found));
    functions.note_unused();
  }
  return empty_response(204, request.request_id);
}

// CompatibleRuntime and CompatibleArchitecture of a list.
struct filter {
  std::optional<std::string_view> runtime, architecture;

  static answer<filter> read(const call& request, model::violations& found) {
    filter wanted{request.query_value("CompatibleRuntime"),
                  request.query_value("CompatibleArchitecture")};
    auto table = constraints::list_layers();
    if (wanted.runtime) check_text(rule_of(table, "CompatibleRuntime"), *wanted.runtime, found);
    if (wanted.architecture)
      check_text(rule_of(table, "CompatibleArchitecture"), *wanted.architecture, found);
    return wanted;
  }
  [[nodiscard]] bool takes(const model::layer_version& version) const {
    return has(version.compatible_runtimes, runtime) &&
           has(version.compatible_architectures, architecture);
  }

private:
  static bool has(const text_list& given, std::optional<std::string_view> wanted) {
    return !wanted || (given && std::ranges::find(*given, *wanted) != given->end());
  }
};

void append_item(std::string& items, std::string&& item) {
  if (!items.empty()) items += ',';
  items += item;
}

reply list_versions(function_catalog& functions, const call& request) {
  model::violations found;
  auto of = read_layer_name(request, found);
  auto wanted = TRY(filter::read(request, found));
  auto shown = TRY(page::read(request, found, limits::layer_list_page_max));
  if (!found.empty()) return std::unexpected(found.error());
  std::string items;
  const auto& all = functions.layers().all();
  if (auto layer = all.find({of.account, of.region, of.name});
      layer != all.end() && of.account == request.account)
    for (auto at = layer->second.rbegin(); at != layer->second.rend() && !shown.full(); ++at) {
      // The newest comes first: its key is the lowest.
      std::string key = std::to_string(~at->first);
      if (wanted.takes(*at->second) && shown.takes(key))
        append_item(items, listed_layer_version_json(*at->second));
    }
  return json_response(200, shown.around("LayerVersions", items), request.request_id);
}

reply list(function_catalog& functions, const call& request) {
  model::violations found;
  auto wanted = TRY(filter::read(request, found));
  auto shown = TRY(page::read(request, found, limits::layer_list_page_max));
  if (!found.empty()) return std::unexpected(found.error());
  std::string items;
  const auto& all = functions.layers().all();
  for (auto at = all.lower_bound({request.account, request.region, {}});
       at != all.end() && !shown.full(); ++at) {
    const auto& [of, versions] = *at;
    if (of.account != request.account || of.region != request.region) break;
    auto newest = std::find_if(versions.rbegin(), versions.rend(),
                               [&](const auto& version) { return wanted.takes(*version.second); });
    if (newest != versions.rend() && shown.takes(of.name))
      append_item(items, listed_layer_json(*newest->second));
  }
  return json_response(200, shown.around("Layers", items), request.request_id);
}

}  // namespace

table layers() {
  static constexpr std::array all{
      handler{"PublishLayerVersion", publish},     handler{"GetLayerVersion", get},
      handler{"GetLayerVersionByArn", get_by_arn}, handler{"DeleteLayerVersion", remove},
      handler{"ListLayerVersions", list_versions}, handler{"ListLayers", list},
  };
  return all;
}

}  // namespace lambent::api::resources
