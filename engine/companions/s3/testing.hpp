// For tests: S3 over a fresh directory, called as the endpoint calls it.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <memory>
#include <string>

#include "base/temp_dir.hpp"
#include "base/xml_reader.hpp"
#include "engine/companions/s3/upload.hpp"

namespace lambent::testing {

namespace s3 = lambent::companions::s3;

struct s3_fixture {
  temp_dir data;
  std::unique_ptr<s3::catalog> catalog;
  std::unique_ptr<s3::blob_store> blobs;
  std::unique_ptr<s3::service> service;
  model::caller who{"123456789012", "us-east-1", "r-1", 1'768'213'230'123};

  s3_fixture() { open(); }

  void open() {
    service.reset();
    catalog.reset();
    auto opened = s3::catalog::open(data.path / "s3.db");
    REQUIRE(opened.has_value());
    catalog = std::move(*opened);
    blobs = std::make_unique<s3::blob_store>(*s3::blob_store::open(data.path / "objects"));
    service = std::make_unique<s3::service>(*catalog, *blobs);
  }

  http::response send(std::string method, std::string target, std::string body = {},
                      std::initializer_list<http::headers::field> headers = {}) {
    http::request request{std::move(method), std::move(target), headers, std::move(body)};
    request.headers.add("Host", "127.0.0.1:4566");
    http::response answered;
    if (s3::carries_object(request)) {
      s3::body_receiver receiver(request, *blobs,
                                 service->checksum_of_upload(s3::read_call(request, who)));
      // In pieces, as a connection brings them.
      for (std::size_t at = 0; at < request.body.size(); at += 1'000)
        receiver.take(std::string_view(request.body).substr(at, 1'000));
      answered = service->handle(request, who, receiver.finish());
    } else {
      answered = service->handle(request, who);
    }
    CHECK(answered.headers.has("x-amz-request-id"));
    return answered;
  }

  xml_element document(const http::response& answered) {
    auto read = parse_xml(answered.body);
    REQUIRE_MESSAGE(read.has_value(), answered.body);
    return std::move(*read);
  }
  xml_element get_document(std::string target) { return document(send("GET", std::move(target))); }

  // "<status> <code> <message>"; the status alone when nothing was refused.
  std::string refusal(const http::response& answered) {
    std::string text = std::to_string(answered.status);
    if (answered.status < 300) return text;
    xml_element error = document(answered);
    return text + " " + std::string(error.at("Code")) + " " + std::string(error.at("Message"));
  }

  // What a GET answers with, from its file.
  std::string content(const http::response& answered) {
    if (!answered.file) return answered.body;
    std::string bytes(answered.file->size, '\0');
    REQUIRE(::pread(answered.file->file.get(), bytes.data(), bytes.size(),
                    static_cast<off_t>(answered.file->offset)) == ssize_t(bytes.size()));
    return bytes;
  }
  std::size_t blob_count() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& one :
         std::filesystem::directory_iterator(data.path / "objects"))
      ++count;
    return count;
  }
};

}  // namespace lambent::testing
