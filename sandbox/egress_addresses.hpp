// The addresses of the egress, and the pieces of requests that both of its ends are made of. For
// egress.cpp and egress_attach.cpp alone.
#pragma once

#include <cstdint>

#include "sandbox/netlink.hpp"

namespace lambent::sandbox {

// The lower half of the link-local range, which is where functions on AWS Lambda have theirs.
// The upper half has places that programs know by heart, as 169.254.169.254.
inline constexpr const char* egress_range = "169.254.0.0/17";
// Given by the stack to itself within the range: the second address, the third is its resolver.
inline constexpr std::uint32_t egress_gateway = 0xA9FE'0002;
inline constexpr std::uint32_t first_seat = 0xA9FE'0100;
inline constexpr std::uint32_t last_seat = 0xA9FE'7FFE;

void put_private_macvlan(network_requests& requests);
void put_no_ipv6(network_requests& requests, int interface);

}  // namespace lambent::sandbox
