#include "engine/model/function_record.hpp"

#include <doctest/doctest.h>

using namespace lambent::model;

namespace {

function_ptr version(std::string number, std::string sha256 = "1") {
  function made;
  made.name = "f";
  made.version = std::move(number);
  made.code_sha256 = std::move(sha256);
  return std::make_shared<const function>(made);
}

function_record record() {
  function_record made;
  made.latest = version("$LATEST", "3");
  made.versions[1] = version("1");
  made.versions[2] = version("2", "2");
  made.last_version = 2;
  made.aliases["live"] = {.version = "1"};
  made.aliases["edge"] = {.version = "$LATEST"};
  made.aliases["split"] = {.version = "1", .additional = weighted_version{"2", 0.25}};
  return made;
}

std::string resolved(std::string_view qualifier, double choice = 1) {
  auto found = resolve(record(), qualifier, choice);
  return found == nullptr ? "nothing" : found->version;
}

}  // namespace

TEST_CASE("a qualifier names $LATEST, a version or what an alias points to") {
  CHECK(resolved("") == "$LATEST");
  CHECK(resolved("$LATEST") == "$LATEST");
  CHECK(resolved("2") == "2");
  CHECK(resolved("live") == "1");
  CHECK(resolved("edge") == "$LATEST");
  for (std::string_view nobody : {"3", "01", "0", "-1", "+1", "1x", "dead", "$latest", "$",
                                  "99999999999999999999999999999999"})
    CHECK_MESSAGE(resolved(nobody) == "nothing", nobody);
}

TEST_CASE("an alias with a weight sends that share of the invocations to the other version") {
  CHECK(resolved("split", 0) == "2");
  CHECK(resolved("split", 0.2499) == "2");
  CHECK(resolved("split", 0.25) == "1");
  CHECK(resolved("split", 0.999) == "1");
  CHECK(resolved("split") == "1");
  alias all{.version = "1", .additional = weighted_version{"2", 1.0}};
  CHECK(version_for(all, 0.999999) == "2");
  alias none{.version = "1", .additional = weighted_version{"2", 0.0}};
  CHECK(version_for(none, 0) == "1");
}

TEST_CASE("only code and configuration decide whether $LATEST differs from a published version") {
  function latest = *version("$LATEST");
  latest.description = "of latest";
  latest.tags["t"] = "1";
  latest.revision_id = "a";
  latest.last_modified_ms = 1;
  function published = latest;
  published.version = "4";
  published.description = "given to PublishVersion";
  published.latest_description = "of latest";
  published.tags.clear();
  published.revision_id = "b";
  published.last_modified_ms = 2;
  published.state = function_state::active;
  published.last_update = update_status::successful;
  CHECK(published_as(latest, published));

  auto differs = [&](auto change) {
    function changed = latest;
    change(changed);
    return !published_as(changed, published);
  };
  CHECK(differs([](function& f) { f.description = "new"; }));
  CHECK(differs([](function& f) { f.code_sha256 = "2"; }));
  CHECK(differs([](function& f) { f.memory_mb = 256; }));
  CHECK(differs([](function& f) { f.environment.emplace(); }));
  CHECK(differs([](function& f) { f.logging.group = "/other"; }));
  CHECK(differs([](function& f) { f.echoed["VpcConfig"] = "{}"; }));
  CHECK_FALSE(differs([](function& f) { f.tags["t"] = "2"; }));
}
