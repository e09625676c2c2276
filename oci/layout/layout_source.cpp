#include "oci/layout/layout_source.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <utility>
#include <variant>
#include <vector>

#include "base/joined.hpp"
#include "oci/blob_check.hpp"
#include "oci/json_members.hpp"
#include "oci/limits.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci {
namespace {

constexpr std::string_view layout_version = "1.0.0";

class layout_source final : public blob_source {
public:
  // `inside` is what the root's digest is of, when no blob holds it.
  layout_source(std::unique_ptr<file_tree> files, descriptor root, std::string inside)
      : files_(std::move(files)), root_(std::move(root)), inside_(std::move(inside)) {}

  [[nodiscard]] result<descriptor> root() override { return root_; }

  [[nodiscard]] result<> read(const descriptor& which, const sink& to) override {
    blob_check check(which);
    const sink checked = check.before(to);
    if (!inside_.empty() && which.digest == root_.digest) {
      TRY(checked(inside_));
      return check.finish();
    }
    std::string name = "blobs/sha256/" + which.digest.hex();
    file_range file = TRY(files_->open(name));
    std::string doing = "read " + files_->where() + "/" + name;
    if (file.size != which.size)
      return fail(doing + ": it has " + std::to_string(file.size) + " bytes, its descriptor says " +
                  std::to_string(which.size));
    TRY_FOR(doing, read_range(file, checked));
    return check.finish();
  }

private:
  std::unique_ptr<file_tree> files_;
  descriptor root_;
  std::string inside_;
};

std::string annotation(const descriptor& entry, std::string_view name) {
  auto found = entry.annotations.find(std::string(name));
  return found == entry.annotations.end() ? std::string() : found->second;
}

bool has_name(const descriptor& entry, std::string_view name) {
  return annotation(entry, ref_name_annotation) == name ||
         annotation(entry, image_name_annotation) == name;
}

std::string name_of(const descriptor& entry) {
  std::string name = annotation(entry, ref_name_annotation);
  return name.empty() ? annotation(entry, image_name_annotation) : name;
}

std::string names_of(const std::vector<descriptor>& entries) {
  std::vector<std::string> names;
  for (const descriptor& each : entries) {
    std::string name = name_of(each);
    names.push_back(name.empty() ? "(without a tag)" : std::move(name));
  }
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  return names.empty() ? "it holds no image" : "it holds " + joined(names);
}

// Images for several platforms may lie side by side under one name.
bool are_one_image(const std::vector<descriptor>& entries) {
  return std::ranges::all_of(entries, [&](const descriptor& each) {
    return each.platform.has_value() && name_of(each) == name_of(entries.front());
  });
}

}  // namespace

result<index> read_layout_index(const file_tree& files) {
  auto marker = files.open("oci-layout");
  if (!marker && marker.error().code == ENOENT)
    return fail(files.where() + " is not an OCI image layout: it has no file oci-layout");
  if (!marker) return std::unexpected(std::move(marker).error());
  std::string doing = files.where() + "/oci-layout";
  std::string text = TRY_FOR(doing, read_range(*marker, limits::document_max_bytes));
  boost::json::object document = TRY_FOR(doing, parse_object(text));
  std::string version = TRY_FOR(doing, needed_text_in(document, "imageLayoutVersion"));
  if (version != layout_version)
    return fail(doing + ": imageLayoutVersion: is '" + version + "', not " +
                std::string(layout_version));
  file_range list = TRY(files.open("index.json"));
  std::string bytes =
      TRY_FOR(files.where() + "/index.json", read_range(list, limits::document_max_bytes));
  return TRY_FOR(files.where() + "/index.json", parse_index(bytes));
}

result<std::unique_ptr<blob_source>> open_layout(std::unique_ptr<file_tree> files,
                                                 std::string_view tag) {
  index list = TRY(read_layout_index(*files));
  std::string there = names_of(list.manifests);
  if (!tag.empty())
    std::erase_if(list.manifests, [&](const descriptor& each) { return !has_name(each, tag); });
  if (list.manifests.empty())
    return fail(files->where() + (tag.empty() ? "" : " has no image '" + std::string(tag) + "'") +
                ": " + there);
  descriptor root = list.manifests.front();
  std::string inside;
  if (list.manifests.size() > 1) {
    if (!are_one_image(list.manifests))
      return fail(files->where() + " holds more than one image: " + there,
                  "name one by its tag, as in oci:DIR:TAG");
    list.media_type = media_type::index;
    inside = write(list);
    root = {.media_type = list.media_type, .digest = digest::of(inside), .size = inside.size()};
  }
  if (!media_type::is_index(root.media_type) && !media_type::is_manifest(root.media_type))
    return fail(files->where() + ": its image has the media type " + root.media_type +
                ", which is neither a manifest's nor an index's");
  return std::make_unique<layout_source>(std::move(files), std::move(root), std::move(inside));
}

result<std::unique_ptr<blob_source>> open_layout(const std::string& directory,
                                                 std::string_view tag) {
  auto files = TRY(open_folder(directory));
  return open_layout(std::move(files), tag);
}

result<std::unique_ptr<blob_source>> open_layout_at(const std::string& directory,
                                                    const digest& root) {
  auto files = TRY(open_folder(directory));
  const std::string name = "blobs/sha256/" + root.hex();
  const std::string doing = directory + "/" + name;
  file_range file = TRY(files->open(name));
  const std::string bytes = TRY_FOR(doing, read_range(file, limits::document_max_bytes));
  const auto document = TRY_FOR(doing, parse_document(bytes, ""));
  descriptor found{
      .media_type = std::visit([](const auto& each) { return each.media_type; }, document),
      .digest = root,
      .size = bytes.size()};
  return std::make_unique<layout_source>(std::move(files), std::move(found), std::string());
}

}  // namespace lambent::oci
