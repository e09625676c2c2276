#include "cli/image/transfer/ends.hpp"

#include <algorithm>
#include <map>
#include <variant>

#include "base/architecture.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace lambent::cli {
namespace {

constexpr const char* base_name = "org.opencontainers.image.base.name";
// Of an index: each has a base of its own, and most often the same.
constexpr std::size_t images_looked_at_max = 4;

void add_base(const std::map<std::string, std::string>& annotations, const std::string& registry,
              std::vector<std::string>& to) {
  auto named = annotations.find(base_name);
  if (named == annotations.end()) return;
  auto base = oci::parse_registry_reference(named->second);
  if (base && base->registry == registry) to.push_back(base->repository);
}

// What cannot be read here is told when it is copied.
void add_bases(oci::blob_source& of, const oci::descriptor& what, const std::string& registry,
               std::vector<std::string>& to) {
  auto bytes = oci::read_document(of, what);
  if (!bytes) return;
  auto document = oci::parse_document(*bytes, what.media_type);
  if (!document) return;
  if (const auto* one = std::get_if<oci::manifest>(&*document))
    return add_base(one->annotations, registry, to);
  const auto& list = std::get<oci::index>(*document);
  add_base(list.annotations, registry, to);
  for (std::size_t i = 0; i < std::min(list.manifests.size(), images_looked_at_max); ++i) {
    const oci::descriptor& each = list.manifests[i];
    auto inner = oci::read_document(of, each);
    auto image = inner ? oci::parse_manifest(*inner, each.media_type)
                       : std::unexpected(std::move(inner).error());
    if (image) add_base(image->annotations, registry, to);
  }
}

}  // namespace

bool in_registry(const oci::reference& where) {
  return std::holds_alternative<oci::registry_reference>(where);
}

oci::reference named_after(oci::reference to, const oci::reference& from) {
  const auto* registry = std::get_if<oci::registry_reference>(&from);
  if (registry == nullptr || registry->tag.empty()) return to;
  if (auto* layout = std::get_if<oci::layout_reference>(&to); layout && layout->tag.empty())
    layout->tag = registry->tag;
  if (auto* archive = std::get_if<oci::archive_reference>(&to); archive && archive->tag.empty()) {
    oci::registry_reference name = *registry;
    name.pinned.reset();
    archive->tag = oci::to_text(name);
  }
  return to;
}

result<oci::platform> parse_platform(std::string_view text) {
  oci::platform out;
  std::string_view rest = text;
  std::size_t slash = rest.find('/');
  if (slash != std::string_view::npos) {
    out.os = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);
    slash = rest.find('/');
    if (slash != std::string_view::npos) out.variant = rest.substr(slash + 1);
  }
  out.architecture = rest.substr(0, slash);
  if (out.architecture == "x86_64") out.architecture = "amd64";
  if (out.architecture == "aarch64") out.architecture = "arm64";
  if (out.os.empty() || out.architecture.empty() || out.variant.contains('/'))
    return fail("'" + std::string(text) + "' is no platform",
                "as in linux/arm64, linux/arm/v7 or amd64");
  return out;
}

oci::platform platform_of_this_machine() { return oci::platform_for(native_architecture.name); }

std::vector<std::string> related_repositories(oci::blob_source& of, const oci::reference& from,
                                              const std::string& registry) {
  std::vector<std::string> out;
  const auto* source = std::get_if<oci::registry_reference>(&from);
  if (source != nullptr && source->registry == registry) out.push_back(source->repository);
  if (auto root = of.root()) add_bases(of, *root, registry, out);
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace lambent::cli
