// Any bytes as an archive of an image: every blob that is read is what its digest says, and nothing
// is read from elsewhere.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "oci/archive/archive_source.hpp"
#include "oci/image.hpp"

namespace {

using namespace lambent;

void require(bool holds) {
  if (!holds) std::abort();
}

void read_all(oci::blob_source& source) {
  auto images = oci::read_images(source);
  if (!images) return;
  for (const oci::image& image : *images)
    for (const oci::descriptor& layer : image.manifest.layers) {
      oci::hasher hash;
      auto read = source.read(layer, [&hash](std::string_view piece) -> result<> {
        hash.add(piece);
        return {};
      });
      require(!read || hash.finish() == layer.digest);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fd file(::memfd_create("archive", MFD_CLOEXEC));
  require(static_cast<bool>(file));
  require(write_all(file.get(), {reinterpret_cast<const char*>(data), size}).has_value());
  auto source = oci::open_archive("/proc/self/fd/" + std::to_string(file.get()), "");
  if (source)
    read_all(**source);
  else
    require(!source.error().what.empty());
  return 0;
}
