// Reads a tar as it comes, in pieces of any size, and says what is in it. Strict where two readers
// could see two things; in doubt it does as Go's archive/tar, which made nearly all layers there
// are. POSIX.1-2017 pax, https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
#pragma once

#include <array>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace lambent::oci {

enum class item_kind : std::uint8_t {
  file,
  hard_link,
  symbolic_link,
  directory,
  character_device,
  block_device,
  fifo,
};

struct tar_item {
  item_kind kind = item_kind::file;
  std::string name;         // As the archive has it: may be absolute, may have "..".
  std::string link_target;  // Of both kinds of links, likewise.
  std::uint32_t mode = 0;   // Permission bits with setuid, setgid and sticky.
  timespec modified{};
  std::uint64_t size = 0;                                   // Of a file's content; 0 for all else.
  std::vector<std::pair<std::string, std::string>> xattrs;  // "user.name" and its bytes.
};

// Hears what is in a tar, in its order. An error ends the reading and is what the reader answers.
class tar_visitor {
public:
  virtual ~tar_visitor() = default;
  virtual result<> begin(const tar_item&) = 0;
  // The next bytes of the file that began.
  virtual result<> content(std::string_view bytes) = 0;
  // The file has all its bytes. Not called for what is no file.
  virtual result<> end() = 0;
};

// Its own errors are the archive's fault and have no error code.
class tar_reader {
public:
  explicit tar_reader(tar_visitor& visitor) : visitor_(visitor) {}

  [[nodiscard]] result<> feed(std::string_view piece);
  // For who can go to any place of the archive: leaves out what is left of a file whose content
  // comes, and its padding. The next piece begins so many bytes further on.
  [[nodiscard]] result<std::uint64_t> skip_content();
  // The archive's end was seen; what comes after it is not looked at.
  [[nodiscard]] bool ended() const { return state_ == expects::nothing; }
  // Nothing more comes. Fails within an entry; an archive may end without the two
  // zero blocks, and without the padding before them: umoci writes some so.
  [[nodiscard]] result<> finish();

private:
  enum class expects : std::uint8_t { header, record, content, padding, nothing };

  // What records before an entry say of it.
  struct overrides {
    std::optional<std::string> name, link_target;   // pax
    std::optional<std::string> gnu_name, gnu_link;  // GNU's; they win over pax.
    std::optional<std::uint64_t> size;
    std::optional<timespec> modified;
    std::vector<std::pair<std::string, std::string>> xattrs;
    std::size_t xattr_bytes = 0;
  };

  result<> header(std::string_view block);
  result<> begin_record(char type, std::uint64_t size);
  result<> end_record();
  result<> pax_records(std::string_view text);
  result<> pax_record(std::string_view key, std::string_view value);
  result<> begin_entry(std::string_view block, char type, std::uint64_t size);
  result<> end_content();
  void expect_padding();

  tar_visitor& visitor_;
  expects state_ = expects::header;
  std::string held_;    // Of a header that came in two pieces.
  std::string record_;  // Of a record, as far as it came.
  char record_type_ = 0;
  std::uint64_t size_ = 0;   // Of the record or the content.
  std::uint64_t left_ = 0;   // Of the record, the content or the padding.
  bool zero_block_ = false;  // One of the two that end an archive was seen.
  std::size_t records_ = 0;  // Since the last entry.
  overrides next_;
};

}  // namespace lambent::oci
