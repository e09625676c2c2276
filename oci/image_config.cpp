#include "oci/image_config.hpp"

#include <boost/json/object.hpp>
#include <utility>

#include "base/json_string.hpp"
#include "oci/json_members.hpp"
#include "oci/limits.hpp"

namespace lambent::oci {
namespace {

namespace json = boost::json;

// The member "config": the names are Docker's, with their capitals.
result<> read_execution(const json::object& in, image_config& out) {
  out.entrypoint = TRY(texts_in(in, "Entrypoint"));
  out.command = TRY(texts_in(in, "Cmd"));
  out.environment = TRY(texts_in(in, "Env"));
  out.working_directory = TRY(text_in(in, "WorkingDir"));
  out.user = TRY(text_in(in, "User"));
  out.labels = TRY(text_map_in(in, "Labels"));
  return {};
}

result<std::vector<digest>> read_diff_ids(const json::object& rootfs) {
  std::string type = TRY(needed_text_in(rootfs, "type"));
  if (type != "layers") return fail("type: is '" + type + "', not 'layers'");
  std::vector<std::string> texts = TRY(texts_in(rootfs, "diff_ids"));
  if (texts.size() > limits::layers_max)
    return fail("diff_ids: there are " + std::to_string(texts.size()) + ", more than " +
                std::to_string(limits::layers_max));
  std::vector<digest> out;
  for (const std::string& text : texts)
    out.push_back(TRY_FOR("diff_ids[" + std::to_string(out.size()) + "]", digest::parse(text)));
  return out;
}

result<history_entry> read_history(const json::object& in) {
  history_entry out;
  out.created = TRY(text_in(in, "created"));
  out.created_by = TRY(text_in(in, "created_by"));
  out.comment = TRY(text_in(in, "comment"));
  out.empty_layer = TRY(flag_in(in, "empty_layer"));
  return out;
}

result<image_config> read(const json::object& in) {
  image_config out;
  out.created = TRY(text_in(in, "created"));
  out.platform.os = TRY(needed_text_in(in, "os"));
  out.platform.architecture = TRY(needed_text_in(in, "architecture"));
  out.platform.variant = TRY(text_in(in, "variant"));
  if (const json::object* execution = TRY(object_in(in, "config")))
    TRY_FOR("config", read_execution(*execution, out));
  const json::object* rootfs = TRY(needed_object_in(in, "rootfs"));
  out.diff_ids = TRY_FOR("rootfs", read_diff_ids(*rootfs));
  std::vector<const json::object*> history = TRY(objects_in(in, "history", limits::history_max));
  for (const json::object* each : history)
    out.history.push_back(
        TRY_FOR("history[" + std::to_string(out.history.size()) + "]", read_history(*each)));
  return out;
}

// `,"name":value`, or nothing for what is empty.
std::string member(std::string_view name, const std::string& text) {
  return text.empty() ? std::string() : "," + json_string(name) + ":" + json_string(text);
}
std::string member(std::string_view name, const std::vector<std::string>& texts) {
  return texts.empty() ? std::string() : "," + json_string(name) + ":" + json_string_list(texts);
}

// The members without the comma before the first.
std::string object(std::string members) {
  if (!members.empty()) members.erase(0, 1);
  return "{" + members + "}";
}

std::string text_of(const history_entry& entry) {
  return object(member("created", entry.created) + member("created_by", entry.created_by) +
                member("comment", entry.comment) +
                (entry.empty_layer ? ",\"empty_layer\":true" : ""));
}

std::string execution_of(const image_config& config) {
  std::string labels;
  for (const auto& [key, value] : config.labels)
    labels += "," + json_string(key) + ":" + json_string(value);
  if (!labels.empty()) labels = ",\"Labels\":" + object(std::move(labels));
  return object(member("User", config.user) + member("Env", config.environment) +
                member("Entrypoint", config.entrypoint) + member("Cmd", config.command) +
                member("WorkingDir", config.working_directory) + labels);
}

}  // namespace

result<image_config> parse_image_config(std::string_view bytes) {
  json::object document = TRY_FOR("image configuration", parse_object(bytes));
  return TRY_FOR("image configuration", read(document));
}

std::string write(const image_config& config) {
  std::vector<std::string> diff_ids;
  for (const digest& each : config.diff_ids) diff_ids.push_back(each.text());
  std::string history;
  for (const history_entry& each : config.history)
    history += (history.empty() ? "" : ",") + text_of(each);
  return object(member("created", config.created) +
                ",\"architecture\":" + json_string(config.platform.architecture) +
                member("variant", config.platform.variant) + ",\"os\":" +
                json_string(config.platform.os) + ",\"config\":" + execution_of(config) +
                ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":" + json_string_list(diff_ids) +
                "}" + (history.empty() ? "" : ",\"history\":[" + history + "]"));
}

}  // namespace lambent::oci
