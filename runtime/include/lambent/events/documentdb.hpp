// Amazon DocumentDB: the change stream of a database or collection.
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::documentdb {

struct resume_token {
  std::string data;
  json::unknown_members other;
};
LAMBENT_JSON_AS(resume_token, style::defaults, (data, "_data"), other);

/// BSON's timestamp.
struct timestamp_value {
  std::int64_t t = 0;  ///< Seconds since 1970.
  std::int64_t i = 0;  ///< Counts within the second.
  json::unknown_members other;
};
LAMBENT_JSON_AS(timestamp_value, style::defaults, t, i, other);

struct timestamp {
  timestamp_value value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(timestamp, style::defaults, (value, "$timestamp"), other);

struct name_space {
  std::string db;
  std::optional<std::string> coll;  ///< Missing when a database is dropped.
  json::unknown_members other;
};
LAMBENT_JSON_AS(name_space, style::defaults, db, coll, other);

struct document_key {
  json::raw id;  ///< In extended JSON: {"$oid": "…"}, text, a number, …
  json::unknown_members other;
};
LAMBENT_JSON_AS(document_key, style::defaults, (id, "_id"), other);

struct truncated_array {
  std::string field;
  std::int64_t new_size = 0;
  json::unknown_members other;
};
LAMBENT_JSON_AS(truncated_array, style::camel_case | style::defaults, field, new_size, other);

struct update_description {
  std::optional<json::object> updated_fields;
  std::optional<std::vector<std::string>> removed_fields;
  std::optional<std::vector<truncated_array>> truncated_arrays;
  json::unknown_members other;
};
LAMBENT_JSON_AS(update_description, style::camel_case | style::defaults, updated_fields,
                removed_fields, truncated_arrays, other);

/// One change. Document is a struct for the collection's documents, in MongoDB's extended JSON.
template <class Document>
struct change {
  /// "insert", "update", "replace", "delete", "rename", "drop", "dropDatabase", "invalidate".
  std::string operation_type;
  resume_token id;
  std::optional<timestamp> cluster_time;
  std::optional<name_space> ns;
  std::optional<name_space> to;  ///< Of a rename.
  std::optional<documentdb::document_key> document_key;
  /// Of an insert and a replace; of an update where the event source mapping asks for it.
  std::optional<Document> full_document;
  std::optional<documentdb::update_description> update_description;
  json::unknown_members other;
};
template <class Document>
LAMBENT_JSON_AS(change<Document>, style::camel_case | style::defaults,
                (operation_type, "operationType", required), (id, "_id"), cluster_time, ns, to,
                document_key, full_document, update_description, other);

template <class Document>
struct record {
  change<Document> event;
  json::unknown_members other;
};
template <class Document>
LAMBENT_JSON_AS(record<Document>, style::camel_case | style::defaults, (event, "event", required),
                other);

/// A batch of changes, in order.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
template <class Document = json::raw>
struct event {
  std::string event_source;  ///< "aws:docdb".
  std::string event_source_arn;
  std::vector<record<Document>> events;
  json::unknown_members other;
};
template <class Document>
LAMBENT_JSON_AS(event<Document>, style::camel_case | style::defaults, event_source,
                event_source_arn, (events, "events", required), other);

}  // namespace lambent::events::documentdb
