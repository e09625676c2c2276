// The framing of the log store's files: [payload bytes u32][crc32 u32][payload], little-endian.
// Knows nothing of what a payload says. A record cut by a crash ends the reading; one damaged in
// the middle of a file is stepped over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::logs {

inline constexpr std::size_t record_header_bytes = 8;
inline constexpr std::size_t record_payload_bytes_max = std::size_t{4} << 20;

// Appends one record to `out`; nothing else may write to `out` between construction and finish().
class record_writer {
public:
  explicit record_writer(std::string& out);
  record_writer& u8(std::uint8_t value);
  record_writer& u32(std::uint32_t value);
  record_writer& i64(std::int64_t value);
  record_writer& text(std::string_view value);  // Its length as u32, then its bytes.
  void finish();

private:
  std::string& out_;
  std::size_t start_;
};

// Takes a payload apart. After the first field that does not fit, ok() is false and every field 0.
class field_reader {
public:
  explicit field_reader(std::string_view payload) : rest_(payload) {}
  [[nodiscard]] std::uint8_t u8();
  [[nodiscard]] std::uint32_t u32();
  [[nodiscard]] std::int64_t i64();
  [[nodiscard]] std::string_view text();
  [[nodiscard]] bool ok() const { return ok_; }

private:
  std::string_view take(std::size_t bytes);

  std::string_view rest_;
  bool ok_ = true;
};

// Walks the records of a file's bytes.
class record_reader {
public:
  explicit record_reader(std::string_view bytes) : bytes_(bytes) {}

  // The next intact payload; empty at the end, or where what follows cannot be a whole record.
  [[nodiscard]] std::optional<std::string_view> next();

  [[nodiscard]] std::size_t offset() const { return offset_; }      // Of the record last returned.
  [[nodiscard]] std::size_t good_end() const { return good_end_; }  // Behind it.
  // The first record that was stepped over.
  [[nodiscard]] std::optional<std::size_t> first_damaged() const { return first_damaged_; }

private:
  std::string_view bytes_;
  std::size_t at_ = 0, offset_ = 0, good_end_ = 0;
  std::optional<std::size_t> first_damaged_;
};

}  // namespace lambent::logs
