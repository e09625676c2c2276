#include "cli/build/package/function_image.hpp"

#include <doctest/doctest.h>
#include <elf.h>

#include <filesystem>
#include <fstream>

#include "base/elf.hpp"
#include "base/elf_header.hpp"
#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/archive/tar_tree.hpp"
#include "oci/image.hpp"
#include "oci/local_image.hpp"

using namespace lambent;
using namespace lambent::cli;

namespace {

// A static program that does nothing, not even run.
std::string program(std::uint16_t machine = EM_X86_64) {
  Elf64_Ehdr header = lambent::testing::elf_header(machine);
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_version = EV_CURRENT;
  header.e_ehsize = sizeof header;
  return lambent::testing::bytes_of(header);
}

function_files files(std::string content = program()) {
  return {.members = {{.name = "bootstrap", .content = std::move(content), .mode = 0100755},
                      {.name = "data/x", .content = "y", .mode = 0100644}},
          .architecture = "x86_64"};
}

struct made {
  std::unique_ptr<oci::assembly> parts = std::make_unique<oci::assembly>(0);
  result<function_image> add(const image_wishes& wishes, std::shared_ptr<oci::blob_source> base,
                             function_files what = files()) const {
    return add_function_image(*parts, what, wishes, std::move(base));
  }
  [[nodiscard]] oci::image image() const {
    return *oci::read_image(*parts, oci::platform_for("x86_64"));
  }
  // The content of a file in the top layer, or what is wrong with it.
  [[nodiscard]] std::string in_top_layer(const std::string& name) const {
    lambent::testing::temp_dir folder;
    std::string path = (folder.path / "layer").string();
    std::ofstream out(path, std::ios::binary);
    REQUIRE(parts->read(image().manifest.layers.back(), [&](std::string_view piece) -> result<> {
      out << piece;
      return {};
    }));
    out.close();
    auto tree = oci::open_tar(path);
    auto range = (*tree)->open(name);
    return range ? *oci::read_range(*range, 1UL << 20) : range.error().what;
  }
};

std::shared_ptr<oci::blob_source> aws_like_base(std::vector<std::string> command) {
  auto base = std::make_shared<oci::assembly>(0);
  oci::image_draft draft = base->start(oci::platform_for("x86_64"));
  draft.config.entrypoint = {"/lambda-entrypoint.sh"};
  draft.config.command = std::move(command);
  draft.config.environment = {"PATH=/usr/bin", "LAMBDA_RUNTIME_DIR=/var/runtime"};
  draft.config.working_directory = "/var/task";
  REQUIRE(base->add_layer(draft, {{.path = "lambda-entrypoint.sh", .mode = 0755, .content = "#!"}},
                          "base"));
  base->finish(draft);
  return base;
}

}  // namespace

TEST_CASE("on no base the program is the entry point, at /var/task/bootstrap") {
  made it;
  REQUIRE(it.add({.environment = {"A=1"}, .labels = {{"k", "v"}}}, nullptr));
  oci::image image = it.image();
  CHECK(image.config.entrypoint == std::vector<std::string>{"/var/task/bootstrap"});
  CHECK(image.config.command.empty());
  CHECK(image.config.working_directory == "/var/task");
  CHECK(image.config.environment == std::vector<std::string>{"A=1"});
  CHECK(image.config.labels.at("k") == "v");
  CHECK(image.manifest.layers.size() == 1);
  CHECK(it.in_top_layer("var/task/bootstrap") == program());
  CHECK(it.in_top_layer("var/task/data/x") == "y");
}

TEST_CASE("on AWS's base the program is where its entry point looks, and gets a handler's name") {
  made it;
  REQUIRE(it.add({.environment = {"PATH=/opt/bin"}}, aws_like_base({})));
  oci::image image = it.image();
  CHECK(image.config.entrypoint == std::vector<std::string>{"/lambda-entrypoint.sh"});
  CHECK(image.config.command == std::vector<std::string>{"bootstrap"});
  CHECK(image.config.environment ==
        std::vector<std::string>{"PATH=/opt/bin", "LAMBDA_RUNTIME_DIR=/var/runtime"});
  CHECK(image.manifest.layers.size() == 2);
  CHECK(it.in_top_layer("var/runtime/bootstrap") == program());
  CHECK(it.in_top_layer("var/task/data/x") == "y");
}

TEST_CASE("an entry point and a command that were asked for are taken") {
  made it;
  REQUIRE(it.add({.entrypoint = {"/a"}, .command = {"b", "c"}}, nullptr));
  CHECK(it.image().config.entrypoint == std::vector<std::string>{"/a"});
  CHECK(it.image().config.command == std::vector<std::string>{"b", "c"});
  made other;
  REQUIRE(other.add({.command = {"hello.handler"}}, aws_like_base({"x"})));
  CHECK(other.image().config.command == std::vector<std::string>{"hello.handler"});
}

TEST_CASE("includes are a layer below the program's, without their owner's modes") {
  lambent::testing::temp_dir folder;
  std::filesystem::create_directory(folder.path / "assets");
  std::ofstream(folder.path / "assets" / "a") << "x";
  std::filesystem::permissions(folder.path / "assets" / "a", std::filesystem::perms(0600));
  std::string include = "assets:" + (folder.path / "assets").string();
  made it;
  REQUIRE(it.add({.includes = {include}}, nullptr));
  made other;
  std::filesystem::permissions(folder.path / "assets" / "a", std::filesystem::perms(0664));
  REQUIRE(other.add({.includes = {include}}, nullptr));
  CHECK(it.image().manifest.layers.size() == 2);
  CHECK(it.image().name.digest == other.image().name.digest);
  CHECK(!it.add({.includes = {"nothing:/not/there"}}, nullptr));
}

TEST_CASE("a program that cannot run in its image is refused") {
  auto error_of = [](const result<function_image>& of) { return of ? "" : of.error().what; };
  made it;
  CHECK(error_of(it.add({}, nullptr, files(program(EM_AARCH64)))) ==
        "bootstrap is for arm64, the image for x86_64");
  CHECK(error_of(it.add({}, nullptr, files("#!/bin/sh"))).starts_with("bootstrap: "));
  CHECK(error_of(it.add({}, nullptr, {.members = {}, .architecture = "x86_64"})) ==
        "there is no bootstrap in it");
  CHECK(error_of(it.add({.environment = {"A"}}, nullptr)) == "--env: 'A' is not NAME=VALUE");
  auto self = read_file("/proc/self/exe", 1UL << 30);
  REQUIRE(self);
  function_files dynamic = files(*self);
  dynamic.architecture = read_elf(*self)->architecture;
  CHECK(error_of(it.add({}, nullptr, dynamic)).starts_with("bootstrap needs the loader /lib"));
}
