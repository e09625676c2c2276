#include "oci/distribution/upload.hpp"

#include <doctest/doctest.h>

#include "oci/distribution/limits.hpp"
#include "oci/distribution/testing/fake_registry.hpp"

using namespace lambent::oci::distribution;
using lambent::oci::distribution::testing::answer;
using lambent::oci::distribution::testing::broken;
using kind = upload_step::kind;

namespace {

const url uploads{"https", "h", "", "/v2/app/blobs/uploads/"};

upload begun(std::uint64_t size, upload_options options = {}) {
  upload out(uploads, size, std::move(options));
  out.answered(answer(404));
  out.answered(answer(202, {{"location", "/up/1"}}));
  return out;
}

}  // namespace

TEST_CASE("a blob that is there is not sent") {
  upload blob(uploads, 10, {});
  CHECK(blob.next().what == kind::look);
  blob.answered(answer(200));
  CHECK(blob.next().what == kind::done);
  CHECK(blob.outcome() == upload_outcome::existed);
}

TEST_CASE("nothing but 200 says that a blob is there; that nobody may look is no end") {
  for (int status : {204, 300, 304, 307, 400, 403, 404, 405}) {
    CAPTURE(status);
    upload blob(uploads, 10, {});
    blob.answered(answer(status, {{"location", "https://s/"}}));
    CHECK(blob.next().what == kind::begin);
  }
  upload blob(uploads, 10, {});
  blob.answered(answer(401));
  CHECK(blob.next().what == kind::failed);
}

TEST_CASE("a blob is sent in one request that says nothing of ranges, and named") {
  upload blob(uploads, 10, {});
  blob.answered(answer(404));
  CHECK(blob.next().what == kind::begin);
  CHECK(blob.next().at == uploads);
  blob.answered(answer(202, {{"location", "https://h/up/1?a"}}));
  CHECK(blob.next().what == kind::send);
  CHECK(to_text(blob.next().at) == "https://h/up/1?a");
  CHECK(blob.next().first == 0);
  CHECK(blob.next().end == 10);
  CHECK(!blob.next().in_chunks);
  blob.answered(answer(202, {{"location", "/up/1?b"}, {"range", "0-9"}}));
  CHECK(blob.next().what == kind::finish);
  CHECK(to_text(blob.next().at) == "https://h/up/1?b");
  blob.answered(answer(201));
  CHECK(blob.next().what == kind::done);
  CHECK(blob.outcome() == upload_outcome::sent);
}

TEST_CASE("an empty blob has nothing to send") { CHECK(begun(0).next().what == kind::finish); }

TEST_CASE("chunks have the size that is asked for, or the registry's least") {
  upload blob = begun(10, {.chunk_bytes = 4});
  CHECK(blob.next().end == 4);
  CHECK(blob.next().in_chunks);
  blob.answered(answer(202, {{"range", "0-3"}}));
  CHECK(blob.next().first == 4);
  CHECK(blob.next().end == 8);
  blob.answered(answer(202));
  CHECK(blob.next().first == 8);
  CHECK(blob.next().end == 10);
  blob.answered(answer(202));
  CHECK(blob.next().what == kind::finish);

  upload larger(uploads, 10, {.chunk_bytes = 4});
  larger.answered(answer(404));
  larger.answered(answer(202, {{"location", "/up/1"}, {"oci-chunk-min-length", "6"}}));
  CHECK(larger.next().end == 6);
}

TEST_CASE("a registry that took a part gets the rest") {
  upload blob = begun(10);
  blob.answered(answer(202, {{"range", "0-5"}}));
  CHECK(blob.next().what == kind::send);
  CHECK(blob.next().first == 6);
  CHECK(blob.next().in_chunks);
}

TEST_CASE("a broken connection goes on with what the registry has") {
  upload blob = begun(10);
  blob.answered(broken());
  CHECK(blob.next().what == kind::ask);
  CHECK(blob.next().wait_number == 1);
  CHECK(to_text(blob.next().at) == "https://h/up/1");
  blob.answered(answer(204, {{"location", "/up/2"}, {"range", "0-6"}}));
  CHECK(blob.next().what == kind::send);
  CHECK(blob.next().first == 7);
  CHECK(to_text(blob.next().at) == "https://h/up/2");
  blob.answered(answer(202));
  blob.answered(answer(201));
  CHECK(blob.next().what == kind::done);
}

TEST_CASE("an upload that the registry lost begins again, a few times") {
  upload blob = begun(10);
  int begins = 0;
  for (int i = 0; i < 100 && blob.next().what != kind::failed; ++i) {
    switch (blob.next().what) {
      case kind::begin:
        ++begins;
        blob.answered(answer(202, {{"location", "/up/1"}}));
        break;
      case kind::ask:
        blob.answered(answer(404));
        break;
      default:
        CHECK(blob.next().first == 0);
        blob.answered(broken());
    }
  }
  CHECK(blob.next().what == kind::failed);
  CHECK(begins == limits::restarts_max);
}

TEST_CASE("a registry that has now more and now less of an upload is not asked for ever") {
  upload blob = begun(200);
  int asked = 0;
  while (blob.next().what != kind::failed && asked < 100) {
    if (blob.next().what == kind::ask) {
      blob.answered(answer(204, {{"range", ++asked % 2 == 0 ? "0-99" : "0-49"}}));
    } else {
      blob.answered(broken());
    }
  }
  CHECK(blob.next().what == kind::failed);
  CHECK(asked < 2 * limits::attempts_max);
}

TEST_CASE("a registry that still has the request before in its hands is asked again") {
  upload blob = begun(10);
  blob.answered(broken());
  blob.answered(answer(204, {{"range", "0-4"}}));
  blob.answered(answer(409));
  CHECK(blob.next().what == kind::ask);
  blob.answered(answer(204, {{"range", "0-9"}}));
  CHECK(blob.next().what == kind::finish);
  blob.answered(answer(409));
  CHECK(blob.next().what == kind::ask);
}

TEST_CASE("a lost answer to the last request is looked up") {
  upload blob = begun(10);
  blob.answered(answer(202));
  blob.answered(broken());
  CHECK(blob.next().what == kind::look);
  SUBCASE("it was done") {
    blob.answered(answer(200));
    CHECK(blob.next().what == kind::done);
    CHECK(blob.outcome() == upload_outcome::sent);
  }
  SUBCASE("it was not") {
    blob.answered(answer(404));
    CHECK(blob.next().what == kind::ask);
    blob.answered(answer(204, {{"range", "0-9"}}));
    CHECK(blob.next().what == kind::finish);
  }
}

TEST_CASE("what may pass is waited for, and not for ever") {
  for (int status : {429, 500, 502, 503, 504}) {
    upload blob(uploads, 10, {});
    for (int i = 1; i < limits::attempts_max; ++i) {
      blob.answered(answer(status));
      CHECK(blob.next().what == kind::look);
      CHECK(blob.next().wait_number == i);
    }
    blob.answered(answer(status));
    CHECK(blob.next().what == kind::failed);
  }
}

TEST_CASE("a mount is tried with each repository that may have the blob, then it is sent") {
  upload blob(uploads, 10, {.mount_from = {"base", "other"}});
  blob.answered(answer(404));
  CHECK(blob.next().mount_from == "base");
  SUBCASE("the first has it") {
    blob.answered(answer(201));
    CHECK(blob.next().what == kind::done);
    CHECK(blob.outcome() == upload_outcome::mounted);
  }
  SUBCASE("the first has it not, the second is not ours to read") {
    blob.answered(answer(202, {{"location", "/up/1"}}));
    CHECK(blob.next().what == kind::cancel);
    CHECK(to_text(blob.next().at) == "https://h/up/1");
    blob.answered(answer(405));
    CHECK(blob.next().mount_from == "other");
    blob.answered(answer(403));
    CHECK(blob.next().what == kind::begin);
    CHECK(blob.next().mount_from.empty());
    blob.answered(answer(202, {{"location", "/up/2"}}));
    CHECK(blob.next().what == kind::send);
    CHECK(to_text(blob.next().at) == "https://h/up/2");
  }
  SUBCASE("none has it: the upload that the last one began is used") {
    blob.answered(answer(202, {{"location", "/up/1"}}));
    blob.answered(broken());
    blob.answered(answer(202, {{"location", "/up/2"}}));
    CHECK(blob.next().what == kind::send);
    CHECK(to_text(blob.next().at) == "https://h/up/2");
  }
  SUBCASE("no token for the other repository") {
    blob.answered(std::unexpected(http_failure{http_failure::kind::ours, {"no token"}}));
    CHECK(blob.next().mount_from == "other");
  }
}

TEST_CASE("answers that cannot be are an end") {
  SUBCASE("no location") {
    upload blob(uploads, 10, {});
    blob.answered(answer(404));
    blob.answered(answer(202));
    CHECK(blob.next().what == kind::failed);
    CHECK(blob.complaint() == "it does not say where the upload goes on");
  }
  SUBCASE("a location that is none") {
    upload blob(uploads, 10, {});
    blob.answered(answer(404));
    blob.answered(answer(202, {{"location", "ftp://x"}}));
    CHECK(blob.next().what == kind::failed);
  }
  SUBCASE("more than was sent") {
    upload blob = begun(10, {.chunk_bytes = 4});
    blob.answered(answer(202, {{"range", "0-8"}}));
    CHECK(blob.next().what == kind::failed);
    CHECK(blob.complaint() == "it says that 9 bytes have come of the 4 that were sent");
  }
  SUBCASE("a range that is none") {
    upload blob = begun(10);
    blob.answered(answer(202, {{"range", "all"}}));
    CHECK(blob.next().what == kind::failed);
  }
  SUBCASE("other content") {
    upload blob = begun(10);
    blob.answered(answer(202));
    blob.answered(answer(400));
    CHECK(blob.next().what == kind::failed);
  }
  SUBCASE("a registry that never has more") {
    upload blob = begun(10);
    for (int i = 0; i < 100 && blob.next().what != kind::failed; ++i)
      blob.answered(answer(blob.next().what == kind::ask ? 204 : 202,
                           {{"location", "/up/1"}, {"range", "0-0"}}));
    CHECK(blob.next().what == kind::failed);
  }
}
