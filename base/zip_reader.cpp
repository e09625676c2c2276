#include "base/zip_reader.hpp"

#include <zip.h>

#include <array>
#include <cerrno>

namespace lambent {
namespace {

constexpr std::size_t piece_bytes = 64UL * 1024;

std::unexpected<error> zip_fail(std::string doing, zip_error_t* why) {
  return fail(std::move(doing) + ": " + zip_error_strerror(why));
}

}  // namespace

void zip_reader::discard::operator()(zip* archive) const { zip_discard(archive); }
void zip_reader::stream::close_file::operator()(zip_file* file) const { zip_fclose(file); }

result<zip_reader> zip_reader::open(std::string_view bytes) {
  // libzip takes no bytes at all for an archive without entries.
  if (bytes.empty()) return fail("open the zip: it is empty");
  zip_error_t why;
  zip_error_init(&why);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &why);
  zip_t* archive =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why);
  if (archive == nullptr) {
    auto failed = zip_fail("open the zip", &why);
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&why);
    return failed;
  }
  zip_error_fini(&why);
  return zip_reader(archive);
}

std::uint64_t zip_reader::entry_count() const {
  auto count = zip_get_num_entries(archive_.get(), 0);
  return count < 0 ? 0 : static_cast<std::uint64_t>(count);
}

result<zip_entry> zip_reader::entry(std::uint64_t index) const {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat_index(archive_.get(), index, ZIP_FL_ENC_RAW, &stat) != 0)
    return zip_fail("read a zip entry", zip_get_error(archive_.get()));
  zip_entry found;
  if ((stat.valid & ZIP_STAT_NAME) != 0) found.name = stat.name;
  if ((stat.valid & ZIP_STAT_SIZE) != 0) found.size = stat.size;
  found.encrypted =
      (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE;
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive_.get(), index, 0, &system, &attributes) == 0 &&
      (system == ZIP_OPSYS_UNIX || system == ZIP_OPSYS_OS_X))
    found.unix_mode = attributes >> 16;
  return found;
}

result<zip_reader::stream> zip_reader::open_entry(std::uint64_t index) const {
  zip_file_t* file = zip_fopen_index(archive_.get(), index, 0);
  if (file == nullptr) return zip_fail("open a zip entry", zip_get_error(archive_.get()));
  return stream(file);
}

result<std::string> zip_reader::read_entry(std::uint64_t index, std::uint64_t bytes_max) const {
  stream from = TRY(open_entry(index));
  std::string out;
  std::array<char, piece_bytes> piece{};
  while (true) {
    const std::size_t size = TRY(from.read(piece.data(), piece.size()));
    if (size == 0) return out;
    if (size > bytes_max - out.size())
      return std::unexpected(
          error{"it is larger than " + std::to_string(bytes_max) + " bytes", EFBIG, {}});
    out.append(piece.data(), size);
  }
}

result<std::size_t> zip_reader::stream::read(char* into, std::size_t size) {
  auto got = zip_fread(file_.get(), into, size);
  if (got < 0) return zip_fail("inflate a zip entry", zip_file_get_error(file_.get()));
  return static_cast<std::size_t>(got);
}

}  // namespace lambent
