#include "sandbox/network/netlink.hpp"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <optional>

namespace lambent::sandbox {

namespace {

constexpr std::size_t answer_bytes_max = 8192;

// How an answer begins; the request follows.
struct answer {
  nlmsghdr header;
  int error;
};

}  // namespace

void network_requests::append(const void* data, std::size_t size) {
  const char* from = static_cast<const char*>(data);
  bytes_.insert(bytes_.end(), from, from + size);
  bytes_.resize(NLMSG_ALIGN(bytes_.size()));
  note_length();
}

void network_requests::note_length() {
  auto length = static_cast<std::uint32_t>(bytes_.size() - request_);
  std::memcpy(bytes_.data() + request_ + offsetof(nlmsghdr, nlmsg_len), &length, sizeof length);
}

void network_requests::open_request(const char* doing, std::uint16_t type, std::uint16_t flags) {
  request_ = bytes_.size();
  nlmsghdr header{};
  header.nlmsg_type = type;
  header.nlmsg_flags = static_cast<std::uint16_t>(flags | NLM_F_REQUEST | NLM_F_ACK);
  header.nlmsg_seq = static_cast<std::uint32_t>(doing_.size());
  doing_.push_back(doing);
  bytes_.resize(request_ + sizeof header);
  std::memcpy(bytes_.data() + request_, &header, sizeof header);
  note_length();
}

void network_requests::put_bytes(std::uint16_t kind, const void* data, std::size_t size) {
  rtattr head{};
  head.rta_type = kind;
  head.rta_len = static_cast<std::uint16_t>(RTA_LENGTH(size));
  append(&head, sizeof head);
  append(data, size);
}

void network_requests::put_text(std::uint16_t kind, std::string_view text) {
  put_bytes(kind, std::string(text).c_str(), text.size() + 1);
}

std::size_t network_requests::open(std::uint16_t kind) {
  std::size_t nest = bytes_.size();
  put_bytes(kind, nullptr, 0);
  return nest;
}

void network_requests::close(std::size_t nest) {
  auto length = static_cast<std::uint16_t>(bytes_.size() - nest);
  std::memcpy(bytes_.data() + nest + offsetof(rtattr, rta_len), &length, sizeof length);
}

result<> network_requests::carry_out(const fd& socket) {
  if (::send(socket.get(), bytes_.data(), bytes_.size(), 0) < 0) {
    return sys_fail("ask the kernel for a network");
  }
  std::optional<error> first;
  std::array<char, answer_bytes_max> buffer;
  std::size_t answered = 0;
  while (answered < doing_.size()) {
    ssize_t size = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return sys_fail("hear the kernel's answer about a network");
    std::string_view left(buffer.data(), static_cast<std::size_t>(size));
    while (left.size() >= sizeof(answer)) {
      answer got;
      std::memcpy(&got, left.data(), sizeof got);
      if (got.header.nlmsg_len < sizeof got.header) return fail("read the kernel's answer");
      left.remove_prefix(std::min<std::size_t>(NLMSG_ALIGN(got.header.nlmsg_len), left.size()));
      if (got.header.nlmsg_type != NLMSG_ERROR || got.header.nlmsg_seq >= doing_.size()) continue;
      ++answered;
      if (got.error != 0 && !first) {
        first = sys_fail(doing_[got.header.nlmsg_seq], -got.error).error();
      }
    }
  }
  if (first) return std::unexpected(std::move(*first));
  return {};
}

void put_private_macvlan(network_requests& requests) {
  std::size_t info = requests.open(IFLA_LINKINFO);
  requests.put_text(IFLA_INFO_KIND, "macvlan");
  std::size_t data = requests.open(IFLA_INFO_DATA);
  requests.put(IFLA_MACVLAN_MODE, std::uint32_t{MACVLAN_MODE_PRIVATE});
  requests.close(data);
  requests.close(info);
}

void put_no_ipv6(network_requests& requests, int interface) {
  ifinfomsg link{};
  link.ifi_index = interface;
  requests.begin("keep IPv6 away", RTM_NEWLINK, 0, link);
  std::size_t families = requests.open(IFLA_AF_SPEC);
  std::size_t six = requests.open(AF_INET6);
  requests.put(IFLA_INET6_ADDR_GEN_MODE, std::uint8_t{IN6_ADDR_GEN_MODE_NONE});
  requests.close(six);
  requests.close(families);
}

result<fd> open_network_socket() {
  fd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (!socket) return sys_fail("make a netlink socket");
  return socket;
}

}  // namespace lambent::sandbox
