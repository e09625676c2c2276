#include "oci/layout/layout_index.hpp"

#include <boost/json.hpp>
#include <utility>

#include "oci/json_members.hpp"
#include "oci/layout/layout_source.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci {
namespace {

namespace json = boost::json;

std::string text_at(const json::value& in, std::string_view name) {
  const json::object* object = in.if_object();
  const json::value* found =
      object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

std::string name_of(const json::value& entry) {
  const json::object* object = entry.if_object();
  const json::value* annotations = object == nullptr ? nullptr : object->if_contains("annotations");
  return annotations == nullptr ? std::string() : text_at(*annotations, ref_name_annotation);
}

// What nobody could read any more is not written.
result<> check_readable(std::string_view bytes) {
  if (bytes.size() > limits::document_max_bytes)
    return fail("it would have " + std::to_string(bytes.size()) + " bytes, more than " +
                    std::to_string(limits::document_max_bytes),
                "write into another folder");
  auto read = parse_index(bytes);
  if (read) return {};
  error why = std::move(read).error();
  if (why.hint.empty()) why.hint = "write into another folder";
  return std::unexpected(std::move(why));
}

}  // namespace

result<std::string> put_into_index(std::string_view bytes, const descriptor& entry) {
  std::string alone = write(
      index{.media_type = std::string(media_type::index), .manifests = {entry}, .annotations = {}});
  if (bytes.empty()) return alone;
  json::object written = TRY(parse_object(alone));
  const json::value& added = written["manifests"].get_array().front();
  json::object list = TRY(parse_object(bytes));
  json::array kept;
  if (const json::value* old = list.if_contains("manifests"); old != nullptr && old->is_array())
    for (const json::value& each : old->get_array()) {
      std::string name = name_of(each);
      bool replaced = name == name_of(added) &&
                      (!name.empty() || text_at(each, "digest") == entry.digest.text());
      if (!replaced) kept.push_back(each);
    }
  kept.push_back(added);
  list["manifests"] = std::move(kept);
  std::string out = json::serialize(list);
  TRY(check_readable(out));
  return out;
}

}  // namespace lambent::oci
