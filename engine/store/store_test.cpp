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

bool save(const temp_dir& data, model::record_ptr before, model::record_ptr after) {
  auto opened = function_store::open(data.path / "l.db");
  REQUIRE(opened.has_value());
  function_store::change change{std::move(before), std::move(after)};
  return opened->save({&change, 1}).has_value();
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
  f.layers = {{"arn:l", 10, 20, "abc"}};
  f.echoed["VpcConfig"] = "{\"SubnetIds\":[]}";
  f.image = {.uri = "localhost:4566/app:1",
             .resolved_uri = "localhost:4566/app@sha256:" + std::string(64, 'a'),
             .layer_dirs = {"/l/1", "/l/2"},
             .entrypoint = {"/lambda-entrypoint.sh"},
             .command = {"app.handler"},
             .environment = {"PATH=/bin", "A=b=c"},
             .working_directory = "/var/task",
             .user = "app",
             .unpacked_bytes = 12,
             .placed = true};
  f.next = {.image = {.uri = "localhost:4566/app:2"}, .architecture = "arm64"};
  f.image_config.command = {"other.handler"};
  f.code_sha256 = "hash";
  f.code_size = 7;
  f.memory_mb = 256;
  f.logging.group = "/aws/lambda/f";
  f.logging.format = model::log_format::json;
  f.last_modified_ms = 1'700'000'000'123;
  f.state = model::function_state::active;
  f.last_update = model::update_status::successful;
  auto record = std::make_shared<model::function_record>();
  record->latest = std::make_shared<const model::function>(f);
  REQUIRE(save(data, nullptr, record));
  auto opened = function_store::open(data.path / "l.db");
  auto loaded = opened->load();
  REQUIRE(loaded->size() == 1);
  const auto& back = *loaded->front().latest;
  CHECK(back.name == "f");
  CHECK(back.version == "$LATEST");
  CHECK(back.environment == f.environment);
  CHECK(back.tags == f.tags);
  CHECK(back.layers == f.layers);
  CHECK(back.echoed == f.echoed);
  CHECK(back.image == f.image);
  CHECK(back.image_config == f.image_config);
  CHECK(back.next == f.next);
  CHECK(back.code_size == 7);
  CHECK(back.memory_mb == 256);
  CHECK(back.logging.format == model::log_format::json);
  CHECK(back.logging.group == "/aws/lambda/f");
  CHECK(back.last_modified_ms == f.last_modified_ms);
  CHECK(back.state == model::function_state::active);
  CHECK(back.last_update == model::update_status::successful);
  function_store::change gone{record, nullptr};
  REQUIRE(opened->save({&gone, 1}).has_value());
  CHECK(opened->load()->empty());
}

TEST_CASE("what hangs on a function comes back as it went in, and only the difference is written") {
  temp_dir data;
  auto version = [](std::string number) {
    model::function f;
    f.account = "123456789012";
    f.region = "us-east-1";
    f.name = "f";
    f.version = std::move(number);
    f.latest_description = "when it was published";
    return std::make_shared<const model::function>(f);
  };
  model::function_record first;
  first.latest = version("$LATEST");
  first.versions[9] = version("9");
  first.versions[10] = version("10");
  first.last_version = 11;
  first.reserved_concurrency = 0;
  first.aliases["live"] = {"9", "d", "r", model::weighted_version{"10", 0.25}};
  first.urls[""] = {
      "id",
      model::url_auth_type::aws_iam,
      model::invoke_mode::response_stream,
      model::cors_config{
          .allow_credentials = false, .allow_origins = std::vector<std::string>{}, .max_age_s = 7},
      1,
      2};
  first.policies["live"].revision_id = "p";
  first.policies["live"].statements = {{.sid = "s",
                                        .action = "a",
                                        .principal = "*",
                                        .function_url_auth_type = model::url_auth_type::none,
                                        .invoked_via_function_url = true}};
  first.event_invoke_configs["$LATEST"] = {.maximum_retry_attempts = 0, .on_success = "arn"};
  auto before = std::make_shared<const model::function_record>(first);
  REQUIRE(save(data, nullptr, before));

  auto opened = function_store::open(data.path / "l.db");
  auto loaded = opened->load();
  REQUIRE(loaded->size() == 1);
  const auto& back = loaded->front();
  CHECK(*back.latest == *first.latest);
  REQUIRE(back.versions.size() == 2);
  CHECK(*back.versions.at(9) == *first.versions[9]);
  CHECK(back.last_version == 11);
  CHECK(back.reserved_concurrency == 0U);
  CHECK(back.aliases == first.aliases);
  CHECK(back.urls == first.urls);
  CHECK(back.policies == first.policies);
  CHECK(back.event_invoke_configs == first.event_invoke_configs);

  model::function_record second = first;
  second.versions.erase(9);
  second.aliases["live"].version = "10";
  second.urls.clear();
  second.reserved_concurrency.reset();
  auto after = std::make_shared<const model::function_record>(second);
  function_store::change change{before, after};
  REQUIRE(opened->save({&change, 1}).has_value());
  loaded = opened->load();
  CHECK(loaded->front().versions.size() == 1);
  CHECK(loaded->front().aliases == second.aliases);
  CHECK(loaded->front().urls.empty());
  CHECK(loaded->front().policies == first.policies);
  CHECK_FALSE(loaded->front().reserved_concurrency.has_value());
}

TEST_CASE("a deleted function leaves nothing but its last version number") {
  temp_dir data;
  model::function f;
  f.account = "123456789012";
  f.region = "us-east-1";
  f.name = "f";
  auto record = std::make_shared<model::function_record>();
  record->latest = std::make_shared<const model::function>(f);
  record->last_version = 7;
  record->reserved_concurrency = 3;
  REQUIRE(save(data, nullptr, record));
  REQUIRE(save(data, record, nullptr));
  auto opened = function_store::open(data.path / "l.db");
  CHECK(opened->load()->empty());
  CHECK(opened->last_version("123456789012", "us-east-1", "f") == 7U);
  CHECK(opened->last_version("123456789012", "us-east-1", "g") == 0U);
}

TEST_CASE("a database from before versions were kept opens, and its functions are there") {
  temp_dir data;
  {
    auto raw = database::open(data.path / "l.db");
    REQUIRE(raw->run("CREATE TABLE function (account TEXT NOT NULL, region TEXT NOT NULL,"
                     " name TEXT NOT NULL, version TEXT NOT NULL, document TEXT NOT NULL,"
                     " PRIMARY KEY (account, region, name, version)) WITHOUT ROWID;"
                     "INSERT INTO function VALUES ('1', 'r', 'f', '$LATEST',"
                     " '{\"runtime\":\"provided.al2\",\"memory_mb\":256,\"state\":1}');"
                     "PRAGMA user_version=1")
                .has_value());
  }
  auto opened = function_store::open(data.path / "l.db");
  REQUIRE(opened.has_value());
  auto loaded = opened->load();
  REQUIRE(loaded->size() == 1);
  CHECK(loaded->front().latest->runtime == "provided.al2");
  CHECK(loaded->front().latest->memory_mb == 256);
  CHECK(loaded->front().latest->state == model::function_state::active);
  CHECK(loaded->front().last_version == 0);
}

TEST_CASE("a damaged row is named, not guessed at") {
  temp_dir data;
  auto refusal_of = [&](const std::string& insert) {
    std::filesystem::remove(data.path / "l.db");
    REQUIRE(function_store::open(data.path / "l.db").has_value());
    REQUIRE(database::open(data.path / "l.db")->run(insert).has_value());
    auto loaded = function_store::open(data.path / "l.db")->load();
    REQUIRE_FALSE(loaded.has_value());
    return loaded.error().what;
  };
  CHECK(refusal_of("INSERT INTO function VALUES ('1', 'r', 'f', '7', '{}')") ==
        "load f: its version $LATEST is missing");
  CHECK(refusal_of("INSERT INTO function VALUES ('1', 'r', 'f', '7x', '{}')") ==
        "load f: the stored number '7x' is damaged");
  CHECK(refusal_of("INSERT INTO function VALUES ('1', 'r', 'f', '$LATEST', '[]')")
            .starts_with("load f: the stored document is damaged: "));
  CHECK(refusal_of("INSERT INTO function VALUES ('1', 'r', 'f', '$LATEST', '{}');"
                   "INSERT INTO function_part VALUES ('1', 'r', 'f', 'alias', 'live', '{')")
            .starts_with("load alias live of f: the stored document is damaged: "));
}

TEST_CASE("a view of nothing is kept as an empty text") {
  lambent::testing::temp_dir data;
  auto opened = database::open(data.path / "t.db");
  REQUIRE(opened);
  auto row = opened->query("SELECT ?1='', ?2=''", std::string_view(), std::string());
  REQUIRE(row);
  REQUIRE(row->step().value());
  CHECK(row->number(0) == 1);
  CHECK(row->number(1) == 1);
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
