#include "oci/unpack/layer.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <thread>

#include "base/fd.hpp"
#include "oci/archive/tar_reader.hpp"
#include "oci/unpack/inflater.hpp"
#include "oci/unpack/piece_pipe.hpp"
#include "oci/unpack/tree_writer.hpp"

namespace lambent::oci {
namespace {

namespace fs = std::filesystem;

// Removes the folder again unless all went well.
class new_folder {
public:
  explicit new_folder(const fs::path& at) : at_(at) {}
  new_folder(const new_folder&) = delete;
  new_folder& operator=(const new_folder&) = delete;
  ~new_folder() {
    if (!made_ || kept_) return;
    std::error_code ignored;
    fs::remove_all(at_, ignored);
  }

  result<fd> make() {
    if (::mkdir(at_.c_str(), 0755) != 0) return sys_fail("create " + at_.string());
    made_ = true;
    fd opened(::open(at_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // The umask must not take bits away that the sandbox's user needs.
    if (!opened || ::fchmod(opened.get(), 0755) != 0) return sys_fail("open " + at_.string());
    return opened;
  }
  void keep() { kept_ = true; }

private:
  const fs::path& at_;
  bool made_ = false, kept_ = false;
};

// On a thread of its own: what inflates waits for nothing that writes.
void inflate_blob(blob_source& from, const descriptor& layer, piece_pipe& to) {
  auto inflate = make_inflater(media_type::packing_of(layer.media_type), to);
  auto done = from.read(layer, [&](std::string_view piece) { return inflate->feed(piece); });
  if (done) done = inflate->finish();
  to.finish(std::move(done));
}

// The tar as it comes out of the pipe.
result<> write_tree(piece_pipe& from, const digest& diff_id, tree_writer& to) {
  hasher hash;
  tar_reader tar(to);
  for (;;) {
    auto piece = TRY(from.next());
    if (piece.empty()) break;
    hash.add(piece);
    TRY(tar.feed(piece));
  }
  TRY(tar.finish());
  if (auto got = hash.finish(); got != diff_id)
    return fail("it unpacks to " + got.text() + ", and the configuration says " + diff_id.text());
  return to.finish();
}

unpacked_layer summary(const tree_writer& written) {
  return {written.bytes(), written.used_lower(), written.dropped()};
}

}  // namespace

result<unpacked_layer> unpack_layer(blob_source& from, const descriptor& layer,
                                    const digest& diff_id, const fs::path& to,
                                    std::span<const fs::path> lower, unpack_budget& budget) {
  std::string doing = "unpack the layer " + layer.digest.text();
  if (media_type::packing_of(layer.media_type) == media_type::packing::not_a_layer)
    return fail(doing + ": its media type " + layer.media_type + " is none of a layer's");
  new_folder folder(to);
  auto root = TRY_FOR(doing, folder.make());
  tree_writer tree(root.get(), lower, budget);
  piece_pipe pipe(budget.tar_bytes_max());
  std::thread inflating([&] { inflate_blob(from, layer, pipe); });
  auto written = write_tree(pipe, diff_id, tree);
  pipe.abandon();
  inflating.join();
  if (pipe.exceeded()) written = budget.exceed("the tar is too big");
  TRY_FOR(doing, std::move(written));
  folder.keep();
  return summary(tree);
}

result<unpacked_layer> unpack_tar(std::string_view tar, int root, std::span<const fs::path> lower,
                                  unpack_budget& budget) {
  tree_writer tree(root, lower, budget);
  tar_reader reader(tree);
  TRY(reader.feed(tar));
  TRY(reader.finish());
  TRY(tree.finish());
  return summary(tree);
}

}  // namespace lambent::oci
