#include "engine/images/layer_folders.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "engine/store/durable_file.hpp"
#include "oci/unpack/layer.hpp"
#include "oci/unpack/tree_writer.hpp"

namespace lambent::images {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view size_suffix = ".json";
constexpr std::size_t size_max_bytes = 256;

struct layer_size {
  std::uint64_t bytes = 0, entries = 0;
};

fs::path size_file(const fs::path& tree) { return tree.string() + std::string(size_suffix); }

std::string text_of(const layer_size& size) {
  return fmt::format(R"({{"bytes":{},"entries":{}}})", size.bytes, size.entries);
}

// Nothing when the layer is not there, or when somebody took its size away: then it is made again.
std::optional<layer_size> read_size(const fs::path& tree) {
  std::error_code ignored;
  if (!fs::is_directory(tree, ignored)) return std::nullopt;
  auto text = read_file(size_file(tree), size_max_bytes);
  if (!text) return std::nullopt;
  json::error_code failed;
  json::value read = json::parse(*text, failed);
  const auto* object = failed ? nullptr : read.if_object();
  if (object == nullptr) return std::nullopt;
  auto number = [&](const char* name) -> std::optional<std::uint64_t> {
    const auto* value = object->if_contains(name);
    if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
    return static_cast<std::uint64_t>(value->get_int64());
  };
  auto bytes = number("bytes"), entries = number("entries");
  if (!bytes || !entries) return std::nullopt;
  return layer_size{*bytes, *entries};
}

// One call for all files of a tree: a sync of each would take longer than writing them.
result<> sync_all(const fs::path& dir) {
  fd opened(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::syncfs(opened.get()) != 0) return sys_fail("sync " + dir.string());
  return {};
}

// Those that count, as overlayfs takes them: it does not look for the opaque mark on the root of a
// layer, and takes no layer twice. What an upper one has hides the same below, so the uppermost
// stays; images often have the empty layer several times.
std::vector<fs::path> seen(const std::vector<fs::path>& placed) {
  std::vector<fs::path> out;
  for (auto layer = placed.rbegin(); layer != placed.rend(); ++layer) {
    if (std::find(out.begin(), out.end(), *layer) == out.end()) out.push_back(*layer);
    if (oci::hides_all_below(*layer)) break;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

// Of one layer, by one thread at a time.
class layer_folders::claim {
public:
  claim(layer_folders& of, const oci::digest& which) : of_(of), which_(which) {
    std::unique_lock lock(of_.guard_);
    of_.released_.wait(lock, [&] { return of_.claimed_.insert(which_).second; });
  }
  claim(const claim&) = delete;
  claim& operator=(const claim&) = delete;
  ~claim() {
    {
      std::scoped_lock lock(of_.guard_);
      of_.claimed_.erase(which_);
    }
    of_.released_.notify_all();
  }

private:
  layer_folders& of_;
  const oci::digest& which_;
};

result<std::unique_ptr<layer_folders>> layer_folders::open(const fs::path& dir,
                                                           store::durability kept) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed) return sys_fail("create " + dir.string(), failed.value());
  // What strangers made to be run is for this user alone.
  if (::chmod(dir.c_str(), 0700) != 0) return sys_fail("close " + dir.string() + " to others");
  return std::unique_ptr<layer_folders>(new layer_folders(fs::absolute(dir), kept));
}

fs::path layer_folders::find(const fs::path& once) const { return dir_ / once.filename(); }

result<std::vector<fs::path>> layer_folders::place(oci::blob_source& from, const oci::image& image,
                                                   oci::unpack_budget& budget) {
  const auto& blobs = image.manifest.layers;
  const auto& diff_ids = image.config.diff_ids;
  std::vector<fs::path> placed;
  std::string chain;
  for (std::size_t i = 0; i < blobs.size() && i < diff_ids.size(); ++i) {
    std::string on_these = diff_ids[i].hex() + "-" + to_hex(sha256(chain));
    placed.push_back(
        TRY(place_one(from, {blobs[i], diff_ids[i], placed, std::move(on_these)}, budget)));
    chain += diff_ids[i].text() + "\n";
  }
  return seen(placed);
}

result<fs::path> layer_folders::place_one(oci::blob_source& from, const wanted& which,
                                          oci::unpack_budget& budget) {
  claim mine(*this, which.diff_id);
  for (const std::string& name : {which.diff_id.hex(), which.name_on_these}) {
    auto size = read_size(dir_ / name);
    if (!size) continue;
    TRY(budget.take_bytes(size->bytes));
    TRY(budget.take_entries(size->entries));
    return dir_ / name;
  }
  return unpack(from, which, budget);
}

result<fs::path> layer_folders::unpack(oci::blob_source& from, const wanted& which,
                                       oci::unpack_budget& budget) {
  auto entries_before = budget.entries_left();
  store::scratch tree(store::unfinished_name(dir_));
  auto made = oci::unpack_layer(from, which.blob, which.diff_id, tree.path, which.below, budget);
  if (!made) return std::unexpected(made.error());
  if (!made->dropped_xattrs.empty())
    spdlog::info("of the layer {} these extended attributes are not kept: {}",
                 which.blob.digest.text(), fmt::join(made->dropped_xattrs, ", "));
  fs::path to = dir_ / (made->used_lower ? which.name_on_these : which.diff_id.hex());
  std::error_code ignored;
  fs::remove_all(to, ignored);  // A tree that lost its size.
  store::scratch size(store::unfinished_name(dir_));
  TRY(create_file(size.path, text_of({made->bytes, entries_before - budget.entries_left()})));
  const bool durable = kept_ == store::durability::kept;
  if (durable) TRY(sync_all(dir_));
  // The tree comes last: it is what says that the layer is there.
  TRY(store::rename_to(size.path, size_file(to)));
  TRY(store::rename_to(tree.path, to));
  if (durable) TRY(store::sync_dir(dir_));
  return to;
}

result<> layer_folders::collect(const std::set<std::string>& in_use) {
  return store::remove_others(dir_, [&](const fs::path& entry) {
    std::string name = entry.filename();
    if (name.ends_with(size_suffix)) name.resize(name.size() - size_suffix.size());
    return in_use.contains(name);
  });
}

}  // namespace lambent::images
