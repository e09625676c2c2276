#include "engine/url/responses.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("a build that failed is text for programs and a page for browsers, which escapes it") {
  http::request request;
  request.method = "GET";
  auto text = url::build_failed(request, "f", "a.cpp:1:2: error: <x> & \"y\"");
  CHECK(text.status == 500);
  CHECK(text.headers.get("Content-Type") == "text/plain; charset=utf-8");
  CHECK(text.body == "f could not be built\n\na.cpp:1:2: error: <x> & \"y\"\n");

  request.headers.add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  auto page = url::build_failed(request, "f", "a.cpp:1:2: error: <x> & \"y\"");
  CHECK(page.status == 500);
  CHECK(page.headers.get("Content-Type") == "text/html; charset=utf-8");
  CHECK(page.body.find("<pre>a.cpp:1:2: error: &lt;x&gt; &amp; &quot;y&quot;</pre>") !=
        std::string::npos);

  // A page that asks again by itself must not repeat a POST.
  request.method = "POST";
  CHECK(url::build_failed(request, "f", "x").headers.get("Content-Type") ==
        "text/plain; charset=utf-8");
}
