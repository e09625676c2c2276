// For tests: a control plane on a directory of its own, asked as the edge asks it, and what its
// answers say.
#pragma once

#include <doctest/doctest.h>
#include <sys/mman.h>

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "base/base64.hpp"
#include "base/sha256.hpp"
#include "engine/api/control_plane.hpp"
#include "engine/store/testing.hpp"

namespace lambent::api::testing {

namespace json = boost::json;
using lambent::testing::temp_dir;

inline const std::string arn = "arn:aws:lambda:us-east-1:123456789012:function:";
inline const std::string role = "arn:aws:iam::123456789012:role/service-role";

inline const std::string& sample_zip() {
  static const std::string zip = lambent::testing::make_zip({{"bootstrap", "#!/bin/sh", 0100755}});
  return zip;
}
inline const std::string& other_zip() {
  static const std::string zip =
      lambent::testing::make_zip({{"bootstrap", "#!/bin/bash", 0100755}});
  return zip;
}

// S3 with the objects that a test puts there, images likewise, and IAM with roles that do not trust
// Lambda.
struct fake_neighbours final : neighbours {
  std::map<std::string, std::string> objects;      // By "bucket/key".
  std::map<std::string, model::image> images;      // By "uri architecture".
  std::map<std::string, std::string> unplaceable;  // By resolved URI: why.
  std::set<std::string> kept;                      // Resolved URIs of the last start.
  std::map<std::string, std::string> missing;      // By "architecture package type": why.
  std::set<std::string> distrusting;

  std::expected<fd, object_refusal> open_object(const object_reference& which) override {
    auto found = objects.find(which.bucket + "/" + which.key + which.version.value_or(""));
    if (found == objects.end())
      return std::unexpected(object_refusal{"NoSuchKey", "The specified key does not exist."});
    fd file(::memfd_create("object", MFD_CLOEXEC));
    const std::string& bytes = found->second;
    REQUIRE(::write(file.get(), bytes.data(), bytes.size()) == ssize_t(bytes.size()));
    return file;
  }
  std::expected<model::image, image_refusal> resolve_image(std::string_view uri,
                                                           std::string_view architecture,
                                                           const model::owner&) override {
    auto found = images.find(std::string(uri) + " " + std::string(architecture));
    if (found == images.end()) return std::unexpected(no_such_image(uri));
    return found->second;
  }
  bool resolves_slowly(std::string_view uri) override { return uri.starts_with("docker-archive:"); }
  std::expected<model::image, placing_failure> place_image(model::image resolved,
                                                           std::string_view) override {
    if (auto why = unplaceable.find(resolved.resolved_uri); why != unplaceable.end())
      return std::unexpected(placing_failure{"InvalidImage", why->second});
    resolved.layer_dirs = {"/l/1"};
    resolved.placed = true;
    return resolved;
  }
  result<> keep_images(std::span<model::image* const> in_use) override {
    kept.clear();
    for (const model::image* image : in_use) kept.insert(image->resolved_uri);
    return {};
  }
  std::string why_not_run(const code_needs& what) override {
    auto found =
        missing.find(std::string(what.architecture) + " " + std::string(what.package_type));
    if (found == missing.end()) found = missing.find(std::string(what.runtime));
    return found == missing.end() ? std::string() : found->second;
  }
  bool checks_slowly(const code_needs& what) override { return what.runtime.starts_with("node"); }
  bool lambda_may_assume(std::string_view role_arn) override {
    return !distrusting.contains(std::string(role_arn));
  }
};

struct service {
  temp_dir data;
  fake_neighbours around;
  std::unique_ptr<control_plane> plane = open();
  registry functions;
  std::vector<std::string> found;    // Images that the control plane left to others to find.
  std::vector<std::string> checked;  // Runtimes likewise.
  std::string account = "123456789012";
  std::int64_t now_ms = 1'768'213'230'123;  // 2026-01-12T10:20:30.123Z

  std::unique_ptr<control_plane> open() {
    auto opened = control_plane::open({data.path, &around});
    REQUIRE(opened.has_value());
    return std::move(*opened);
  }

  http::response send(std::string_view method, const std::string& target, std::string body = {}) {
    auto match = route(method, target);
    REQUIRE_MESSAGE(match.has_value(), target);
    call made;
    made.operation = match->operation;
    made.parameters = std::move(match->parameters);
    made.query = std::move(match->query);
    made.request = {std::string(method), target, {{"Host", "localhost:4566"}}, std::move(body)};
    made.account = account;
    made.region = "us-east-1";
    made.request_id = "r-1";
    made.now_ms = now_ms;
    auto answered = plane->handle(made);
    if (auto what = plane->take_image_to_find()) {
      found.push_back(what->uri + " " + what->architecture);
      made.image =
          found_image{*what, around.resolve_image(what->uri, what->architecture, what->whose)};
      answered = plane->handle(made);
      CHECK_FALSE(plane->take_image_to_find());
    }
    if (auto what = plane->take_needs_to_check()) {
      checked.push_back(what->runtime);
      made.needs = checked_needs{*what, around.why_not_run(what->what())};
      answered = plane->handle(made);
      CHECK_FALSE(plane->take_needs_to_check());
    }
    CHECK(answered.headers.get("x-amzn-RequestId") == "r-1");
    return answered;
  }
  void settle() {
    REQUIRE(plane->settle().has_value());
    for (auto& what : plane->take_images_to_place()) {
      auto placed = around.place_image(what.image, what.architecture);
      REQUIRE(plane->image_placed(what, std::move(placed)).has_value());
    }
  }
  void create(const std::string& name, std::string_view more = {}) {
    REQUIRE(send("POST", "/2015-03-31/functions", creation(name, more)).status == 201);
    settle();
  }
  // Stops without warning and starts anew on what is on disk.
  void restart() {
    plane.reset();
    plane = open();
  }
  static std::string creation(const std::string& name, std::string_view more = {},
                              const std::string& zip = sample_zip()) {
    return R"({"FunctionName":")" + name + R"(","Runtime":"provided.al2023","Role":")" + role +
           R"(","Handler":"bootstrap","Code":{"ZipFile":")" + base64_encode(zip) + "\"}" +
           std::string(more) + "}";
  }
};

inline const std::string functions_path = "/2015-03-31/functions";

inline json::object parsed(const http::response& response) {
  json::error_code failed;
  json::value value = json::parse(response.body, failed);
  REQUIRE_MESSAGE(!failed, response.body);
  return value.as_object();
}

inline std::string text(const json::object& in, std::string_view name) {
  const json::value* found = in.if_contains(name);
  return found == nullptr     ? "absent"
         : found->is_string() ? std::string(found->get_string())
                              : json::serialize(*found);
}

// "<status> <error type> <message or whole body>"
inline std::string refusal(const http::response& response) {
  json::object body = parsed(response);
  std::string message = body.contains("message") ? text(body, "message") : text(body, "Message");
  return std::to_string(response.status) + " " +
         std::string(response.headers.get("x-amzn-ErrorType")) + " " + message;
}

inline constexpr std::string_view invalid = "400 InvalidParameterValueException ";
inline constexpr std::string_view one_error =
    "400 ValidationException 1 validation error detected: ";

inline std::string expect(std::string_view prefix, const std::string& rest) {
  return std::string(prefix) + rest;
}

}  // namespace lambent::api::testing
