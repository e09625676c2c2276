#include "oci/distribution/blob_stream.hpp"

#include <doctest/doctest.h>

#include <array>

#include "oci/distribution/limits.hpp"
#include "oci/media_type.hpp"
#include "oci/testing.hpp"

using namespace lambent;
using namespace lambent::oci;
using distribution::blob_stream;

namespace {

std::string pattern(std::size_t bytes) {
  std::string out(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<char>('a' + i * 7 % 23);
  return out;
}

// As a file or a registry gives it.
class pieces_source final : public blob_source {
public:
  explicit pieces_source(std::string content) : content_(std::move(content)) {}
  result<descriptor> root() override { return name(); }
  result<> read(const descriptor&, const sink& to) override {
    ++reads;
    for (std::size_t i = 0; i < content_.size(); i += piece_bytes)
      TRY(to(std::string_view(content_).substr(i, piece_bytes)));
    return outcome;
  }
  [[nodiscard]] descriptor name() const {
    return {.media_type = std::string(media_type::layer_tar),
            .digest = digest::of(content_),
            .size = content_.size()};
  }
  result<> outcome{};
  int reads = 0;

private:
  static constexpr std::size_t piece_bytes = 1024UL * 1024;
  std::string content_;
};

std::string rest_of(blob_stream& stream) {
  std::string out;
  std::array<char, 100'000> piece;
  for (;;) {
    auto count = stream.read(piece);
    REQUIRE(count.has_value());
    if (*count == 0) return out;
    out.append(piece.data(), *count);
  }
}

}  // namespace

TEST_CASE("a blob is read as its source wrote it, however large") {
  const std::string content = pattern(3 * distribution::limits::stream_ahead_bytes + 17);
  pieces_source source(content);
  blob_stream stream(source, source.name());
  CHECK(rest_of(stream) == content);
  CHECK(source.reads == 1);
}

TEST_CASE("reading goes on elsewhere, and the source is read again only to go back") {
  const std::string content = pattern(2 * distribution::limits::stream_ahead_bytes);
  pieces_source source(content);
  blob_stream stream(source, source.name());
  REQUIRE(stream.seek(1'000'001).has_value());
  std::array<char, 10> piece;
  CHECK(stream.read(piece).value() > 0);
  CHECK(piece[0] == content[1'000'001]);
  CHECK(source.reads == 1);
  REQUIRE(stream.seek(5).has_value());
  CHECK(rest_of(stream) == content.substr(5));
  CHECK(source.reads == 2);
  CHECK(!stream.seek(content.size() + 1).has_value());
}

TEST_CASE("what is wrong with a blob is told at its end") {
  pieces_source source(pattern(1000));
  source.outcome = fail("it was another");
  blob_stream stream(source, source.name());
  std::array<char, 2000> piece;
  CHECK(stream.read(piece).value() == 1000);
  auto end = stream.read(piece);
  REQUIRE(!end.has_value());
  CHECK(end.error().what == "it was another");
}

TEST_CASE("a stream that nobody reads to its end ends with its owner") {
  pieces_source source(pattern(4 * distribution::limits::stream_ahead_bytes));
  blob_stream stream(source, source.name());
  std::array<char, 10> piece;
  CHECK(stream.read(piece).has_value());
}
