// DEFLATE decoded with canonical Huffman codes: short codes by a table, long ones bit by bit.
#include "inflate.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace lambent::events {

namespace {

constexpr std::size_t code_bits_max = 15;  // RFC 1951 §3.2.7.
constexpr int quick_bits = 10;             // Codes up to this length take one look into a table.
constexpr std::size_t literals = 288;
constexpr std::size_t distances = 30;
constexpr std::size_t distance_codes = 32;
constexpr int end_of_block = 256;

// A row of §3.2.5: what a symbol stands for, plus so many bits more.
struct extent {
  std::uint16_t base;
  std::uint8_t bits;
};

constexpr std::array<extent, 29> length_of = {{
    {3, 0},  {4, 0},  {5, 0},  {6, 0},   {7, 0},   {8, 0},   {9, 0},   {10, 0},  {11, 1},  {13, 1},
    {15, 1}, {17, 1}, {19, 2}, {23, 2},  {27, 2},  {31, 2},  {35, 3},  {43, 3},  {51, 3},  {59, 3},
    {67, 4}, {83, 4}, {99, 4}, {115, 4}, {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0},
}};

constexpr std::array<extent, distances> distance_of = {{
    {1, 0},     {2, 0},     {3, 0},     {4, 0},      {5, 1},      {7, 1},
    {9, 2},     {13, 2},    {17, 3},    {25, 3},     {33, 4},     {49, 4},
    {65, 5},    {97, 5},    {129, 6},   {193, 6},    {257, 7},    {385, 7},
    {513, 8},   {769, 8},   {1025, 9},  {1537, 9},   {2049, 10},  {3073, 10},
    {4097, 11}, {6145, 11}, {8193, 12}, {12289, 12}, {16385, 13}, {24577, 13},
}};

constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit)
      rest = (rest & 1) != 0 ? 0xedb88320U ^ (rest >> 1) : rest >> 1;
    table[i] = rest;
  }
  return table;
}();

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (const char c : bytes)
    crc = crc_table[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ (crc >> 8);
  return ~crc;
}

// The input as bits, each byte's lowest first. Past the end it gives zeros and says so.
class bit_reader {
public:
  explicit bit_reader(std::string_view in) : in_(in) {}

  // Up to 16 bits, without taking them.
  std::uint32_t peek(int count) {
    while (held_ < count) {
      const bool there = at_ < in_.size();
      const std::uint64_t byte = there ? static_cast<unsigned char>(in_[at_]) : 0;
      bits_ |= byte << held_;
      ++at_;
      held_ += 8;
    }
    return static_cast<std::uint32_t>(bits_ & ((1U << count) - 1));
  }
  void drop(int count) {
    bits_ >>= count;
    held_ -= count;
  }
  std::uint32_t take(int count) {
    const std::uint32_t value = peek(count);
    drop(count);
    return value;
  }

  void skip_to_byte() { drop(held_ % 8); }
  // The rest of the input, from the next whole byte on.
  [[nodiscard]] std::string_view bytes() const {
    return in_.substr(std::min(in_.size(), at_ - static_cast<std::size_t>(held_ / 8)));
  }
  void take_bytes(std::size_t count) {
    at_ += count - static_cast<std::size_t>(held_ / 8);
    bits_ = 0;
    held_ = 0;
  }
  // More was taken than there is.
  [[nodiscard]] bool overran() const {
    return at_ > in_.size() + static_cast<std::size_t>(held_ / 8);
  }

private:
  std::string_view in_;
  std::size_t at_ = 0;
  std::uint64_t bits_ = 0;
  int held_ = 0;
};

// A canonical Huffman code (§3.2.2).
class huffman_code {
public:
  // False when the lengths make no code: too many of them, or too few. A code of one symbol, whose
  // length is 1, may be incomplete, and one of none too: a block may need no distances.
  bool assign(std::span<const std::uint8_t> lengths) {
    count_.fill(0);
    quick_.fill(0);
    for (const std::uint8_t length : lengths) ++count_[length];
    count_[0] = 0;
    int left = 1;
    int symbols = 0;
    for (std::size_t length = 1; length <= code_bits_max; ++length) {
      left = left * 2 - count_[length];
      if (left < 0) return false;
      symbols += count_[length];
    }
    const bool lone = symbols == 0 || (symbols == 1 && count_[1] == 1);
    if (left > 0 && !lone) return false;
    place_symbols(lengths);
    return true;
  }

  // The next symbol; -1 when the bits are no code.
  int next(bit_reader& in) const {
    const std::uint16_t entry = quick_[in.peek(quick_bits)];
    if (entry != 0) {
      in.drop(entry & 15);
      return entry >> 4;
    }
    const std::uint32_t bits = in.peek(code_bits_max);
    int code = 0;
    int first = 0;
    int index = 0;
    for (std::size_t length = 1; length <= code_bits_max; ++length) {
      code |= static_cast<int>((bits >> (length - 1)) & 1);
      if (code - first < count_[length]) {
        in.drop(static_cast<int>(length));
        return symbol_[static_cast<std::size_t>(index + code - first)];
      }
      index += count_[length];
      first = (first + count_[length]) * 2;
      code *= 2;
    }
    return -1;
  }

private:
  void place_symbols(std::span<const std::uint8_t> lengths) {
    std::array<int, code_bits_max + 2> begin{};
    std::array<int, code_bits_max + 2> code{};
    for (std::size_t length = 1; length <= code_bits_max; ++length) {
      begin[length + 1] = begin[length] + count_[length];
      code[length + 1] = (code[length] + count_[length]) * 2;
    }
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      const std::size_t length = lengths[symbol];
      if (length == 0) continue;
      symbol_[static_cast<std::size_t>(begin[length]++)] = static_cast<std::uint16_t>(symbol);
      const int own = code[length]++;
      if (length <= quick_bits) place_quickly(symbol, static_cast<int>(length), own);
    }
  }

  // Codes come with their highest bit first: the table is looked into by the reverse.
  void place_quickly(std::size_t symbol, int length, int code) {
    std::size_t reverse = 0;
    for (int bit = 0; bit < length; ++bit) {
      reverse |= static_cast<std::size_t>((code >> bit) & 1) << (length - 1 - bit);
    }
    for (std::size_t i = reverse; i < quick_.size(); i += std::size_t{1} << length) {
      quick_[i] = static_cast<std::uint16_t>((symbol << 4) | static_cast<std::size_t>(length));
    }
  }

  std::array<int, code_bits_max + 1> count_{};  // Of the codes of each length.
  std::array<std::uint16_t, literals> symbol_{};
  std::array<std::uint16_t, 1 << quick_bits> quick_{};  // Symbol and length; 0 for a longer code.
};

class inflater {
public:
  inflater(std::string_view in, std::string& out, std::size_t bytes_max)
      : in_(in), out_(out), begin_(out.size()), bytes_max_(bytes_max) {}

  // The blocks up to the last one; empty, or what was wrong.
  std::string_view run() {
    for (bool last = false; !last;) {
      last = in_.take(1) != 0;
      const std::uint32_t type = in_.take(2);
      std::string_view wrong = "the gzip data has a block of no known type";
      if (type == 0) wrong = stored();
      if (type == 1) wrong = fixed();
      if (type == 2) wrong = dynamic();
      // Zeros past the end look like anything; this is then the reason.
      if (in_.overran()) return cut_off;
      if (!wrong.empty()) return wrong;
    }
    in_.skip_to_byte();
    return {};
  }

  [[nodiscard]] std::string_view rest() const { return in_.bytes(); }

  static constexpr std::string_view cut_off = "the gzip data is cut off";

private:
  static constexpr std::string_view bad_code = "the gzip data has a code that does not exist";
  static constexpr std::string_view bad_table = "the gzip data has a table of codes that is none";
  static constexpr std::string_view too_large = "the gzip data holds more than the limit";

  [[nodiscard]] std::size_t room() const { return bytes_max_ - out_.size(); }

  std::string_view stored() {
    in_.skip_to_byte();
    const std::uint32_t size = in_.take(16);
    const std::uint32_t inverse = in_.take(16);
    if (in_.overran()) return cut_off;
    if ((size ^ inverse) != 0xffff) return "the gzip data has a stored block of unclear length";
    const std::string_view bytes = in_.bytes();
    if (bytes.size() < size) return cut_off;
    if (room() < size) return too_large;
    out_.append(bytes.substr(0, size));
    in_.take_bytes(size);
    return {};
  }

  std::string_view fixed() {
    std::array<std::uint8_t, literals> lengths{};
    for (std::size_t i = 0; i < literals; ++i)
      lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    std::array<std::uint8_t, distance_codes> of_distances{};
    of_distances.fill(5);
    (void)literal_.assign(lengths);
    (void)distance_.assign(of_distances);
    return symbols();
  }

  std::string_view dynamic() {
    constexpr std::array<std::uint8_t, 19> order = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                    11, 4,  12, 3, 13, 2, 14, 1, 15};
    const std::size_t of_literals = in_.take(5) + 257;
    const std::size_t of_distances = in_.take(5) + 1;
    const std::size_t of_lengths = in_.take(4) + 4;
    if (of_literals > 286 || of_distances > distances) return bad_table;
    std::array<std::uint8_t, 19> code_lengths{};
    for (std::size_t i = 0; i < of_lengths; ++i) {
      code_lengths[order[i]] = static_cast<std::uint8_t>(in_.take(3));
    }
    huffman_code& code = literal_;  // Free until the real one is known.
    if (!code.assign(code_lengths)) return bad_table;
    std::array<std::uint8_t, 286 + distances> lengths{};
    const std::size_t all = of_literals + of_distances;
    for (std::size_t i = 0; i < all;) {
      const int symbol = code.next(in_);
      if (in_.overran()) return cut_off;
      if (symbol < 0) return bad_code;
      if (symbol < 16) {
        lengths[i++] = static_cast<std::uint8_t>(symbol);
        continue;
      }
      if (symbol == 16 && i == 0) return bad_table;
      const std::uint8_t repeated = symbol == 16 ? lengths[i - 1] : 0;
      const std::size_t times = symbol == 16   ? 3 + in_.take(2)
                                : symbol == 17 ? 3 + in_.take(3)
                                               : 11 + in_.take(7);
      if (times > all - i) return bad_table;
      std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(i), times, repeated);
      i += times;
    }
    const std::span<const std::uint8_t> whole(lengths);
    if (lengths[end_of_block] == 0) return bad_table;
    if (!literal_.assign(whole.first(of_literals))) return bad_table;
    if (!distance_.assign(whole.subspan(of_literals, of_distances))) return bad_table;
    return symbols();
  }

  std::string_view symbols() {
    for (;;) {
      const int symbol = literal_.next(in_);
      if (in_.overran()) return cut_off;
      if (symbol < 0) return bad_code;
      if (symbol == end_of_block) return {};
      if (symbol < end_of_block) {
        if (room() == 0) return too_large;
        out_ += static_cast<char>(symbol);
        continue;
      }
      if (const std::string_view wrong = copy(symbol - end_of_block - 1); !wrong.empty()) {
        return wrong;
      }
    }
  }

  std::string_view copy(int length_symbol) {
    if (static_cast<std::size_t>(length_symbol) >= length_of.size()) return bad_code;
    const extent longer = length_of[static_cast<std::size_t>(length_symbol)];
    const std::size_t length = longer.base + in_.take(longer.bits);
    const int symbol = distance_.next(in_);
    if (symbol < 0 || static_cast<std::size_t>(symbol) >= distances) return bad_code;
    const extent farther = distance_of[static_cast<std::size_t>(symbol)];
    const std::size_t distance = farther.base + in_.take(farther.bits);
    if (in_.overran()) return cut_off;
    if (distance > out_.size() - begin_) return "the gzip data refers to what lies before it";
    if (room() < length) return too_large;
    // Source and target may overlap: that is how a run is written.
    const std::size_t from = out_.size() - distance;
    if (distance >= length) {
      out_.append(out_, from, length);
    } else {
      for (std::size_t i = 0; i < length; ++i) out_ += out_[from + i];
    }
    return {};
  }

  bit_reader in_;
  std::string& out_;
  std::size_t begin_;  // Of this member's data.
  std::size_t bytes_max_;
  huffman_code literal_;
  huffman_code distance_;
};

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// Takes a member's header (RFC 1952 §2.3) from the front; empty, or what was wrong.
std::string_view take_header(std::string_view& in) {
  constexpr unsigned has_checksum = 2;
  constexpr unsigned has_extra = 4;
  constexpr unsigned has_name = 8;
  constexpr unsigned has_comment = 16;
  constexpr unsigned reserved = 0xe0;
  if (in.size() < 2 || in[0] != '\x1f' || in[1] != '\x8b') return "the data is not gzip";
  if (in.size() < 10) return inflater::cut_off;
  const auto flags = static_cast<unsigned char>(in[3]);
  if (in[2] != 8 || (flags & reserved) != 0) return "the gzip data is of a kind that is not known";
  std::size_t size = 10;
  if ((flags & has_extra) != 0) {
    if (in.size() < size + 2) return inflater::cut_off;
    size += 2 + static_cast<std::size_t>(static_cast<unsigned char>(in[size])) +
            static_cast<std::size_t>(static_cast<unsigned char>(in[size + 1])) * 256;
  }
  for (const unsigned text : {has_name, has_comment}) {
    if ((flags & text) == 0) continue;
    const std::size_t end = in.find('\0', size);
    if (end == std::string_view::npos) return inflater::cut_off;
    size = end + 1;
  }
  if ((flags & has_checksum) != 0) size += 2;
  if (in.size() < size) return inflater::cut_off;
  in.remove_prefix(size);
  return {};
}

}  // namespace

result<std::string> gunzip(std::string_view compressed, std::size_t bytes_max) {
  const auto fail = [](std::string_view why) { return failure{"", std::string(why)}; };
  std::string out;
  do {
    if (const std::string_view wrong = take_header(compressed); !wrong.empty()) return fail(wrong);
    const std::size_t begin = out.size();
    inflater member(compressed, out, bytes_max);
    if (const std::string_view wrong = member.run(); !wrong.empty()) return fail(wrong);
    compressed = member.rest();
    if (compressed.size() < 8) return fail(inflater::cut_off);
    const std::string_view data = std::string_view(out).substr(begin);
    if (little_endian(compressed, 4) != static_cast<std::uint32_t>(data.size())) {
      return fail("the gzip data has another length than it says");
    }
    if (little_endian(compressed, 0) != crc32(data)) {
      return fail("the gzip data's checksum does not match");
    }
    compressed.remove_prefix(8);
  } while (!compressed.empty());
  return out;
}

}  // namespace lambent::events
