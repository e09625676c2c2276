#include <doctest/doctest.h>

#include "base/base64.hpp"
#include "engine/companions/s3/testing.hpp"

using namespace lambent;
using testing::s3_fixture;
namespace s3 = lambent::companions::s3;

namespace {

struct in_parts : s3_fixture {
  in_parts() { REQUIRE(send("PUT", "/box").status == 200); }

  std::string begin(std::initializer_list<http::headers::field> headers = {}) {
    http::response begun = send("POST", "/box/k?uploads", "", headers);
    REQUIRE_MESSAGE(begun.status == 200, begun.body);
    return std::string(document(begun).at("UploadId"));
  }
  http::response part(const std::string& upload, int number, const std::string& bytes,
                      std::initializer_list<http::headers::field> headers = {}) {
    return send("PUT", "/box/k?partNumber=" + std::to_string(number) + "&uploadId=" + upload, bytes,
                headers);
  }
  // Pairs of number and entity tag, and what else stands in a part.
  struct named {
    int number;
    std::string etag, more;
  };
  http::response complete(const std::string& upload, const std::vector<named>& parts,
                          std::initializer_list<http::headers::field> headers = {}) {
    std::string body = "<CompleteMultipartUpload>";
    for (const auto& one : parts)
      body += "<Part><PartNumber>" + std::to_string(one.number) + "</PartNumber><ETag>" + one.etag +
              "</ETag>" + one.more + "</Part>";
    return send("POST", "/box/k?uploadId=" + upload, body + "</CompleteMultipartUpload>", headers);
  }
};

const std::string large(5 << 20, 'x');

std::string etag(const http::response& of) { return std::string(of.headers.get("ETag")); }

}  // namespace

TEST_CASE("an upload in parts becomes one object") {
  in_parts s;
  std::string id = s.begin({{"Content-Type", "application/zip"}, {"x-amz-meta-a", "1"}});
  std::string second = etag(s.part(id, 2, "end"));
  std::string first = etag(s.part(id, 1, large));
  xml_element listed = s.get_document("/box/k?uploadId=" + id);
  CHECK(listed.list("").size() > 2);
  CHECK(s.get_document("/box?uploads").at("Upload/UploadId") == id);

  http::response done = s.complete(id, {{1, first, ""}, {2, second, ""}});
  REQUIRE_MESSAGE(done.status == 200, done.body);
  std::string tag(s.document(done).at("ETag"));
  CHECK(tag.ends_with("-2\""));
  CHECK(s.document(done).at("ChecksumType") == "FULL_OBJECT");
  CHECK_FALSE(s.document(done).at("ChecksumCRC64NVME").empty());

  http::response got = s.send("GET", "/box/k");
  CHECK(s.content(got) == large + "end");
  CHECK(etag(got) == tag);
  CHECK(got.headers.get("Content-Type") == "application/zip");
  CHECK(got.headers.get("x-amz-meta-a") == "1");
  CHECK(s.blob_count() == 1);
  CHECK(s.send("GET", "/box/k?uploadId=" + id).status == 404);

  http::response last = s.send("GET", "/box/k?partNumber=2");
  CHECK(last.status == 206);
  CHECK(s.content(last) == "end");
  CHECK(last.headers.get("x-amz-mp-parts-count") == "2");
  CHECK(s.refusal(s.send("GET", "/box/k?partNumber=3")) ==
        "416 InvalidPartNumber The requested partnumber is not satisfiable");
}

TEST_CASE("a completion names parts that exist, in order, and large enough") {
  in_parts s;
  std::string id = s.begin();
  std::string small = etag(s.part(id, 1, "small")), end = etag(s.part(id, 2, "end"));
  CHECK(s.refusal(s.complete(id, {})) == "400 InvalidRequest You must specify at least one part");
  CHECK(s.refusal(s.complete(id, {{2, end, ""}, {1, small, ""}}))
            .starts_with("400 InvalidPartOrder The list of parts was not in ascending order."));
  CHECK(s.refusal(s.complete(id, {{1, "\"other\"", ""}})).starts_with("400 InvalidPart "));
  CHECK(s.refusal(s.complete(id, {{3, end, ""}})).starts_with("400 InvalidPart "));
  CHECK(s.refusal(s.complete(id, {{1, small, ""}, {2, end, ""}})) ==
        "400 EntityTooSmall Your proposed upload is smaller than the minimum allowed size");
  CHECK(s.refusal(s.part(id, 0, "x"))
            .starts_with("400 InvalidArgument Part number must be an integer between 1 and 10000"));
  CHECK(s.refusal(s.part("none", 1, "x")).starts_with("404 NoSuchUpload"));
  // The upload is still there.
  CHECK(s.complete(id, {{2, end, ""}}).status == 200);
  CHECK(s.content(s.send("GET", "/box/k")) == "end");
  CHECK(s.blob_count() == 1);
}

TEST_CASE("an aborted upload leaves nothing") {
  in_parts s;
  std::string id = s.begin();
  s.part(id, 1, "one");
  s.part(id, 1, "again");
  CHECK(s.blob_count() == 1);
  CHECK(s.send("DELETE", "/box/k?uploadId=" + id).status == 204);
  CHECK(s.blob_count() == 0);
  CHECK(s.refusal(s.send("DELETE", "/box/k?uploadId=" + id)).starts_with("404 NoSuchUpload"));
}

TEST_CASE("a checksum of all bytes is computed over the parts") {
  in_parts s;
  std::string id =
      s.begin({{"x-amz-checksum-algorithm", "CRC32"}, {"x-amz-checksum-type", "FULL_OBJECT"}});
  http::response one = s.part(id, 1, "hello");
  CHECK(one.headers.get("x-amz-checksum-crc32") == "NhCmhg==");
  http::response done = s.complete(id, {{1, etag(one), "<ChecksumCRC32>NhCmhg==</ChecksumCRC32>"}},
                                   {{"x-amz-checksum-type", "FULL_OBJECT"}});
  CHECK(s.document(done).at("ChecksumCRC32") == "NhCmhg==");
  CHECK(s.send("HEAD", "/box/k", "", {{"x-amz-checksum-mode", "ENABLED"}})
            .headers.get("x-amz-checksum-type") == "FULL_OBJECT");
}

TEST_CASE("a checksum of the parts' checksums needs all of them") {
  in_parts s;
  std::string id = s.begin({{"x-amz-checksum-algorithm", "SHA256"}});
  http::response one = s.part(id, 1, "hello");
  std::string sum(one.headers.get("x-amz-checksum-sha256"));
  CHECK(sum == base64_encode(s3::sum_of(s3::algorithm::sha256, "hello")));
  CHECK(s.refusal(s.complete(id, {{1, etag(one), ""}})) ==
        "400 InvalidRequest The upload was created using a sha256 checksum. The complete request "
        "must include the checksum for each part. It was missing for part 1 in the request.");
  CHECK(s.refusal(s.complete(id, {{1, etag(one), "<ChecksumSHA256>AAAA</ChecksumSHA256>"}})) ==
        "400 BadDigest The sha256 you specified for part 1 did not match what we received.");
  CHECK(s.refusal(s.complete(id, {}, {{"x-amz-checksum-type", "FULL_OBJECT"}})) ==
        "400 InvalidRequest The upload was created using the COMPOSITE checksum mode. The complete "
        "request must use the same checksum mode.");
  http::response done =
      s.complete(id, {{1, etag(one), "<ChecksumSHA256>" + sum + "</ChecksumSHA256>"}});
  CHECK(
      s.document(done).at("ChecksumSHA256") ==
      base64_encode(s3::sum_of(s3::algorithm::sha256, s3::sum_of(s3::algorithm::sha256, "hello"))) +
          "-1");
  CHECK(
      s.refusal(s.part(s.begin({{"x-amz-checksum-algorithm", "SHA256"}}), 1, "x",
                       {{"x-amz-checksum-crc32", "jNwWgw=="}})) ==
      "400 InvalidRequest Checksum Type mismatch occurred, expected checksum Type: sha256, actual "
      "checksum Type: crc32");
}

TEST_CASE("kinds of checksums that do not go together are refused") {
  in_parts s;
  auto refused = [&](std::string_view name, std::string_view type) {
    return s.refusal(s.send("POST", "/box/k?uploads", "",
                            {{"x-amz-checksum-algorithm", name}, {"x-amz-checksum-type", type}}));
  };
  CHECK(refused("CRC64NVME", "COMPOSITE") ==
        "400 InvalidRequest The COMPOSITE checksum type cannot be used with the crc64nvme checksum "
        "algorithm.");
  CHECK(refused("SHA1", "FULL_OBJECT") ==
        "400 InvalidRequest The FULL_OBJECT checksum type cannot be used with the sha1 checksum "
        "algorithm.");
  CHECK(refused("", "COMPOSITE").contains("can only be used with the x-amz-checksum-algorithm"));
  CHECK(refused("MD4", "").starts_with(
      "400 InvalidRequest Checksum algorithm provided is unsupported."));
}

TEST_CASE("a part may be cut out of another object") {
  in_parts s;
  s.send("PUT", "/box/from", "0123456789");
  std::string id = s.begin();
  auto copy = [&](std::string_view range) {
    return s.send("PUT", "/box/k?partNumber=1&uploadId=" + id, "",
                  {{"x-amz-copy-source", "box/from"}, {"x-amz-copy-source-range", range}});
  };
  std::string tag(s.document(copy("bytes=2-4")).at("ETag"));
  CHECK(s.complete(id, {{1, tag, ""}}).status == 200);
  CHECK(s.content(s.send("GET", "/box/k")) == "234");
  id = s.begin();
  CHECK(s.refusal(copy("2-4")).starts_with("400 InvalidArgument"));
}

TEST_CASE("uploads are listed by key") {
  in_parts s;
  for (std::string key : {"d/1", "d/2", "e"}) s.send("POST", "/box/" + key + "?uploads");
  xml_element all = s.get_document("/box?uploads&delimiter=%2F");
  CHECK(all.at("CommonPrefixes/Prefix") == "d/");
  CHECK(all.at("Upload/Key") == "e");
  xml_element page = s.get_document("/box?uploads&max-uploads=1");
  CHECK(page.at("IsTruncated") == "true");
  CHECK(page.at("NextKeyMarker") == "d/1");
  CHECK(s.get_document("/box?uploads&key-marker=d%2F1").at("Upload/Key") == "d/2");
}
