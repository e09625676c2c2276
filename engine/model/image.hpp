// The container image that a function of package type Image runs from, as it was resolved when the
// function was created or updated, and what ImageConfig overrides of it. Values only.
// https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::model {

struct image {
  std::string uri;           // ImageUri as the caller gave it.
  std::string resolved_uri;  // "<repository>@sha256:<64 hex>": what a tag was then, for good.
  // Host paths of the unpacked layers, lowest first; owned by the image store.
  std::vector<std::string> layer_dirs;
  // Of the image's configuration. ImageConfig may override the first two and the directory.
  std::vector<std::string> entrypoint, command;
  std::vector<std::string> environment;  // "NAME=value", in order.
  std::string working_directory, user;   // `user` is kept and never used, as on AWS.
  std::uint64_t unpacked_bytes = 0;
  bool placed = false;  // The layers are unpacked; until then it cannot run.
  bool operator==(const image&) const = default;
};

// ImageConfig of a function. What is absent is the image's own. An empty list is one, too: AWS
// takes it for absent.
struct image_overrides {
  std::optional<std::vector<std::string>> entrypoint, command;
  std::optional<std::string> working_directory;
  [[nodiscard]] bool empty() const { return !entrypoint && !command && !working_directory; }
  bool operator==(const image_overrides&) const = default;
};

// An image that UpdateFunctionCode gave. The function runs what it ran before until this one is
// unpacked, and goes on with it if that fails.
struct next_image {
  model::image image;
  std::string architecture;
  bool operator==(const next_image&) const = default;
};

// The hexadecimal digits of a resolved image's digest, which are its CodeSha256; empty without any.
[[nodiscard]] inline std::string_view digest_hex(const image& of) {
  constexpr std::string_view mark = "@sha256:";
  const std::string_view uri = of.resolved_uri;
  const std::size_t at = uri.rfind(mark);
  return at == std::string_view::npos ? std::string_view() : uri.substr(at + mark.size());
}

}  // namespace lambent::model
