#include "cli/bench/study/stage/function_image.hpp"

#include <memory>
#include <utility>

#include "cli/build/package/function_image.hpp"
#include "cli/image/open_image.hpp"
#include "cli/registry/registry_access.hpp"
#include "oci/build/assembly.hpp"

namespace lambent::cli::studying {
namespace {

result<std::uint64_t> add_script_image(oci::assembly& to, const artefact& what,
                                       const std::string& base) {
  const std::string doing = "the base image " + base;
  const oci::reference where = TRY_FOR(doing, oci::parse_reference(base));
  std::shared_ptr<oci::blob_source> source = TRY_FOR(doing, open_image(where));
  oci::image_draft draft =
      TRY_FOR(doing, to.start(std::move(source), oci::platform_for(what.architecture)));
  std::vector<oci::layer_entry> entries;
  for (const zip_member& each : what.members)
    entries.push_back({.path = "var/task/" + each.name, .content = each.content, .source = {}});
  TRY(to.add_layer(draft, std::move(entries), "lambent: function"));
  draft.config.command = {what.handler};
  to.finish(draft);
  std::uint64_t bytes = 0;
  for (const oci::descriptor& layer : draft.layers) bytes += layer.size;
  return bytes;
}

result<std::uint64_t> add_image(oci::assembly& to, const artefact& what, const std::string& base) {
  if (recipe_of(what.function).tool == build_tool::none) return add_script_image(to, what, base);
  const function_image made = TRY(add_function_image(
      to, {.members = what.members, .architecture = what.architecture}, {}, nullptr));
  return made.packed_bytes;
}

}  // namespace

result<pushed_image> push_image(const artefact& what, const std::string& reference,
                                const std::string& base) {
  const std::int64_t time = TRY(oci::source_date());
  oci::assembly parts(time);
  pushed_image out;
  out.bytes = TRY(add_image(parts, what, base));
  const oci::registry_reference where = TRY(oci::parse_registry_reference(reference));
  const registry_access access = TRY(registry_access::open({}));
  auto target = TRY(access.target(where, {}));
  const std::string doing = "push to " + reference;
  auto root = oci::copy_image(parts, *target);
  if (!root) return std::unexpected(in_context(doing, with_hint(std::move(root).error(), where)));
  out.uri = where.registry + "/" + where.repository + "@" + root->digest.text();
  return out;
}

}  // namespace lambent::cli::studying
