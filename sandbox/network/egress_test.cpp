#include "sandbox/network/egress_addresses.hpp"
#include "sandbox/network/netlink.hpp"

#include <doctest/doctest.h>
#include <linux/rtnetlink.h>

using namespace lambent;
using namespace lambent::sandbox;

TEST_CASE("an address comes again only after all others") {
  address_pool pool(10, 12);
  CHECK(pool.take() == 10);
  pool.give_back(10);
  CHECK(pool.take() == 11);
  CHECK(pool.take() == 12);
  CHECK(pool.take() == 10);
}

TEST_CASE("addresses in use are passed over, and none is left when all are") {
  address_pool pool(10, 12);
  for (std::uint32_t wanted : {10U, 11U, 12U, 0U}) CHECK(pool.take() == wanted);
  pool.give_back(11);
  CHECK(pool.take() == 11);
  CHECK(pool.take() == 0);
}

TEST_CASE("what the kernel refuses comes back with what was asked, and the rest is still done") {
  auto socket = open_network_socket();
  REQUIRE(socket.has_value());
  network_requests requests;
  ifinfomsg nowhere{};
  nowhere.ifi_index = 0x7fff'fff0;
  requests.begin("ask for the first", RTM_NEWLINK, 0, nowhere);
  requests.begin("ask for the second", RTM_NEWLINK, 0, nowhere);
  auto answer = requests.carry_out(*socket);
  REQUIRE_FALSE(answer.has_value());
  // Who may not ask is told that first.
  CHECK((answer.error().what == "ask for the first: No such device" ||
         answer.error().what == "ask for the first: Operation not permitted"));
}
