#include "engine/companions/s3/aws_chunked.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"

namespace lambent::companions::s3 {

bool chunk_decoder::take_line(std::string_view& bytes) {
  auto end = bytes.find('\n');
  std::string_view part = bytes.substr(0, end);
  broken_ = line_.size() + part.size() > line_bytes_max;
  if (broken_) return false;
  line_ += part;
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  if (end == std::string_view::npos) return false;
  if (line_.ends_with('\r')) line_.pop_back();
  return true;
}

// "10000;chunk-signature=ad80c730…"
bool chunk_decoder::read_head() {
  std::string_view size = std::string_view(line_).substr(0, line_.find(';'));
  auto [end, bad] = std::from_chars(size.data(), size.data() + size.size(), left_, 16);
  if (size.empty() || bad != std::errc() || end != size.data() + size.size()) return false;
  at_ = left_ > 0 ? place::data : place::trailer;
  return true;
}

bool chunk_decoder::read_trailer() {
  if (line_.empty()) {
    at_ = place::end;
    return true;
  }
  trailer_bytes_ += line_.size();
  auto colon = line_.find(':');
  if (trailer_bytes_ > trailer_bytes_max || colon == std::string::npos || colon == 0) return false;
  std::string_view line = line_;
  trailers_.add(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  return true;
}

bool chunk_decoder::feed(std::string_view bytes, std::string& out) {
  while (!bytes.empty()) {
    // Some clients end their trailers with more line breaks than one.
    if (at_ == place::end) return true;
    if (at_ == place::data) {
      std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
      out += bytes.substr(0, taken);
      bytes.remove_prefix(taken);
      left_ -= taken;
      if (left_ == 0) at_ = place::after_data;
      continue;
    }
    if (!take_line(bytes)) return !broken_;
    bool good = at_ == place::head         ? read_head()
                : at_ == place::after_data ? line_.empty()
                                           : read_trailer();
    if (!good) return false;
    if (at_ == place::after_data) at_ = place::head;
    line_.clear();
  }
  return true;
}

}  // namespace lambent::companions::s3
