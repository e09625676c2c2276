#include "engine/images/image_address.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "oci/local_image.hpp"

namespace lambent::images {
namespace {

// "<12 digits>.dkr.ecr.<region>.amazonaws.com", and China's.
bool is_ecr(std::string_view host) {
  constexpr std::size_t account_digits = 12;
  std::string_view account = host.substr(0, account_digits);
  bool digits = account.size() == account_digits &&
                account.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return false;
  host.remove_prefix(account_digits);
  return host.starts_with(".dkr.ecr.") &&
         (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"));
}

template <class... Cases>
struct cases : Cases... {
  using Cases::operator()...;
};

result<> check_absolute(const std::string& path) {
  if (path.starts_with('/')) return {};
  return fail("the path " + path + " is not absolute");
}

}  // namespace

bool is_own_registry(std::string_view host, std::uint16_t port) {
  if (is_ecr(host)) return true;
  std::string own = ":" + std::to_string(port);
  if (!host.ends_with(own)) return false;
  host.remove_suffix(own.size());
  constexpr std::array<std::string_view, 3> loopback{"localhost", "127.0.0.1", "[::1]"};
  return std::find(loopback.begin(), loopback.end(), host) != loopback.end() ||
         host.ends_with(".localhost");
}

result<oci::reference> parse_image_uri(std::string_view uri, std::uint16_t port) {
  auto where = TRY(oci::parse_reference(uri));
  auto checked = std::visit(
      cases{[](const oci::layout_reference& layout) { return check_absolute(layout.directory); },
            [](const oci::archive_reference& archive) { return check_absolute(archive.file); },
            [&](const oci::registry_reference& at) -> result<> {
              if (is_own_registry(at.registry, port)) return {};
              return fail("this engine pulls from no other registry than its own, localhost:" +
                          std::to_string(port) + "; `lambent image copy` brings images there");
            }},
      where);
  TRY(std::move(checked));
  return where;
}

result<std::unique_ptr<oci::blob_source>> open_image(const oci::reference& where,
                                                     const oci::digest* pinned,
                                                     const open_repository& registry) {
  const auto* at = std::get_if<oci::registry_reference>(&where);
  if (at == nullptr) return oci::open_local(where, pinned);
  if (!registry) return fail("this engine has no registry");
  if (pinned == nullptr && at->pinned) pinned = &*at->pinned;
  return registry(at->repository, pinned != nullptr ? pinned->text() : at->tag);
}

std::string resolved_uri(const oci::reference& where, const oci::digest& manifest) {
  std::string place = std::visit(
      cases{[](const oci::layout_reference& layout) { return "oci:" + layout.directory; },
            [](const oci::archive_reference& archive) { return "docker-archive:" + archive.file; },
            [](const oci::registry_reference& at) { return at.registry + "/" + at.repository; }},
      where);
  return place + "@" + manifest.text();
}

}  // namespace lambent::images
