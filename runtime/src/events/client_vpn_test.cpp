#include <lambent/events/client_vpn.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("a Client VPN connection survives a round trip, and is typed") {
  check_round_trip<client_vpn::connection_request>("client_vpn");
  const auto request = parsed_sample<client_vpn::connection_request>("client_vpn");
  CHECK(request.common_name == "desk.harbour.example");
  CHECK_FALSE(request.username.has_value());
  CHECK(request.public_ip == "198.51.100.7");
}

TEST_CASE("a Client VPN connection is refused with a reason") {
  client_vpn::connection_response answer;
  answer.error_msg_on_denied_connection = "members only";
  CHECK(json::print(answer) == R"({"allow":false,"error-msg-on-denied-connection":"members only",)"
                               R"("posture-compliance-statuses":[],"schema-version":"v3"})");
}

TEST_CASE("what is no Client VPN connection fails with the place") {
  CHECK(problem_of<client_vpn::connection_request>("{}") ==
        "$: the member \"connection-id\" is missing");
}
