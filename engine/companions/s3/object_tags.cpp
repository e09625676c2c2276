// Tags of objects. Those of buckets are a document of theirs.
#include <set>

#include "base/percent.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/object_headers.hpp"
#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {

service::reply service::get_tags(const call& request) {
  bucket in = TRY(find_bucket(request));
  object found = TRY(find_object(request));
  xml_writer document = begin_xml("Tagging");
  document.open("TagSet");
  for (const auto& [key, value] : http::parse_query(found.tags))
    document.open("Tag").element("Key", key).element("Value", value).close();
  http::response made = xml_response(std::move(document));
  add_version(made, found, in.versioning != versioning::never);
  return made;
}

service::reply service::put_tags(const call& request) {
  bucket in = TRY(find_bucket(request));
  object changed = TRY(find_object(request));
  xml_element wanted = TRY(read_document(request, "Tagging"));
  changed.tags.clear();
  std::set<std::string> seen;
  for (const xml_element& tag : wanted.list("TagSet")) {
    std::string key(tag.at("Key"));
    if (!seen.insert(key).second)
      return std::unexpected(fault("InvalidTag", "Cannot provide multiple Tags with the same key",
                                   400, {{"TagKey", key}}));
    if (!changed.tags.empty()) changed.tags += '&';
    changed.tags += percent_encode(key) + "=" + percent_encode(tag.at("Value"));
  }
  // Seen in answers that users have published.
  if (seen.size() > limits::object_tags_max)
    return std::unexpected(fault("BadRequest", "Object tags cannot be greater than 10", 400));
  TRY(catalog_.replace(in.name, changed));
  http::response made = empty_response(200);
  add_version(made, changed, in.versioning != versioning::never);
  return made;
}

service::reply service::delete_tags(const call& request) {
  bucket in = TRY(find_bucket(request));
  object changed = TRY(find_object(request));
  changed.tags.clear();
  TRY(catalog_.replace(in.name, changed));
  http::response made = empty_response(204);
  add_version(made, changed, in.versioning != versioning::never);
  return made;
}

}  // namespace lambent::companions::s3
