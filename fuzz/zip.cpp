// Unpacking of arbitrary bytes as a zip: it must stay inside its directory and its limits.
#include <fcntl.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include "base/fd.hpp"
#include "engine/store/unpack.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fs = std::filesystem;
  std::string root = (fs::temp_directory_path() / "lambent-fuzz-XXXXXX").string();
  if (::mkdtemp(root.data()) == nullptr) std::abort();
  fs::create_directory(root + "/tree");
  {
    lambent::fd dir(::open((root + "/tree").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    std::string_view zip(reinterpret_cast<const char*>(data), size);
    (void)lambent::store::unpack(zip, dir.get(), {.bytes_max = 1 << 20, .entries_max = 64});
  }
  auto beside = std::distance(fs::directory_iterator(root), fs::directory_iterator());
  if (beside != 1) std::abort();
  fs::remove_all(root);
  return 0;
}
