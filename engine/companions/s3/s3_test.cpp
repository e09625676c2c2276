#include <doctest/doctest.h>

#include <fstream>

#include "base/base64.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/testing.hpp"

using namespace lambent;
using testing::s3_fixture;
namespace s3 = lambent::companions::s3;

namespace {

struct with_bucket : s3_fixture {
  with_bucket() { REQUIRE(send("PUT", "/box").status == 200); }
  std::string get(std::string target) { return content(send("GET", std::move(target))); }
};

std::vector<std::string> texts(const xml_element& in, std::string_view child, std::string_view at) {
  std::vector<std::string> all;
  for (const auto& one : in.children)
    if (one.name == child) all.emplace_back(one.at(at));
  return all;
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("a bucket is made, found, listed and deleted") {
  s3_fixture s;
  http::response made = s.send("PUT", "/my-bucket");
  CHECK(made.status == 200);
  CHECK(made.headers.get("Location") == "/my-bucket");
  CHECK(s.send("PUT", "/my-bucket").status == 200);
  CHECK(s.send("HEAD", "/my-bucket").headers.get("x-amz-bucket-region") == "us-east-1");
  xml_element list = s.get_document("/");
  CHECK(texts(*list.child("Buckets"), "Bucket", "Name") == names{"my-bucket"});
  CHECK(list.at("Buckets/Bucket/CreationDate") == "2026-01-12T10:20:30.000Z");
  CHECK(s.get_document("/my-bucket?location").text.empty());
  CHECK(s.send("DELETE", "/my-bucket").status == 204);
  CHECK(s.send("HEAD", "/my-bucket").status == 404);
  CHECK(s.send("HEAD", "/my-bucket").body.empty());
  CHECK(s.refusal(s.send("GET", "/my-bucket")) ==
        "404 NoSuchBucket The specified bucket does not exist");
}

TEST_CASE("names that no bucket may have are refused") {
  s3_fixture s;
  for (std::string name : {"ab", "Upper", "under_score", "-dash", "dash-", "a..b", "192.168.5.4"})
    CHECK_MESSAGE(s.refusal(s.send("PUT", "/" + name)) ==
                      "400 InvalidBucketName The specified bucket is not valid.",
                  name);
  CHECK(s.send("PUT", "/a.b-c1").status == 200);
}

TEST_CASE("a bucket's region is the one that the request asks for") {
  s3_fixture s;
  auto wanting = [](std::string region) {
    return "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
           "<LocationConstraint>" +
           region + "</LocationConstraint></CreateBucketConfiguration>";
  };
  CHECK(s.refusal(s.send("PUT", "/one", wanting("us-east-1"))) ==
        "400 InvalidLocationConstraint The specified location-constraint is not valid");
  s.who.region = "eu-west-1";
  CHECK(
      s.refusal(s.send("PUT", "/one")) ==
      "400 IllegalLocationConstraintException The unspecified location constraint is incompatible "
      "for the region specific endpoint this request was sent to.");
  CHECK(s.refusal(s.send("PUT", "/one", wanting("us-west-1")))
            .contains("The us-west-1 location constraint is incompatible"));
  CHECK(s.send("PUT", "/one", wanting("eu-west-1")).status == 200);
  CHECK(s.get_document("/one?location").text == "eu-west-1");
  CHECK(s.refusal(s.send("PUT", "/one", wanting("eu-west-1")))
            .starts_with("409 BucketAlreadyOwnedByYou"));
}

TEST_CASE("buckets have one name space, and owners do not see each other's") {
  with_bucket s;
  s.who.account = "210987654321";
  CHECK(s.refusal(s.send("PUT", "/box")).starts_with("409 BucketAlreadyExists"));
  CHECK(s.refusal(s.send("GET", "/box")) == "403 AccessDenied Access Denied");
  CHECK(s.get_document("/").child("Buckets")->children.empty());
}

TEST_CASE("an object comes back with what it was sent with") {
  with_bucket s;
  http::response put = s.send("PUT", "/box/dir/a%20b.txt", "hello",
                              {{"Content-Type", "text/plain"},
                               {"x-amz-meta-Key", "v"},
                               {"Cache-Control", "max-age=1"},
                               {"Content-Encoding", "gzip,aws-chunked"}});
  // Content-Encoding says that the body is in chunks, and it is not.
  CHECK(put.status == 400);
  put = s.send(
      "PUT", "/box/dir/a%20b.txt", "hello",
      {{"Content-Type", "text/plain"}, {"x-amz-meta-Key", "v"}, {"Cache-Control", "max-age=1"}});
  CHECK(put.status == 200);
  CHECK(put.headers.get("ETag") == "\"5d41402abc4b2a76b9719d911017c592\"");
  CHECK_FALSE(put.headers.has("x-amz-version-id"));

  http::response got = s.send("GET", "/box/dir/a%20b.txt");
  CHECK(got.status == 200);
  CHECK(s.content(got) == "hello");
  CHECK(got.headers.get("Content-Type") == "text/plain");
  CHECK(got.headers.get("x-amz-meta-key") == "v");
  CHECK(got.headers.get("Cache-Control") == "max-age=1");
  CHECK(got.headers.get("Last-Modified") == "Mon, 12 Jan 2026 10:20:30 GMT");
  CHECK(got.headers.get("Accept-Ranges") == "bytes");
  CHECK_FALSE(got.headers.has("x-amz-checksum-crc64nvme"));
  CHECK(s.send("HEAD", "/box/dir/a%20b.txt").body_bytes() == 5);
  CHECK(
      s.send("GET", "/box/dir/a%20b.txt?response-content-type=x%2Fy").headers.get("Content-Type") ==
      "x/y");
  CHECK(s.refusal(s.send("GET", "/box/none")) == "404 NoSuchKey The specified key does not exist.");
}

TEST_CASE("a bucket may be in the host") {
  with_bucket s;
  http::request request{"PUT", "/k", {{"Host", "box.s3.localhost:4566"}}, "x"};
  s3::body_receiver receiver(request, *s.blobs, {});
  receiver.take("x");
  CHECK(s.service->handle(request, s.who, receiver.finish()).status == 200);
  CHECK(s.get("/box/k") == "x");
}

TEST_CASE("objects survive their service, and bytes that nobody has do not") {
  with_bucket s;
  s.send("PUT", "/box/a", "same");
  s.send("PUT", "/box/c", "same");
  s.send("PUT", "/box/d", "other");
  CHECK(s.blob_count() == 2);
  s.open();
  CHECK(s.get("/box/a") == "same");
  s.send("DELETE", "/box/a");
  CHECK(s.get("/box/c") == "same");
  s.send("PUT", "/box/c", "new");
  CHECK(s.blob_count() == 2);
  std::ofstream(s.data.path / "objects" / "tmp-left") << "x";
  REQUIRE(s.blobs->collect(*s.catalog->blobs()).has_value());
  CHECK(s.blob_count() == 2);
  CHECK(s.get("/box/c") == "new");
}

TEST_CASE("ranges are cut out of the object") {
  with_bucket s;
  s.send("PUT", "/box/k", "0123456789");
  struct row {
    std::string_view asked, content, told;
  };
  for (const row& one :
       {row{"bytes=2-4", "234", "bytes 2-4/10"}, row{"bytes=7-", "789", "bytes 7-9/10"},
        row{"bytes=-3", "789", "bytes 7-9/10"}, row{"bytes=0-99", "0123456789", "bytes 0-9/10"}}) {
    http::response got = s.send("GET", "/box/k", "", {{"Range", one.asked}});
    CHECK(got.status == 206);
    CHECK(s.content(got) == one.content);
    CHECK(got.headers.get("Content-Range") == one.told);
  }
  for (std::string_view ignored : {"bytes=4-2", "bytes=a-b", "lines=1-2", "bytes=5"})
    CHECK(s.send("GET", "/box/k", "", {{"Range", ignored}}).status == 200);
  for (std::string_view outside : {"bytes=10-", "bytes=-0", "bytes=99-100"})
    CHECK(s.refusal(s.send("GET", "/box/k", "", {{"Range", outside}})) ==
          "416 InvalidRange The requested range is not satisfiable");
}

TEST_CASE("conditions are checked as RFC 9110 orders them") {
  with_bucket s;
  s.send("PUT", "/box/k", "hello");
  const std::string etag = "\"5d41402abc4b2a76b9719d911017c592\"";
  auto status = [&](std::initializer_list<http::headers::field> headers) {
    return s.send("GET", "/box/k", "", headers).status;
  };
  CHECK(status({{"If-Match", etag}}) == 200);
  CHECK(status({{"If-Match", "\"x\""}}) == 412);
  CHECK(status({{"If-None-Match", etag}}) == 304);
  CHECK(status({{"If-None-Match", "\"x\""}}) == 200);
  CHECK(status({{"If-Modified-Since", "Mon, 12 Jan 2026 10:20:30 GMT"}}) == 304);
  CHECK(status({{"If-Modified-Since", "Mon, 12 Jan 2026 10:20:29 GMT"}}) == 200);
  CHECK(status({{"If-Unmodified-Since", "Mon, 12 Jan 2026 10:20:29 GMT"}}) == 412);
  CHECK(status({{"If-Match", etag}, {"If-Unmodified-Since", "Mon, 12 Jan 2026 10:20:29 GMT"}}) ==
        200);
  CHECK(s.refusal(s.send("PUT", "/box/k", "x", {{"If-None-Match", "*"}})) ==
        "412 PreconditionFailed At least one of the pre-conditions you specified did not hold");
  CHECK(s.send("PUT", "/box/new", "x", {{"If-None-Match", "*"}}).status == 200);
  CHECK(s.send("PUT", "/box/k", "x", {{"If-Match", etag}}).status == 200);
  CHECK(s.send("PUT", "/box/k", "y", {{"If-Match", etag}}).status == 412);
}

TEST_CASE("checksums are verified, kept and shown when asked for") {
  with_bucket s;
  CHECK(s.send("PUT", "/box/k", "hello", {{"x-amz-checksum-crc32", "NhCmhg=="}})
            .headers.get("x-amz-checksum-crc32") == "NhCmhg==");
  http::response got = s.send("GET", "/box/k", "", {{"x-amz-checksum-mode", "ENABLED"}});
  CHECK(got.headers.get("x-amz-checksum-crc32") == "NhCmhg==");
  CHECK(got.headers.get("x-amz-checksum-type") == "FULL_OBJECT");
  // S3 computes one by itself where none is given.
  CHECK_FALSE(s.send("PUT", "/box/k", "hello").headers.get("x-amz-checksum-crc64nvme").empty());

  auto refused = [&](std::string_view header, std::string_view value) {
    return s.refusal(s.send("PUT", "/box/bad", "hello", {{header, value}}));
  };
  CHECK(refused("x-amz-checksum-crc32", "AAAAAA==") ==
        "400 BadDigest The CRC32 you specified did not match the calculated checksum.");
  CHECK(refused("x-amz-checksum-sha256", "no") ==
        "400 InvalidRequest Value for x-amz-checksum-sha256 header is invalid.");
  CHECK(refused("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==") ==
        "400 BadDigest The Content-MD5 you specified did not match what we received.");
  CHECK(refused("Content-MD5", "x") ==
        "400 InvalidDigest The Content-MD5 you specified was invalid.");
  CHECK(refused("x-amz-content-sha256", std::string(64, 'a'))
            .starts_with("400 XAmzContentSHA256Mismatch"));
  CHECK(s.refusal(s.send("PUT", "/box/bad", "hello",
                         {{"x-amz-checksum-crc32", "NhCmhg=="},
                          {"x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="}})) ==
        "400 InvalidRequest Expecting a single x-amz-checksum- header. Multiple checksum Types are "
        "not allowed.");
  CHECK(s.send("GET", "/box/bad").status == 404);
  CHECK(s.blob_count() == 1);
}

TEST_CASE("a body in chunks is decoded, and its trailer checked") {
  with_bucket s;
  const std::string body =
      "3;chunk-signature=0\r\nhel\r\n2;chunk-signature=0\r\nlo\r\n0;chunk-signature=0\r\n"
      "x-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  auto put = [&](std::string bytes, std::string_view length) {
    return s.send("PUT", "/box/k", std::move(bytes),
                  {{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
                   {"Content-Encoding", "aws-chunked"},
                   {"x-amz-decoded-content-length", length},
                   {"x-amz-trailer", "x-amz-checksum-crc32"}});
  };
  CHECK(put(body, "5").headers.get("x-amz-checksum-crc32") == "NhCmhg==");
  CHECK(s.get("/box/k") == "hello");
  CHECK_FALSE(s.send("GET", "/box/k").headers.has("Content-Encoding"));
  CHECK(s.refusal(put(body, "6")).starts_with("400 IncompleteBody"));
  CHECK(s.refusal(put(body.substr(0, 40), "5")).starts_with("400 IncompleteBody"));
  CHECK(s.refusal(put("zz\r\n", "5")).starts_with("400 IncompleteBody"));
  std::string wrong = body;
  wrong.replace(wrong.find("NhCmhg"), 6, "AAAAAA");
  CHECK(s.refusal(put(wrong, "5")).starts_with("400 BadDigest"));
}

TEST_CASE("lists come in pages, cut at a delimiter") {
  with_bucket s;
  for (std::string key : {"a", "d/1", "d/2", "e/1", "z"}) s.send("PUT", "/box/" + key, "x");
  xml_element all = s.get_document("/box?list-type=2");
  CHECK(texts(all, "Contents", "Key") == names{"a", "d/1", "d/2", "e/1", "z"});
  CHECK(all.at("KeyCount") == "5");
  CHECK(all.at("IsTruncated") == "false");

  xml_element first = s.get_document("/box?list-type=2&delimiter=%2F&max-keys=2");
  CHECK(texts(first, "Contents", "Key") == names{"a"});
  CHECK(texts(first, "CommonPrefixes", "Prefix") == names{"d/"});
  CHECK(first.at("IsTruncated") == "true");
  xml_element second = s.get_document("/box?list-type=2&delimiter=%2F&continuation-token=" +
                                      std::string(first.at("NextContinuationToken")));
  CHECK(texts(second, "Contents", "Key") == names{"z"});
  CHECK(texts(second, "CommonPrefixes", "Prefix") == names{"e/"});

  CHECK(texts(s.get_document("/box?list-type=2&prefix=d%2F"), "Contents", "Key") ==
        names{"d/1", "d/2"});
  CHECK(texts(s.get_document("/box?list-type=2&start-after=d%2F1"), "Contents", "Key") ==
        names{"d/2", "e/1", "z"});
  CHECK(texts(s.get_document("/box?prefix=d%2F&marker=d%2F1"), "Contents", "Key") == names{"d/2"});
  CHECK(s.get_document("/box?delimiter=%2F&max-keys=2").at("NextMarker") == "d/");
  CHECK(s.refusal(s.send("GET", "/box?list-type=2&continuation-token=%3F")) ==
        "400 InvalidArgument The continuation token provided is incorrect");
  CHECK(s.get_document("/box?list-type=2&max-keys=0").at("KeyCount") == "0");
}

TEST_CASE("keys that XML cannot hold are encoded when asked for") {
  with_bucket s;
  s.send("PUT", "/box/a%01%20b", "x");
  CHECK(texts(s.get_document("/box?list-type=2&encoding-type=url"), "Contents", "Key") ==
        names{"a%01%20b"});
}

TEST_CASE("versions lie on each other") {
  with_bucket s;
  s.send("PUT", "/box/k", "first");
  CHECK(s.send("PUT", "/box?versioning",
               "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
            .status == 200);
  CHECK(s.get_document("/box?versioning").at("Status") == "Enabled");
  std::string second(s.send("PUT", "/box/k", "second").headers.get("x-amz-version-id"));
  CHECK(second.size() == 32);
  CHECK(s.get("/box/k") == "second");
  CHECK(s.get("/box/k?versionId=null") == "first");

  http::response deleted = s.send("DELETE", "/box/k");
  CHECK(deleted.headers.get("x-amz-delete-marker") == "true");
  std::string marker(deleted.headers.get("x-amz-version-id"));
  CHECK(s.refusal(s.send("GET", "/box/k")) == "404 NoSuchKey The specified key does not exist.");
  CHECK(s.refusal(s.send("GET", "/box/k?versionId=" + marker)).starts_with("405 MethodNotAllowed"));
  CHECK(s.refusal(s.send("GET", "/box/k?versionId=none")) ==
        "404 NoSuchVersion The specified version does not exist.");
  xml_element all = s.get_document("/box?versions");
  CHECK(texts(all, "DeleteMarker", "VersionId") == names{marker});
  CHECK(texts(all, "Version", "VersionId") == names{second, "null"});
  CHECK(texts(all, "DeleteMarker", "IsLatest") == names{"true"});
  CHECK(texts(all, "Version", "IsLatest") == names{"false", "false"});
  xml_element page = s.get_document("/box?versions&max-keys=2");
  CHECK(page.at("NextVersionIdMarker") == second);
  CHECK(texts(s.get_document("/box?versions&key-marker=k&version-id-marker=" + second), "Version",
              "VersionId") == names{"null"});
  CHECK(s.refusal(s.send("DELETE", "/box")) ==
        "409 BucketNotEmpty The bucket you tried to delete is not empty. You must delete all "
        "versions in the bucket.");

  s.send("DELETE", "/box/k?versionId=" + marker);
  CHECK(s.get("/box/k") == "second");
  s.send("DELETE", "/box/k?versionId=" + second);
  CHECK(s.get("/box/k") == "first");
  s.send("DELETE", "/box/k?versionId=null");
  CHECK(s.blob_count() == 0);
  CHECK(s.send("DELETE", "/box").status == 204);
}

TEST_CASE("many objects are deleted at once") {
  with_bucket s;
  s.send("PUT", "/box/a", "1");
  s.send("PUT", "/box/b", "2");
  xml_element done = s.document(
      s.send("POST", "/box?delete",
             "<Delete><Object><Key>a</Key></Object><Object><Key>none</Key></Object></Delete>"));
  CHECK(texts(done, "Deleted", "Key") == names{"a", "none"});
  CHECK(s.document(s.send("POST", "/box?delete",
                          "<Delete><Quiet>true</Quiet><Object><Key>b</Key></Object></Delete>"))
            .children.empty());
  CHECK(texts(s.get_document("/box"), "Contents", "Key").empty());
  CHECK(s.refusal(s.send("POST", "/box?delete", "<Delete")).starts_with("400 MalformedXML"));
}

TEST_CASE("a copy has the bytes of its source, and metadata as asked") {
  with_bucket s;
  s.send("PUT", "/box/from", "hello", {{"x-amz-meta-a", "1"}, {"Content-Type", "text/plain"}});
  xml_element done = s.document(s.send("PUT", "/box/to", "", {{"x-amz-copy-source", "/box/from"}}));
  CHECK(done.at("ETag") == "\"5d41402abc4b2a76b9719d911017c592\"");
  CHECK(s.send("HEAD", "/box/to").headers.get("x-amz-meta-a") == "1");
  s.send("PUT", "/box/to", "",
         {{"x-amz-copy-source", "box/from"},
          {"x-amz-metadata-directive", "REPLACE"},
          {"x-amz-meta-b", "2"}});
  http::response head = s.send("HEAD", "/box/to");
  CHECK_FALSE(head.headers.has("x-amz-meta-a"));
  CHECK(head.headers.get("x-amz-meta-b") == "2");
  s.send("DELETE", "/box/from");
  CHECK(s.get("/box/to") == "hello");
  CHECK(s.refusal(s.send("PUT", "/box/x", "", {{"x-amz-copy-source", "box/from"}}))
            .starts_with("404"));
  CHECK(s.refusal(s.send("PUT", "/box/to", "", {{"x-amz-copy-source", "box/to"}}))
            .starts_with("400 InvalidRequest This copy request is illegal"));
}

TEST_CASE("tags of objects are put with them and apart") {
  with_bucket s;
  s.send("PUT", "/box/k", "x", {{"x-amz-tagging", "a=1&b=two%20words"}});
  CHECK(s.send("HEAD", "/box/k").headers.get("x-amz-tagging-count") == "2");
  xml_element tags = s.get_document("/box/k?tagging");
  CHECK(texts(*tags.child("TagSet"), "Tag", "Value") == names{"1", "two words"});
  CHECK(s.send("PUT", "/box/k?tagging",
               "<Tagging><TagSet><Tag><Key>c</Key><Value>3</Value></Tag></TagSet></Tagging>")
            .status == 200);
  CHECK(texts(*s.get_document("/box/k?tagging").child("TagSet"), "Tag", "Key") == names{"c"});
  CHECK(s.send("DELETE", "/box/k?tagging").status == 204);
  CHECK(s.get_document("/box/k?tagging").child("TagSet")->children.empty());
  CHECK(s.refusal(s.send("PUT", "/box/k", "x", {{"x-amz-tagging", "a=1&a=2"}}))
            .starts_with("400 InvalidArgument"));
}

TEST_CASE("what describes a bucket is kept and shown") {
  with_bucket s;
  CHECK(s.refusal(s.send("GET", "/box?policy")) ==
        "404 NoSuchBucketPolicy The bucket policy does not exist");
  CHECK(s.send("PUT", "/box?policy", R"({"Statement":[]})").status == 204);
  CHECK(s.send("GET", "/box?policy").body == R"({"Statement":[]})");
  CHECK(s.send("DELETE", "/box?policy").status == 204);
  CHECK(s.refusal(s.send("PUT", "/box?policy", "x")).starts_with("400 MalformedPolicy"));
  CHECK(s.get_document("/box?encryption")
            .at("Rule/ApplyServerSideEncryptionByDefault/SSEAlgorithm") == "AES256");
  CHECK(s.get_document("/box?publicAccessBlock").at("BlockPublicAcls") == "true");
  CHECK(s.send("DELETE", "/box?publicAccessBlock").status == 204);
  CHECK(s.refusal(s.send("GET", "/box?publicAccessBlock"))
            .starts_with("404 NoSuchPublicAccessBlockConfiguration"));
  CHECK(s.refusal(s.send("PUT", "/box?lifecycle", "<Other/>")).starts_with("400 MalformedXML"));
  CHECK(s.send("PUT", "/box?lifecycle", "<LifecycleConfiguration/>").status == 200);
  CHECK(s.get_document("/box?acl").at("AccessControlList/Grant/Permission") == "FULL_CONTROL");
  CHECK(s.refusal(s.send("PUT", "/box?acl", "", {{"x-amz-acl", "public-read"}}))
            .starts_with("400 AccessControlListNotSupported"));
  CHECK(s.refusal(s.send("GET", "/box?inventory")).starts_with("501 NotImplemented"));
}

TEST_CASE("keys and metadata have their limits") {
  with_bucket s;
  CHECK(s.send("PUT", "/box/" + std::string(1'024, 'k'), "x").status == 200);
  CHECK(s.refusal(s.send("PUT", "/box/" + std::string(1'025, 'k'), "x")) ==
        "400 KeyTooLongError Your key is too long");
  CHECK(s.refusal(s.send("PUT", "/box/k", "x", {{"x-amz-meta-a", std::string(2'048, 'x')}})) ==
        "400 MetadataTooLarge Your metadata headers exceed the maximum allowed metadata size");
}

TEST_CASE("code is fetched as Lambda fetches it") {
  with_bucket s;
  s.send("PUT", "/box/k", "zip");
  auto fetch = [&](s3::fetch what) -> std::string {
    auto got = s3::fetch_object(*s.catalog, *s.blobs, what);
    return got ? std::to_string(got->size) : got.error().code;
  };
  CHECK(fetch({"123456789012", "us-east-1", "box", "k", {}}) == "3");
  CHECK(fetch({"123456789012", "us-east-1", "none", "k", {}}) == "NoSuchBucket");
  CHECK(fetch({"123456789012", "us-east-1", "box", "none", {}}) == "NoSuchKey");
  CHECK(fetch({"123456789012", "us-east-1", "box", "k", "none"}) == "NoSuchVersion");
  CHECK(fetch({"123456789012", "us-east-1", "box", "k", "null"}) == "3");
  CHECK(fetch({"210987654321", "us-east-1", "box", "k", {}}) == "AccessDenied");
  CHECK(fetch({"123456789012", "eu-west-1", "box", "k", {}}) == "PermanentRedirect");
}
