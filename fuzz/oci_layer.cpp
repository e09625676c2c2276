// Unpacking of arbitrary bytes as a layer's tar: it must stay inside its folder and its limits.
#include <fcntl.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include "base/fd.hpp"
#include "oci/unpack/layer.hpp"
#include "oci/unpack/testing.hpp"

namespace {

// Headers with right sums get further than libFuzzer finds by itself.
std::string with_right_sums(std::string tar) {
  for (std::size_t at = 0; at + 512 <= tar.size(); at += 512) {
    std::string block = tar.substr(at, 512);
    if (block.compare(257, 5, "ustar") == 0)
      tar.replace(at, 512, lambent::oci::testing::tar_text::with_sum(std::move(block)));
  }
  return tar;
}

// On a file system in memory where there is one: a run is thousands of trees.
std::filesystem::path place() {
  const char* memory = "/dev/shm";
  return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fs = std::filesystem;
  std::string root = (place() / "lambent-fuzz-XXXXXX").string();
  if (::mkdtemp(root.data()) == nullptr) std::abort();
  fs::create_directories(root + "/lower/bin");
  fs::create_directory(root + "/tree");
  {
    lambent::fd dir(::open((root + "/tree").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const fs::path lower[] = {root + "/lower"};
    lambent::oci::unpack_budget budget(1 << 20, 64);
    std::string tar = with_right_sums({reinterpret_cast<const char*>(data), size});
    (void)lambent::oci::unpack_tar(tar, dir.get(), lower, budget);
  }
  auto beside = std::distance(fs::directory_iterator(root), fs::directory_iterator());
  if (beside != 2 || !fs::is_empty(root + "/lower/bin")) std::abort();
  fs::remove_all(root);
  return 0;
}
