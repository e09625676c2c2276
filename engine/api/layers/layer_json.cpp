#include "engine/api/layers/layer_json.hpp"

#include <boost/json.hpp>

#include "engine/api/function_json.hpp"

namespace lambent::api {
namespace {

namespace json = boost::json;

json::object listed(const model::layer_version& v) {
  json::object out;
  out["LayerVersionArn"] = model::layer_version_arn(v);
  out["Version"] = v.number;
  out["Description"] = v.description;
  out["CreatedDate"] = timestamp(v.created_ms);
  if (v.compatible_runtimes) out["CompatibleRuntimes"] = json::value_from(*v.compatible_runtimes);
  if (!v.license_info.empty()) out["LicenseInfo"] = v.license_info;
  if (v.compatible_architectures)
    out["CompatibleArchitectures"] = json::value_from(*v.compatible_architectures);
  return out;
}

std::string arn_of_layer(const model::layer_version& v) {
  return model::layer_arn({v.account, v.region, v.name});
}

}  // namespace

std::string layer_version_json(const model::layer_version& v, std::string_view location) {
  json::object out = listed(v);
  out["LayerArn"] = arn_of_layer(v);
  out["Content"] = {
      {"Location", location}, {"CodeSha256", v.code_sha256}, {"CodeSize", v.code_size}};
  return json::serialize(out);
}

std::string listed_layer_version_json(const model::layer_version& v) {
  return json::serialize(listed(v));
}

std::string listed_layer_json(const model::layer_version& v) {
  json::object out;
  out["LayerName"] = v.name;
  out["LayerArn"] = arn_of_layer(v);
  out["LatestMatchingVersion"] = listed(v);
  return json::serialize(out);
}

}  // namespace lambent::api
