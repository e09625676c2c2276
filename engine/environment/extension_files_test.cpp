#include "engine/environment/extension_files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::environment;

TEST_CASE("every file of extensions/ is one, executable or not, and folders are none") {
  testing::temp_dir opt;
  CHECK(extension_files("").empty());
  CHECK(extension_files(opt.path.string()).empty());
  std::filesystem::create_directories(opt.path / "extensions" / "folder");
  for (const char* name : {"b", "a"}) std::ofstream(opt.path / "extensions" / name) << "x";
  std::filesystem::create_symlink("nowhere", opt.path / "extensions" / "link");
  CHECK(extension_files(opt.path.string()) == std::vector<std::string>{"a", "b", "link"});
}

TEST_CASE("of more extensions than there may be, one too many is told") {
  testing::temp_dir opt;
  std::filesystem::create_directories(opt.path / "extensions");
  for (int i = 0; i < 20; ++i) std::ofstream(opt.path / "extensions" / std::to_string(i)) << "x";
  CHECK(extension_files(opt.path.string()).size() == 11);
}

TEST_CASE("of an image, what an upper layer removes or hides is no extension") {
  namespace fs = std::filesystem;
  testing::temp_dir image;
  const auto place = [&](const char* layer) { return image.path / layer / "opt" / "extensions"; };
  std::vector<std::string> layers;
  for (const char* layer : {"1", "2", "3"}) {
    fs::create_directories(place(layer));
    layers.push_back((image.path / layer).string());
  }
  for (const char* name : {"kept", "removed", "folder"}) std::ofstream(place("1") / name) << "x";
  if (::mknod((place("2") / "removed").c_str(), S_IFCHR, 0) != 0) {
    MESSAGE("skipped: no character device can be made here");
    return;
  }
  fs::create_directory(place("2") / "folder");
  std::ofstream(place("3") / "added") << "x";
  CHECK(image_extension_files(layers) == std::vector<std::string>{"added", "kept"});
  // A link in the place of a directory hides it, and leads nowhere.
  fs::remove_all(place("3"));
  fs::create_symlink(place("1"), place("3"));
  CHECK(image_extension_files(layers).empty());
  fs::remove_all(place("3").parent_path());
  fs::create_directories(place("3"));
  if (::setxattr(place("3").c_str(), "user.overlay.opaque", "y", 1, 0) != 0) {
    MESSAGE("skipped: this file system has no extended attributes");
    return;
  }
  CHECK(image_extension_files(layers).empty());
}
