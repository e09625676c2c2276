#include "sandbox/protocol.hpp"

#include <sys/socket.h>

#include <concepts>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace lambent::sandbox {

namespace {

// The first two bytes of every packet. Both programs come from one build, so a difference means
// that two versions were mixed, and nothing after these bytes can be trusted.
constexpr std::uint8_t magic = 0xA7;
constexpr std::uint8_t version_byte = static_cast<std::uint8_t>(protocol_version);
constexpr std::uint8_t request_kind_first = 0x01;
constexpr std::uint8_t reply_kind_first = 0x81;

// The fields of each message in the order they travel, once for both directions.
template <class T, class Message>
concept is = std::same_as<std::remove_const_t<T>, Message>;

auto fields(is<configure> auto& m) {
  return std::tie(m.version, m.wanted, m.reach, m.run_dir, m.emulator);
}
auto fields(is<prepare> auto& m) { return std::tie(m.id); }
auto fields(is<limits> auto& m) {
  return std::tie(m.memory_bytes, m.cpu_permille, m.processes_max, m.tmp_bytes, m.files_max);
}
auto fields(is<start> auto& m) {
  return std::tie(m.id, m.bounds, m.code_dir, m.opt_dir, m.shown, m.image_layers, m.programs,
                  m.argument0, m.search, m.arguments, m.environment, m.working_directory, m.stopped,
                  m.program, m.own_output, m.emulated, m.emulator_prefix);
}
auto fields(is<signal> auto& m) { return std::tie(m.id, m.number, m.program); }
auto fields(is<reset> auto& m) { return std::tie(m.id); }
auto fields(is<destroy> auto& m) { return std::tie(m.id); }
auto fields(is<make_socket> auto& m) { return std::tie(m.id); }
auto fields(is<limit_cpu> auto& m) { return std::tie(m.id, m.permille); }
auto fields(is<ready> auto& m) {
  return std::tie(m.version, m.granted, m.cgroups, m.rootless, m.memory_limit, m.cpu_limit,
                  m.process_limit, m.freezer, m.emulated_children, m.warnings);
}
auto fields(is<error> auto& m) { return std::tie(m.what, m.code, m.hint); }
auto fields(is<refused> auto& m) { return std::tie(m.why); }
auto fields(is<prepared> auto& m) {
  return std::tie(m.id, m.runtime_api, m.has_memory_peak, m.has_freezer);
}
auto fields(is<started> auto& m) { return std::tie(m.id, m.host_pid, m.program); }
auto fields(is<failed> auto& m) { return std::tie(m.id, m.during, m.problem, m.why, m.program); }
auto fields(is<exited> auto& m) {
  return std::tie(m.id, m.by_signal, m.code, m.out_of_memory, m.program);
}
auto fields(is<reset_done> auto& m) { return std::tie(m.id); }
auto fields(is<destroyed> auto& m) { return std::tie(m.id); }
auto fields(is<socket_made> auto& m) { return std::tie(m.id); }

// How many values an enumeration has; the reader refuses the rest.
constexpr std::uint8_t count_of(isolation) { return 2; }
constexpr std::uint8_t count_of(network) { return 2; }
constexpr std::uint8_t count_of(cgroup_mode) { return 3; }
constexpr std::uint8_t count_of(step) { return 3; }
constexpr std::uint8_t count_of(start_problem) { return 4; }

class writer {
public:
  explicit writer(std::string& out) : out_(out) {}

  template <class T>
  void put(const T& value) {
    if constexpr (std::same_as<T, bool>) {
      put_number(static_cast<std::uint8_t>(value ? 1 : 0));
    } else if constexpr (std::is_enum_v<T>) {
      put_number(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::integral<T>) {
      put_number(value);
    } else {
      std::apply([this](const auto&... each) { (this->put(each), ...); }, fields(value));
    }
  }
  void put(const std::string& text) {
    put_number(static_cast<std::uint32_t>(text.size()));
    out_ += text;
  }
  void put(const std::vector<std::string>& texts) {
    put_number(static_cast<std::uint32_t>(texts.size()));
    for (const std::string& text : texts) put(text);
  }
  void put(const std::vector<error>& errors) {
    put_number(static_cast<std::uint32_t>(errors.size()));
    for (const error& each : errors) put(each);
  }
  void put(const std::map<std::string, std::string>& pairs) {
    put_number(static_cast<std::uint32_t>(pairs.size()));
    for (const auto& [key, value] : pairs) {
      put(key);
      put(value);
    }
  }

private:
  template <std::integral T>
  void put_number(T value) {
    auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      out_ += static_cast<char>(static_cast<std::uint8_t>(bits >> (8 * i)));
    }
  }

  std::string& out_;
};

// Reads what a writer wrote. After the first problem every read gives nothing and `good` is false.
class reader {
public:
  explicit reader(std::string_view in) : left_(in) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool finished() const { return good_ && left_.empty(); }

  template <class T>
  void get(T& value) {
    if constexpr (std::same_as<T, bool>) {
      std::uint8_t byte = get_number<std::uint8_t>();
      if (byte > 1) good_ = false;
      value = byte == 1;
    } else if constexpr (std::same_as<T, sandbox_id>) {
      value = sandbox_id{get_number<std::uint64_t>()};
    } else if constexpr (std::is_enum_v<T>) {
      std::uint8_t byte = get_number<std::uint8_t>();
      if (byte >= count_of(T{})) good_ = false;
      value = good_ ? static_cast<T>(byte) : T{};
    } else if constexpr (std::integral<T>) {
      value = get_number<T>();
    } else {
      std::apply([this](auto&... each) { (this->get(each), ...); }, fields(value));
    }
  }
  void get(std::string& text) { text = take(get_number<std::uint32_t>()); }
  void get(std::vector<std::string>& texts) {
    std::size_t count = get_count(sizeof(std::uint32_t));
    texts.resize(count);
    for (std::string& text : texts) get(text);
  }
  void get(std::vector<error>& errors) {
    std::size_t count = get_count(3 * sizeof(std::uint32_t));
    errors.resize(count);
    for (error& each : errors) get(each);
  }
  void get(std::map<std::string, std::string>& pairs) {
    std::size_t count = get_count(2 * sizeof(std::uint32_t));
    for (std::size_t i = 0; i < count && good_; ++i) {
      std::string key;
      std::string value;
      get(key);
      get(value);
      if (!pairs.emplace(std::move(key), std::move(value)).second) good_ = false;
    }
  }

  template <std::integral T>
  T get_number() {
    std::string_view bytes = take(sizeof(T));
    std::make_unsigned_t<T> bits = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
      bits = static_cast<std::make_unsigned_t<T>>((std::uint64_t{bits} << 8) |
                                                  static_cast<std::uint8_t>(bytes[i - 1]));
    }
    return static_cast<T>(bits);
  }

private:
  std::string_view take(std::size_t size) {
    if (!good_ || size > left_.size()) {
      good_ = false;
      return {};
    }
    std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  // A count is believed only if that many elements can still follow, so that a few bytes never make
  // the reader allocate gigabytes.
  std::size_t get_count(std::size_t element_bytes_min) {
    std::size_t count = get_number<std::uint32_t>();
    if (count > left_.size() / element_bytes_min) good_ = false;
    return good_ ? count : 0;
  }

  std::string_view left_;
  bool good_ = true;
};

template <class Variant>
std::string encode_any(const Variant& message, std::uint8_t kind_first) {
  std::string out;
  out.reserve(256);
  writer w(out);
  w.put(magic);
  w.put(version_byte);
  w.put(static_cast<std::uint8_t>(kind_first + message.index()));
  std::visit([&w](const auto& m) { w.put(m); }, message);
  return out;
}

template <class Variant, std::size_t Index = 0>
void read_alternative(std::size_t index, reader& r, Variant& out) {
  if constexpr (Index < std::variant_size_v<Variant>) {
    if (index == Index) {
      r.get(out.template emplace<Index>());
    } else {
      read_alternative<Variant, Index + 1>(index, r, out);
    }
  }
}

template <class Variant>
result<Variant> decode_any(std::string_view packet, std::uint8_t kind_first) {
  if (packet.size() > message_bytes_max) return fail("decode a sandbox message: it is too long");
  reader r(packet);
  auto first = r.get_number<std::uint8_t>();
  auto version = r.get_number<std::uint8_t>();
  auto kind = r.get_number<std::uint8_t>();
  if (!r.good() || first != magic) return fail("decode a sandbox message: it is not one");
  if (version != version_byte) {
    return fail("decode a sandbox message: it is of version " + std::to_string(version) + ", not " +
                    std::to_string(version_byte),
                "install lambent and lambent-sandbox from the same build");
  }
  auto index = static_cast<std::size_t>(kind - kind_first);
  if (kind < kind_first || index >= std::variant_size_v<Variant>) {
    return fail("decode a sandbox message: unknown kind " + std::to_string(kind));
  }
  Variant out;
  read_alternative(index, r, out);
  if (!r.finished()) {
    return fail("decode a sandbox message: its fields are damaged, kind " + std::to_string(kind));
  }
  return out;
}

// Room for the descriptors of one packet, aligned as the kernel wants it.
struct control_room {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(message_fds_max * sizeof(int))> bytes;
};

std::vector<fd> adopt_descriptors(msghdr& header) {
  std::vector<fd> fds;
  for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
      fds.emplace_back(number);
    }
  }
  return fds;
}

}  // namespace

std::string encode(const request& message) { return encode_any(message, request_kind_first); }
std::string encode(const reply& message) { return encode_any(message, reply_kind_first); }

result<request> decode_request(std::string_view packet) {
  return decode_any<request>(packet, request_kind_first);
}
result<reply> decode_reply(std::string_view packet) {
  return decode_any<reply>(packet, reply_kind_first);
}

result<> send_packet(int socket, std::string_view bytes, std::span<const int> fds) {
  if (bytes.empty()) return fail("send a sandbox message: it is empty");
  if (bytes.size() > message_bytes_max) {
    return fail("send a sandbox message: it has " + std::to_string(bytes.size()) +
                " bytes, more than " + std::to_string(message_bytes_max));
  }
  if (fds.size() > message_fds_max) return fail("send a sandbox message: too many descriptors");

  iovec vec{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr header{};
  header.msg_iov = &vec;
  header.msg_iovlen = 1;
  control_room room{};
  if (!fds.empty()) {
    header.msg_control = room.bytes.data();
    header.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr* c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(c), fds.data(), fds.size_bytes());
  }
  while (::sendmsg(socket, &header, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) return sys_fail("send a sandbox message");
  }
  return {};
}

result<std::optional<packet>> receive_packet(int socket) {
  // One buffer for each thread: a message is copied out at its own size, which is mostly tiny.
  static thread_local std::array<char, message_bytes_max> buffer;
  iovec vec{buffer.data(), buffer.size()};
  control_room room;
  msghdr header{};
  ssize_t size = -1;
  do {
    header = {};
    header.msg_iov = &vec;
    header.msg_iovlen = 1;
    header.msg_control = room.bytes.data();
    header.msg_controllen = room.bytes.size();
    size = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);

  // A peer that closed with our words still unread counts as gone, like one that read them.
  if (size < 0 && errno == ECONNRESET) return packet{};
  if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
  if (size < 0) return sys_fail("receive a sandbox message");

  packet got;
  got.fds = adopt_descriptors(header);
  if ((header.msg_flags & MSG_TRUNC) != 0) return fail("receive a sandbox message: it is too long");
  if ((header.msg_flags & MSG_CTRUNC) != 0) {
    return fail("receive a sandbox message: descriptors were lost",
                "raise the limit of open files (ulimit -n)");
  }
  got.bytes.assign(buffer.data(), static_cast<std::size_t>(size));
  return got;
}

}  // namespace lambent::sandbox
