// Functions of the package type Image through the API: what is taken, refused, echoed and kept.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>

#include "base/architecture.hpp"
#include "engine/api/testing.hpp"
#include "engine/model/limits.hpp"

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

const std::string uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1";
const std::string digest(64, 'a');

struct image_service : service {
  image_service() {
    for (const char* architecture : {"x86_64", "arm64"}) {
      around.images[uri + " " + architecture] = {
          .uri = uri,
          .resolved_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app@sha256:" +
                          (architecture == std::string("x86_64") ? digest : std::string(64, 'b')),
          .layer_dirs = {"/l/1"},
          .entrypoint = {"/entry"}};
    }
  }
  http::response create(std::string_view more = {}, std::string_view code = {}) {
    std::string made = code.empty() ? R"({"ImageUri":")" + uri + "\"}" : std::string(code);
    return send("POST", functions_path,
                R"({"FunctionName":"f","PackageType":"Image","Role":")" + role + R"(","Code":)" +
                    made + std::string(more) + "}");
  }
  json::object function() { return parsed(send("GET", functions_path + "/f")); }
  json::object configuration() { return function()["Configuration"].as_object(); }
};

// No file can grow while one exists.
class full_disk {
public:
  full_disk() {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    rlimit none = before_;
    none.rlim_cur = 0;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &none) == 0);
  }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;
  ~full_disk() {
    (void)::setrlimit(RLIMIT_FSIZE, &before_);
    (void)std::signal(SIGXFSZ, handler_);
  }

private:
  rlimit before_{};
  void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

}  // namespace

TEST_CASE("an image function is made Pending, becomes Active and looks as on AWS") {
  image_service s;
  auto made = s.create();
  REQUIRE_MESSAGE(made.status == 201, made.body);
  json::object body = parsed(made);
  CHECK(text(body, "State") == "Pending");
  CHECK(text(body, "PackageType") == "Image");
  CHECK(text(body, "CodeSha256") == digest);
  CHECK(text(body, "CodeSize") == "0");
  for (const char* name : {"Runtime", "Handler", "RuntimeVersionConfig", "ImageConfigResponse"})
    CHECK_FALSE(body.contains(name));
  s.settle();
  json::object f = s.function();
  CHECK(text(f["Configuration"].as_object(), "State") == "Active");
  CHECK(json::serialize(f["Code"]) ==
        R"({"RepositoryType":"ECR","ImageUri":")" + uri +
            R"(","ResolvedImageUri":"123456789012.dkr.ecr.us-east-1.amazonaws.com/app@sha256:)" +
            digest + "\"}");
}

TEST_CASE("an image that takes long to find is found elsewhere, and nothing changes before") {
  image_service s;
  const std::string archive = "docker-archive:/images/app.tar.gz";
  REQUIRE(s.create().status == 201);
  s.settle();
  CHECK(s.found.empty());
  auto update = [&] {
    return s.send("PUT", functions_path + "/f/code", R"({"ImageUri":")" + archive + "\"}");
  };
  auto refused = update();
  CHECK(refused.status == 400);
  CHECK(refused.body.contains("does not exist"));
  CHECK(s.found == std::vector{archive + " x86_64"});
  CHECK(text(s.configuration(), "LastUpdateStatus") == "Successful");

  s.around.images[archive + " x86_64"] = {
      .uri = archive,
      .resolved_uri = archive + "@sha256:" + std::string(64, 'c'),
      .layer_dirs = {"/l/2"},
      .entrypoint = {"/entry"}};
  CHECK(update().status == 200);
  s.settle();
  CHECK(text(s.configuration(), "CodeSha256") == std::string(64, 'c'));
  CHECK(s.found.size() == 2);
}

TEST_CASE("ImageConfig is echoed as ImageConfigResponse, and an update replaces it as a whole") {
  image_service s;
  REQUIRE(s.create(R"(,"ImageConfig":{"EntryPoint":["/e"],"Command":["a","b"]})").status == 201);
  s.settle();
  CHECK(text(s.configuration(), "ImageConfigResponse") ==
        R"({"ImageConfig":{"EntryPoint":["/e"],"Command":["a","b"]}})");
  CHECK_FALSE(s.configuration().contains("ImageConfig"));
  REQUIRE(s.send("PUT", functions_path + "/f/configuration",
                 R"({"ImageConfig":{"WorkingDirectory":"/w"}})")
              .status == 200);
  s.settle();
  CHECK(text(s.configuration(), "ImageConfigResponse") ==
        R"({"ImageConfig":{"WorkingDirectory":"/w"}})");
  REQUIRE(s.send("PUT", functions_path + "/f/configuration", R"({"Timeout":9})").status == 200);
  s.settle();
  CHECK(text(s.configuration(), "ImageConfigResponse") ==
        R"({"ImageConfig":{"WorkingDirectory":"/w"}})");
  REQUIRE(s.send("PUT", functions_path + "/f/configuration", R"({"ImageConfig":{}})").status ==
          200);
  CHECK_FALSE(s.configuration().contains("ImageConfigResponse"));
}

TEST_CASE("an image goes with neither runtime, handler nor layers") {
  image_service s;
  const std::string refused = expect(
      invalid,
      "Please don't provide Handler or Runtime or Layer when the intended function PackageType is "
      "Image.");
  CHECK(refusal(s.create(R"(,"Runtime":"provided.al2023")")) == refused);
  CHECK(refusal(s.create(R"(,"Handler":"bootstrap")")) == refused);
  CHECK(refusal(s.create(R"(,"Layers":["arn:aws:lambda:us-east-1:123456789012:layer:l:1"])")) ==
        refused);
  REQUIRE(s.create(R"(,"Layers":[])").status == 201);
  s.settle();
  CHECK(refusal(s.send("PUT", functions_path + "/f/configuration", R"({"Handler":"h"})")) ==
        refused);
}

TEST_CASE("the package type and the kind of code go together, at creation and for good") {
  image_service s;
  CHECK(
      refusal(s.create({}, R"({"ZipFile":""})")) ==
      expect(invalid, "Please provide ImageUri when creating a function with packageType Image."));
  CHECK(refusal(s.send("POST", functions_path,
                       R"({"FunctionName":"z","Runtime":"provided.al2023","Handler":"h","Role":")" +
                           role + R"(","Code":{"ImageUri":"i"}})")) ==
        expect(invalid,
               "Please don't provide ImageUri when creating a function with packageType Zip."));
  s.service::create("zip");
  CHECK(refusal(s.send("PUT", functions_path + "/zip/code", R"({"ImageUri":"i"})")) ==
        expect(invalid,
               "Please don't provide ImageUri when updating a function with packageType Zip."));
  CHECK(refusal(s.send("PUT", functions_path + "/zip/configuration", R"({"ImageConfig":{}})")) ==
        expect(invalid,
               "Please don't provide ImageConfig when the intended function PackageType is Zip."));
  REQUIRE(s.create().status == 201);
  s.settle();
  CHECK(
      refusal(s.send("PUT", functions_path + "/f/code",
                     R"({"ZipFile":")" + base64_encode(sample_zip()) + "\"}")) ==
      expect(invalid, "Please provide ImageUri when updating a function with packageType Image."));
  CHECK(text(s.configuration(), "CodeSha256") == digest);
}

TEST_CASE("an image that is not there is refused in AWS's words, and nothing is made") {
  image_service s;
  s.around.images.clear();
  CHECK(refusal(s.create()) ==
        expect(invalid, "Source image " + uri + " does not exist. Provide a valid source image."));
  CHECK(s.send("GET", functions_path + "/f").status == 404);
}

TEST_CASE("a new image is resolved for the architecture that the update names") {
  image_service s;
  REQUIRE(s.create().status == 201);
  s.settle();
  auto updated = s.send("PUT", functions_path + "/f/code",
                        R"({"ImageUri":")" + uri + R"(","Architectures":["arm64"]})");
  REQUIRE_MESSAGE(updated.status == 200, updated.body);
  CHECK(text(parsed(updated), "CodeSha256") == std::string(64, 'b'));
  CHECK(text(parsed(updated), "LastUpdateStatus") == "InProgress");
  s.settle();
  CHECK(text(s.configuration(), "Architectures") == R"(["arm64"])");
}

TEST_CASE("an image function comes back after a restart, and a version keeps its image") {
  image_service s;
  REQUIRE(s.create(R"(,"ImageConfig":{"Command":["a"]})").status == 201);
  s.settle();
  REQUIRE(s.send("POST", functions_path + "/f/versions", "{}").status == 201);
  s.around.images[uri + " x86_64"].resolved_uri = "r@sha256:" + std::string(64, 'c');
  REQUIRE(s.send("PUT", functions_path + "/f/code", R"({"ImageUri":")" + uri + "\"}").status ==
          200);
  s.settle();
  s.restart();
  CHECK(text(s.configuration(), "CodeSha256") == std::string(64, 'c'));
  json::object version = parsed(s.send("GET", functions_path + "/f?Qualifier=1"));
  CHECK(text(version["Configuration"].as_object(), "CodeSha256") == digest);
  CHECK(text(version["Configuration"].as_object(), "ImageConfigResponse") ==
        R"({"ImageConfig":{"Command":["a"]}})");
}

TEST_CASE("what would not fit into a process's beginning is refused") {
  image_service s;
  s.around.images[uri + " x86_64"].command = {
      std::string(model::limits::image_words_max_bytes, 'x')};
  CHECK(refusal(s.create()).starts_with(expect(invalid, "The image's entry point, command,")));
}

TEST_CASE("a function that cannot run on this machine is refused when its code comes") {
  image_service s;
  const std::string why = "Install the package qemu-user-static.";
  s.around.missing["arm64 Zip"] = why;
  s.around.missing["x86_64 Image"] = "No images here.";
  CHECK(refusal(s.send("POST", functions_path,
                       service::creation("z", R"(,"Architectures":["arm64"])"))) ==
        expect(invalid, why));
  CHECK(refusal(s.create()) == expect(invalid, "No images here."));
  s.service::create("zip");
  CHECK(refusal(s.send("PUT", functions_path + "/zip/code",
                       R"({"Architectures":["arm64"],"ZipFile":")" + base64_encode(sample_zip()) +
                           "\"}")) == expect(invalid, why));
}

TEST_CASE(
    "a runtime whose interpreter is missing is refused, at the creation and at a change to it") {
  image_service s;
  const std::string why = "Install the package nodejs.";
  s.around.missing["nodejs22.x"] = why;
  std::string creation = service::creation("js", "");
  const std::string provided = "provided.al2023";
  creation.replace(creation.find(provided), provided.size(), "nodejs22.x");
  CHECK(refusal(s.send("POST", functions_path, creation)) == expect(invalid, why));
  // Looked for elsewhere, and the call was handled again.
  CHECK(s.checked == std::vector<std::string>{"nodejs22.x"});
  s.service::create("zip");
  auto change = [&s](const std::string& body) {
    return s.send("PUT", functions_path + "/zip/configuration", body);
  };
  CHECK(refusal(change(R"({"Runtime":"nodejs22.x"})")) == expect(invalid, why));
  CHECK(change(R"({"Runtime":"python3.12"})").status == 200);
  CHECK(s.checked == std::vector<std::string>{"nodejs22.x", "nodejs22.x"});
}

TEST_CASE("an image that cannot be unpacked makes a Failed function, which another image heals") {
  image_service s;
  const std::string resolved = s.around.images[uri + " x86_64"].resolved_uri;
  s.around.unplaceable[resolved] = "A layer is damaged.";
  REQUIRE(s.create().status == 201);
  s.settle();
  CHECK(text(s.configuration(), "State") == "Failed");
  CHECK(text(s.configuration(), "StateReasonCode") == "InvalidImage");
  CHECK(text(s.configuration(), "StateReason") == "A layer is damaged.");
  s.around.unplaceable.clear();
  REQUIRE(s.send("PUT", functions_path + "/f/code", R"({"ImageUri":")" + uri + "\"}").status ==
          200);
  s.settle();
  CHECK(text(s.configuration(), "State") == "Active");
  CHECK(text(s.configuration(), "StateReason") == "absent");
}

TEST_CASE("until an update's image is unpacked, and when it cannot be, the one before runs") {
  image_service s;
  REQUIRE(s.create().status == 201);
  s.settle();
  const std::string before = s.around.images[uri + " x86_64"].resolved_uri;
  const std::string after = "r@sha256:" + std::string(64, 'c');
  s.around.images[uri + " x86_64"].resolved_uri = after;
  s.around.unplaceable[after] = "A layer is damaged.";
  auto runs = [&] {
    for (const auto& change : s.plane->take_changes()) (void)s.functions.apply(change);
    return s.functions.find(s.account, "us-east-1", "f")->latest->image->resolved_uri;
  };
  auto updated = s.send("PUT", functions_path + "/f/code", R"({"ImageUri":")" + uri + "\"}");
  CHECK(text(parsed(updated), "CodeSha256") == std::string(64, 'c'));
  CHECK(runs() == before);
  CHECK(text(s.function()["Code"].as_object(), "ResolvedImageUri") == after);
  s.settle();
  CHECK(runs() == before);
  CHECK(text(s.configuration(), "State") == "Active");
  CHECK(text(s.configuration(), "LastUpdateStatus") == "Failed");
  CHECK(text(s.configuration(), "LastUpdateStatusReasonCode") == "InvalidImage");
  CHECK(text(s.configuration(), "CodeSha256") == digest);
  s.around.unplaceable.clear();
  REQUIRE(s.send("PUT", functions_path + "/f/code", R"({"ImageUri":")" + uri + "\"}").status ==
          200);
  s.settle();
  CHECK(runs() == after);
  CHECK(text(s.configuration(), "LastUpdateStatus") == "Successful");
}

TEST_CASE("a version of an update whose image cannot be unpacked is Failed, and stays so") {
  image_service s;
  REQUIRE(s.create().status == 201);
  s.settle();
  const std::string after = "r@sha256:" + std::string(64, 'c');
  s.around.images[uri + " x86_64"].resolved_uri = after;
  s.around.unplaceable[after] = "A layer is damaged.";
  auto published =
      s.send("PUT", functions_path + "/f/code", R"({"ImageUri":")" + uri + R"(","Publish":true})");
  REQUIRE_MESSAGE(published.status == 200, published.body);
  CHECK(text(parsed(published), "Version") == "1");
  s.settle();
  auto version = [&] { return parsed(s.send("GET", functions_path + "/f?Qualifier=1")); };
  auto is_failed = [&] {
    json::object f = version();
    json::object configuration = f["Configuration"].as_object();
    CHECK(text(configuration, "State") == "Failed");
    CHECK(text(configuration, "StateReasonCode") == "InvalidImage");
    CHECK(text(configuration, "StateReason") == "A layer is damaged.");
    CHECK(text(configuration, "CodeSha256") == std::string(64, 'c'));
    CHECK(text(f["Code"].as_object(), "ResolvedImageUri") == after);
  };
  is_failed();
  CHECK(text(s.configuration(), "State") == "Active");
  CHECK(text(s.configuration(), "LastUpdateStatus") == "Failed");
  CHECK(text(s.configuration(), "CodeSha256") == digest);
  // Neither another change of the function nor a restart brings it up.
  REQUIRE(s.send("PUT", functions_path + "/f/configuration", R"({"Timeout":9})").status == 200);
  s.settle();
  is_failed();
  s.restart();
  s.settle();
  is_failed();
}

TEST_CASE("what a crash interrupted is unpacked after the restart; layers that are used are kept") {
  image_service s;
  REQUIRE(s.create().status == 201);
  s.restart();
  CHECK(text(s.configuration(), "State") == "Pending");
  s.settle();
  CHECK(text(s.configuration(), "State") == "Active");
  s.restart();
  CHECK(s.around.kept == std::set<std::string>{s.around.images[uri + " x86_64"].resolved_uri});
}

TEST_CASE("an image that a full disk does not let be noted is taken again later, and not at once") {
  image_service s;
  REQUIRE(s.create().status == 201);
  REQUIRE(s.plane->settle().has_value());
  auto taken = s.plane->take_images_to_place();
  REQUIRE(taken.size() == 1);
  auto place = [&] {
    return s.plane->image_placed(
        taken.front(), s.around.place_image(taken.front().image, taken.front().architecture));
  };
  bool kept = true;
  std::size_t again = 0;
  {
    full_disk now;
    kept = place().has_value();
    again = s.plane->take_images_to_place().size();
  }
  CHECK_FALSE(kept);
  CHECK(again == 0);
  CHECK(text(s.configuration(), "State") == "Pending");
  REQUIRE(s.plane->settle().has_value());
  taken = s.plane->take_images_to_place();
  REQUIRE(taken.size() == 1);
  REQUIRE(place().has_value());
  CHECK(text(s.configuration(), "State") == "Active");
}
