// What oci/distribution needs of HTTP, by the transport that the client of AWS has: libcurl, loaded
// when the first request is sent.
#pragma once

#include "aws/transport/transport.hpp"
#include "oci/distribution/transport.hpp"

namespace lambent::cli {

class curl_transport final : public oci::distribution::transport {
public:
  explicit curl_transport(aws::transport_options options)
      : options_(options), transport_(std::move(options)) {}

  [[nodiscard]] std::expected<oci::distribution::http_answer, oci::distribution::http_failure> send(
      const oci::distribution::http_request& request) override;
  [[nodiscard]] std::unique_ptr<oci::distribution::transport> another() const override {
    return std::make_unique<curl_transport>(options_);
  }

private:
  aws::transport_options options_;
  aws::transport transport_;
};

// As the environment has it: SSL_CERT_FILE, and -vv.
[[nodiscard]] std::unique_ptr<curl_transport> make_curl_transport();

}  // namespace lambent::cli
