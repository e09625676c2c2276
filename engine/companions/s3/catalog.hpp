// What S3 knows of buckets, objects and uploads, on disk; their bytes are in the blob store. A call
// that returned without error is durable. Any thread may call; one at a time gets through.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "engine/companions/s3/model.hpp"
#include "engine/store/database.hpp"

namespace lambent::companions::s3 {

// One page of a listing, before it is cut into entries and common prefixes.
struct stretch {
  std::string from;    // The first key that may be in it.
  std::string prefix;  // Keys that do not begin so end it.
  std::size_t count = 0;
};

class catalog {
public:
  [[nodiscard]] static result<std::unique_ptr<catalog>> open(const std::filesystem::path& file);

  // Buckets.
  [[nodiscard]] result<std::optional<bucket>> find_bucket(std::string_view name);
  [[nodiscard]] result<std::vector<bucket>> buckets(std::string_view account);
  [[nodiscard]] result<> put_bucket(const bucket& changed);
  [[nodiscard]] result<> remove_bucket(std::string_view name);  // With settings and uploads.
  // Whether it has any object, version or marker.
  [[nodiscard]] result<bool> has_objects(std::string_view bucket);

  // Documents that describe a bucket, by the name of their query parameter.
  [[nodiscard]] result<std::optional<std::string>> setting(std::string_view bucket,
                                                           std::string_view name);
  [[nodiscard]] result<> put_setting(std::string_view bucket, std::string_view name,
                                     std::string_view document);
  [[nodiscard]] result<> remove_setting(std::string_view bucket, std::string_view name);

  // Objects. The newest version counts, a delete marker included, unless one is named.
  [[nodiscard]] result<std::optional<object>> find(std::string_view bucket, std::string_view key,
                                                   std::optional<std::string_view> version = {});
  // Puts it on top; of two with the version "null" the older goes.
  [[nodiscard]] result<> put(std::string_view bucket, const object& added);
  [[nodiscard]] result<> replace(std::string_view bucket, const object& changed);  // Fields, tags.
  [[nodiscard]] result<bool> remove(std::string_view bucket, std::string_view key,
                                    std::string_view version);
  // The newest versions that are no markers, in the order of keys.
  [[nodiscard]] result<std::vector<object>> list(std::string_view bucket, const stretch& which);
  // All versions, the newest of a key first; of the key `which.from` only those older than
  // `after_version`, when that is given.
  [[nodiscard]] result<std::vector<object>> versions(std::string_view bucket, const stretch& which,
                                                     std::string_view after_version);

  // Uploads in parts.
  [[nodiscard]] result<std::optional<upload>> find_upload(std::string_view bucket,
                                                          std::string_view key,
                                                          std::string_view id);
  [[nodiscard]] result<std::vector<upload>> uploads(std::string_view bucket,
                                                    std::string_view prefix);
  [[nodiscard]] result<std::int64_t> upload_count(std::string_view bucket);
  [[nodiscard]] result<> put_upload(const upload& begun);
  [[nodiscard]] result<> remove_upload(std::string_view id);               // With its parts.
  [[nodiscard]] result<std::vector<part>> parts(std::string_view upload);  // By number.
  [[nodiscard]] result<> put_part(std::string_view upload, const part& added);

  // Whether an object or a part still has this blob.
  [[nodiscard]] result<bool> uses(std::string_view blob);
  [[nodiscard]] result<std::set<std::string>> blobs();

private:
  explicit catalog(store::database opened) : database_(std::move(opened)) {}
  [[nodiscard]] result<std::vector<object>> objects(result<store::database::statement>&& rows,
                                                    const stretch& which);

  std::mutex one_at_a_time_;
  store::database database_;
};

// A random id as S3 gives them to versions and uploads.
[[nodiscard]] std::string new_version_id();
[[nodiscard]] std::string new_upload_id();

}  // namespace lambent::companions::s3
