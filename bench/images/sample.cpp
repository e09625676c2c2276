#include "bench/images/sample.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "bench/images/random_numbers.hpp"
#include "oci/build/assembly.hpp"
#include "oci/layout/layout_target.hpp"

namespace lambent::bench {
namespace {

constexpr std::size_t large_files = 8;
constexpr std::size_t files_of_a_folder = 40;

// Words of a vocabulary between bytes that nothing tells: gzip makes it about 0.4 times as big, as
// it does with /usr.
std::string content(random_numbers& from, std::uint64_t bytes) {
  std::vector<std::string> words;
  for (int i = 0; i < 512; ++i)
    words.push_back(fmt::format("{:x}_{} ", from.next() & 0xffffff, i % 37));
  std::string out;
  out.reserve(bytes + 16);
  while (out.size() < bytes) {
    auto drawn = from.next();
    out += words[drawn % words.size()];
    if ((drawn >> 32) % 2 == 0) out.append(reinterpret_cast<const char*>(&drawn), 3);
  }
  out.resize(bytes);
  return out;
}

std::vector<oci::layer_entry> large(random_numbers& from, const sample_size& size) {
  std::vector<oci::layer_entry> out;
  for (std::size_t i = 0; i < large_files; ++i)
    out.push_back({.path = fmt::format("usr/lib/lib{}.so", i),
                   .mode = 0755,
                   .content = content(from, size.bytes / 2 / large_files)});
  return out;
}

std::vector<oci::layer_entry> small(random_numbers& from, const sample_size& size) {
  std::vector<oci::layer_entry> out;
  const std::uint64_t mean = size.bytes / 2 / size.files;
  for (std::size_t i = 0; i < size.files; ++i)
    out.push_back({.path = fmt::format("usr/share/p{}/m{}.txt", i / files_of_a_folder, i),
                   // Between nothing and twice the mean.
                   .content = content(from, from.next() % (2 * mean + 1))});
  return out;
}

}  // namespace

result<> write_sample(const std::filesystem::path& layout, const sample_size& size,
                      const std::filesystem::path& program) {
  random_numbers from(0x9E3779B97F4A7C15ULL);
  oci::assembly made(1'700'000'000);
  auto draft = made.start({.architecture = "amd64"});
  draft.config.entrypoint = {"/bootstrap"};
  (void)TRY(made.add_layer(draft, large(from, size), "libraries"));
  (void)TRY(made.add_layer(draft, small(from, size), "modules"));
  (void)TRY(made.add_layer(
      draft, {{.path = "bootstrap", .mode = 0755, .content = {}, .source = program}}, "program"));
  made.finish(draft);
  auto target = TRY(oci::make_layout(layout.string(), "sample"));
  (void)TRY(oci::copy_image(made, *target));
  return {};
}

}  // namespace lambent::bench
