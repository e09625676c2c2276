#include "cli/authorization.hpp"

#include <array>
#include <cstdlib>
#include <ctime>

namespace lambent::cli {

std::vector<std::pair<std::string, std::string>> authorization_headers(const std::string& region,
                                                                       long long unix_time_s) {
  const char* from_environment = std::getenv("AWS_ACCESS_KEY_ID");
  std::string key =
      from_environment != nullptr && *from_environment != '\0' ? from_environment : "test";
  std::time_t now = unix_time_s;
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 32> stamp{};
  std::strftime(stamp.data(), stamp.size(), "%Y%m%dT%H%M%SZ", &utc);
  std::string time = stamp.data();
  constexpr std::size_t date_chars = 8;
  constexpr std::size_t signature_chars = 64;
  return {{"X-Amz-Date", time},
          {"Authorization", "AWS4-HMAC-SHA256 Credential=" + key + "/" +
                                time.substr(0, date_chars) + "/" + region +
                                "/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=" +
                                std::string(signature_chars, '0')}};
}

}  // namespace lambent::cli
