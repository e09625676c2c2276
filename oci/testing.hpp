// For tests: an image's blobs in memory.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "oci/blob_check.hpp"
#include "oci/blob_source.hpp"

namespace lambent::oci::testing {

class memory_source final : public blob_source {
public:
  // The descriptor of the content, which can be read from now on.
  descriptor put(std::string_view media_type, std::string content) {
    descriptor out{.media_type = std::string(media_type),
                   .digest = digest::of(content),
                   .size = content.size()};
    blobs_.insert_or_assign(out.digest, std::move(content));
    return out;
  }
  void set_root(descriptor root) { root_ = std::move(root); }
  // What is answered for the digest, whether it fits or not.
  void replace(const digest& name, std::string content) {
    blobs_.insert_or_assign(name, std::move(content));
  }

  [[nodiscard]] result<descriptor> root() override { return root_; }
  [[nodiscard]] result<> read(const descriptor& which, const sink& to) override {
    auto found = blobs_.find(which.digest);
    if (found == blobs_.end()) return fail("there is no blob " + which.digest.text());
    blob_check check(which);
    TRY(check.add(found->second));
    TRY(to(found->second));
    return check.finish();
  }

private:
  std::map<digest, std::string> blobs_;
  descriptor root_;
};

}  // namespace lambent::oci::testing
