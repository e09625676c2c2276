// For tests, fuzz targets and benchmarks: tars made by hand, as good or as bad as they are wanted.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace lambent::oci::testing {

struct tar_header {
  std::string name;
  char type = '0';
  std::string link;
  unsigned mode = 0644;
  std::uint64_t size = 0;
  std::int64_t modified = 1'700'000'000;
};

class tar_text {
public:
  // A header block whose sum is right, whatever else it says.
  tar_text& header(const tar_header& said) {
    std::string block(512, '\0');
    auto put = [&](std::size_t at, std::string_view text) { block.replace(at, text.size(), text); };
    auto octal = [&](std::size_t at, int digits, std::uint64_t value) {
      char text[24];
      auto size = std::snprintf(text, sizeof text, "%0*llo", digits,
                                static_cast<unsigned long long>(value));
      put(at, {text, static_cast<std::size_t>(size)});
    };
    put(0, said.name.substr(0, 100));
    octal(100, 7, said.mode);
    octal(108, 7, 0);
    octal(116, 7, 0);
    octal(124, 11, said.size);
    octal(136, 11, static_cast<std::uint64_t>(said.modified));
    block[156] = said.type;
    put(157, said.link.substr(0, 100));
    put(257, std::string_view("ustar\0"
                              "00",
                              8));
    return raw(with_sum(std::move(block)));
  }
  static std::string with_sum(std::string block) {
    block.replace(148, 8, "        ");
    unsigned sum = 0;
    for (char byte : block) sum += static_cast<unsigned char>(byte);
    char text[8];
    std::snprintf(text, sizeof text, "%06o", sum);
    block.replace(148, 7, std::string_view(text, 7));
    return block;
  }

  tar_text& file(std::string name, std::string_view content, unsigned mode = 0644) {
    header({.name = std::move(name), .mode = mode, .size = content.size()});
    return data(content);
  }
  tar_text& folder(std::string name, unsigned mode = 0755) {
    return header({.name = std::move(name), .type = '5', .mode = mode});
  }
  tar_text& symlink(std::string name, std::string target) {
    return header({.name = std::move(name), .type = '2', .link = std::move(target), .mode = 0777});
  }
  tar_text& hard_link(std::string name, std::string target) {
    return header({.name = std::move(name), .type = '1', .link = std::move(target)});
  }
  // What pax says of the next entry.
  tar_text& pax(std::string_view key, std::string_view value) {
    std::string rest = " " + std::string(key) + "=" + std::string(value) + "\n";
    std::size_t size = rest.size();
    while (size != rest.size() + std::to_string(size).size())
      size = rest.size() + std::to_string(size).size();
    std::string record = std::to_string(size) + rest;
    header({.name = "PaxHeaders/x", .type = 'x', .size = record.size()});
    return data(record);
  }
  // Content and its padding.
  tar_text& data(std::string_view content) {
    bytes_ += content;
    bytes_.resize((bytes_.size() + 511) / 512 * 512);
    return *this;
  }
  tar_text& raw(std::string_view bytes) {
    bytes_ += bytes;
    return *this;
  }

  [[nodiscard]] const std::string& unfinished() const { return bytes_; }
  [[nodiscard]] std::string text() const { return bytes_ + std::string(1024, '\0'); }

private:
  std::string bytes_;
};

}  // namespace lambent::oci::testing
