#include "cli/image/image_show.hpp"

#include <CLI/CLI.hpp>
#include <utility>
#include <vector>

#include "base/json_string.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/image/open_image.hpp"
#include "cli/list/table.hpp"
#include "cli/terminal/printable.hpp"
#include "oci/image.hpp"

namespace lambent::cli {
namespace {

struct shown_image {
  std::string reference;
  oci::descriptor root;
  std::vector<oci::image> images;  // One for each platform.
};

result<shown_image> look_at(const std::string& text, const registry_flags& flags) {
  oci::reference where = TRY(oci::parse_reference(text));
  auto source = TRY(open_image(where, flags));
  shown_image out;
  out.root = TRY(source->root());
  out.images = TRY(oci::read_images(*source));
  out.reference = oci::to_text(where);
  return out;
}

std::uint64_t bytes_of(const oci::image& image) {
  std::uint64_t bytes = 0;
  for (const oci::descriptor& layer : image.manifest.layers) bytes += layer.size;
  return bytes;
}

void add_row(std::vector<std::vector<std::string>>& rows, const std::string& name,
             const std::string& value) {
  if (!value.empty()) rows.push_back({"  " + name, value});
}

std::string text_of(const oci::image& image) {
  const oci::image_config& config = image.config;
  std::vector<std::vector<std::string>> rows = {
      {oci::to_text(config.platform), image.name.digest.text()}};
  add_row(rows, "created", config.created);
  if (!config.entrypoint.empty()) add_row(rows, "entrypoint", json_string_list(config.entrypoint));
  if (!config.command.empty()) add_row(rows, "command", json_string_list(config.command));
  add_row(rows, "folder", config.working_directory);
  add_row(rows, "user", config.user);
  for (const std::string& each : config.environment) add_row(rows, "env", each);
  for (const auto& [key, value] : config.labels) add_row(rows, "label", key + "=" + value);
  add_row(rows, "bytes", std::to_string(bytes_of(image)));
  std::string out = aligned(rows);
  std::vector<std::vector<std::string>> layers = {{"  LAYER", "BYTES", "TYPE"}};
  for (const oci::descriptor& layer : image.manifest.layers)
    layers.push_back({"  " + layer.digest.text(), std::to_string(layer.size), layer.media_type});
  return out + aligned(layers);
}

std::string as_text(const shown_image& what) {
  std::string out = what.reference + "\n" + what.root.digest.text() + "  " +
                    printable(what.root.media_type) + "\n";
  for (const oci::image& each : what.images) out += "\n" + text_of(each);
  return out;
}

std::string json_of(const oci::image& image) {
  std::string layers;
  for (std::size_t i = 0; i < image.manifest.layers.size(); ++i) {
    const oci::descriptor& layer = image.manifest.layers[i];
    layers += (layers.empty() ? "" : ",") + ("{\"digest\":" + json_string(layer.digest.text())) +
              ",\"mediaType\":" + json_string(layer.media_type) +
              ",\"size\":" + std::to_string(layer.size) +
              ",\"diffId\":" + json_string(image.config.diff_ids[i].text()) + "}";
  }
  return "{\"platform\":" + json_string(oci::to_text(image.config.platform)) +
         ",\"digest\":" + json_string(image.name.digest.text()) +
         ",\"bytes\":" + std::to_string(bytes_of(image)) + ",\"layers\":[" + layers +
         "],\"config\":" + image.config_bytes + "}";
}

std::string as_json(const shown_image& what) {
  std::string images;
  for (const oci::image& each : what.images) images += (images.empty() ? "" : ",") + json_of(each);
  return "{\"image\":" + json_string(what.reference) +
         ",\"digest\":" + json_string(what.root.digest.text()) +
         ",\"mediaType\":" + json_string(what.root.media_type) + ",\"images\":[" + images + "]}\n";
}

}  // namespace

void describe_image_show(CLI::App& command, image_show_options& options) {
  command
      .add_option("IMAGE", options.reference,
                  "oci:DIR[:TAG], docker-archive:FILE[:TAG], or a registry's")
      ->required()
      ->type_name("IMAGE");
  describe_registry(command, options.registry);
  add_output(command, options.output);
  command.footer("Example:\n  lambent image show oci:build/lambda/hello.oci");
}

exit_code image_show(const image_show_options& options) {
  auto found = look_at(options.reference, options.registry);
  if (!found) {
    const exit_code code = exit_code_of_registry(found.error());
    return report(in_context("image show", std::move(found).error()), code);
  }
  return finish_with(options.output == output_format::json ? as_json(*found) : as_text(*found));
}

}  // namespace lambent::cli
