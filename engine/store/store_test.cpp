#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/fd.hpp"
#include "base/sha256.hpp"
#include "engine/store/code_store.hpp"
#include "engine/store/function_store.hpp"
#include "engine/store/testing.hpp"

namespace fs = std::filesystem;
using namespace lambent;
using namespace lambent::store;

namespace {

using item = testing::zip_item;
using testing::make_zip;
using testing::read_file;
using testing::temp_dir;

// A zip library refuses to write twice the same name; changing bytes afterwards does not.
std::string replaced(std::string zip, std::string_view from, std::string_view to) {
  REQUIRE(from.size() == to.size());
  for (auto at = zip.find(from); at != std::string::npos; at = zip.find(from, at + 1))
    zip.replace(at, to.size(), to);
  return zip;
}

mode_t mode_of(const fs::path& path) {
  struct stat found{};
  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found.st_mode;
}

std::string refusal(const std::string& zip, unpack_limits limits = {1000, 10}) {
  temp_dir root;
  fs::create_directory(root.path / "tree");
  fd dir(::open((root.path / "tree").c_str(), O_RDONLY | O_DIRECTORY));
  auto done = unpack(zip, dir.get(), limits);
  CHECK(std::distance(fs::directory_iterator(root.path), fs::directory_iterator()) == 1);
  if (done) return "accepted";
  switch (done.error().kind) {
    case unpack_failure::corrupt:
      return "corrupt";
    case unpack_failure::too_big:
      return "too big";
    case unpack_failure::system:
      return "system: " + done.error().why.what;
  }
  return "";
}

}  // namespace

TEST_CASE("a zip becomes a tree with its modes, and the zip is kept beside it") {
  temp_dir data;
  auto code = code_store::open(data.path / "code");
  REQUIRE(code.has_value());
  std::string zip = make_zip({{"bootstrap", "#!/bin/sh", 0100755},
                              {"lib/data.txt", "data", 0100640},
                              {"empty/", "", 040700},
                              {"link", "lib/data.txt", 0120777}});
  auto stored = code->store_zip(zip);
  REQUIRE(stored.has_value());
  CHECK(stored->size == zip.size());
  CHECK(read_file(stored->dir / "bootstrap") == "#!/bin/sh");
  CHECK(mode_of(stored->dir / "bootstrap") == (S_IFREG | 0755));
  CHECK(mode_of(stored->dir / "lib/data.txt") == (S_IFREG | 0640));
  CHECK(mode_of(stored->dir / "lib") == (S_IFDIR | 0755));
  CHECK(mode_of(stored->dir / "empty") == (S_IFDIR | 0755));
  CHECK(fs::read_symlink(stored->dir / "link") == "lib/data.txt");
  CHECK(read_file(code->zip_of(to_hex(sha256(zip)))) == zip);
  CHECK(code->store_zip(zip)->dir == stored->dir);
}

TEST_CASE("collecting removes what no function uses and what a crash left half done") {
  temp_dir data;
  auto code = code_store::open(data.path);
  std::string kept = make_zip({{"a", "1"}}), dropped = make_zip({{"b", "2"}});
  REQUIRE(code->store_zip(kept).has_value());
  REQUIRE(code->store_zip(dropped).has_value());
  fs::create_directory(data.path / "tmp-0123");
  std::string hash = to_hex(sha256(kept));
  REQUIRE(code->collect({hash}).has_value());
  CHECK(std::distance(fs::directory_iterator(data.path), fs::directory_iterator()) == 2);
  CHECK(fs::exists(code->dir_of(hash)));
  CHECK(fs::exists(code->zip_of(hash)));
}

TEST_CASE("a dry run keeps nothing") {
  temp_dir data;
  auto code = code_store::open(data.path);
  REQUIRE(code->check_zip(make_zip({{"a", "1"}})).has_value());
  CHECK(fs::is_empty(data.path));
  CHECK(code->check_zip("no zip").error().kind == unpack_failure::corrupt);
  CHECK(code->store_zip("no zip").error().kind == unpack_failure::corrupt);
  CHECK(fs::is_empty(data.path));
}

TEST_CASE("names that leave the tree are refused") {
  CHECK(refusal(make_zip({{"a", "x"}})) == "accepted");
  CHECK(refusal(make_zip({{"../a", "x"}})) == "corrupt");
  CHECK(refusal(make_zip({{"a/../../b", "x"}})) == "corrupt");
  CHECK(refusal(make_zip({{"/etc/passwd", "x"}})) == "corrupt");
  CHECK(refusal(make_zip({{"a\\b", "x"}})) == "corrupt");
  CHECK(refusal(make_zip({{"..", "x"}})) == "corrupt");
  CHECK(refusal(make_zip({{std::string(300, 'n'), "x"}})) == "corrupt");
}

TEST_CASE("links stay inside, and nothing is written through one") {
  CHECK(refusal(make_zip({{"d/l", "../a", 0120777}})) == "accepted");
  CHECK(refusal(make_zip({{"l", "../a", 0120777}})) == "corrupt");
  CHECK(refusal(make_zip({{"l", "/etc/shadow", 0120777}})) == "corrupt");
  CHECK(refusal(make_zip({{"d/l", "x/../../../a", 0120777}})) == "corrupt");
  CHECK(refusal(make_zip({{"l", ".", 0120777}, {"l/x", "y"}})) == "corrupt");
  CHECK(refusal(make_zip({{"l/x", "y"}, {"l", ".", 0120777}})) == "corrupt");
}

TEST_CASE("devices, doubles and files used as directories are refused") {
  CHECK(refusal(make_zip({{"null", "", 0020666}})) == "corrupt");
  CHECK(refusal(make_zip({{"fifo", "", 0010666}})) == "corrupt");
  CHECK(refusal(make_zip({{"a", "x"}, {"a/b", "y"}})) == "corrupt");
  CHECK(refusal(replaced(make_zip({{"twin1", "x"}, {"twin2", "y"}}), "twin2", "twin1")) ==
        "corrupt");
  CHECK(refusal(make_zip({{"a", "x"}, {"./a", "y"}})) == "corrupt");
}

TEST_CASE("bombs and crowds stop at the limits") {
  CHECK(refusal(make_zip({{"a", std::string(1000, 'x')}})) == "accepted");
  CHECK(refusal(make_zip({{"a", std::string(1001, 'x')}})) == "too big");
  CHECK(refusal(make_zip({{"a", std::string(600, 'x')}, {"b", std::string(600, 'x')}})) ==
        "too big");
  std::vector<item> crowd;
  for (int i = 0; i < 11; ++i) crowd.push_back({"f" + std::to_string(i), ""});
  CHECK(refusal(make_zip(crowd)) == "corrupt");
}

TEST_CASE("a zip cut or changed anywhere never passes for another") {
  std::string zip = make_zip({{"bootstrap", "some content that is stored", 0100755}});
  for (std::size_t size = 0; size < zip.size(); ++size)
    CHECK(refusal(zip.substr(0, size)) == "corrupt");
  CHECK(refusal(replaced(zip, "content", "CONTENT")) != "system: ");
}

TEST_CASE("a function comes back from the store as it went in") {
  temp_dir data;
  model::function f;
  f.account = "123456789012";
  f.region = "us-east-1";
  f.name = "f";
  f.environment.emplace();
  (*f.environment)["K"] = "välue \"quoted\"";
  f.tags["t"] = "1";
  f.layers = {"arn:l"};
  f.echoed["VpcConfig"] = "{\"SubnetIds\":[]}";
  f.code_sha256 = "hash";
  f.code_size = 7;
  f.memory_mb = 256;
  f.logging.group = "/aws/lambda/f";
  f.logging.format = model::log_format::json;
  f.last_modified_ms = 1'700'000'000'123;
  f.state = model::function_state::active;
  f.last_update = model::update_status::successful;
  auto shared = std::make_shared<const model::function>(f);
  {
    auto opened = function_store::open(data.path / "l.db");
    REQUIRE(opened.has_value());
    REQUIRE(opened->put({&shared, 1}).has_value());
  }
  auto opened = function_store::open(data.path / "l.db");
  auto loaded = opened->load();
  REQUIRE(loaded->size() == 1);
  const auto& back = loaded->front();
  CHECK(back.name == "f");
  CHECK(back.version == "$LATEST");
  CHECK(back.environment == f.environment);
  CHECK(back.tags == f.tags);
  CHECK(back.layers == f.layers);
  CHECK(back.echoed == f.echoed);
  CHECK(back.code_size == 7);
  CHECK(back.memory_mb == 256);
  CHECK(back.logging.format == model::log_format::json);
  CHECK(back.logging.group == "/aws/lambda/f");
  CHECK(back.last_modified_ms == f.last_modified_ms);
  CHECK(back.state == model::function_state::active);
  CHECK(back.last_update == model::update_status::successful);
  REQUIRE(opened->remove(f).has_value());
  CHECK(opened->load()->empty());
}

TEST_CASE("a newer database is refused with a way out") {
  temp_dir data;
  {
    auto raw = database::open(data.path / "l.db");
    REQUIRE(raw->run("PRAGMA user_version=99").has_value());
  }
  auto opened = function_store::open(data.path / "l.db");
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().what == "prepare " + (data.path / "l.db").string() +
                                   ": the database was written by a newer version of Lambent");
  CHECK(opened.error().hint == "use that version, or another --data-dir");
}
