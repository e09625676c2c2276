// Amazon Connect: a flow's block "Invoke AWS Lambda function".
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>

namespace lambent::events::connect {

using string_map = std::map<std::string, std::string>;

struct endpoint {
  std::string address;  ///< "+4755501234".
  std::string type;     ///< "TELEPHONE_NUMBER", …
  json::unknown_members other;
};
LAMBENT_JSON_AS(endpoint, style::pascal_case | style::defaults, address, type, other);

struct queue {
  std::string name;
  std::string arn;
  json::unknown_members other;
};
LAMBENT_JSON_AS(queue, style::pascal_case | style::defaults, name, (arn, "ARN"), other);

/// A live stream of what the customer says, in Kinesis Video Streams.
struct audio {
  std::optional<std::string> start_fragment_number;
  std::optional<std::string> start_timestamp;  ///< Milliseconds since 1970, in a string.
  std::optional<std::string> stream_arn;
  json::unknown_members other;
};
LAMBENT_JSON_AS(audio, style::pascal_case | style::defaults, start_fragment_number, start_timestamp,
                (stream_arn, "StreamARN"), other);

struct customer_streams {
  std::optional<connect::audio> audio;
  json::unknown_members other;
};
LAMBENT_JSON_AS(customer_streams, style::pascal_case | style::defaults, audio, other);

struct media_streams {
  std::optional<customer_streams> customer;
  json::unknown_members other;
};
LAMBENT_JSON_AS(media_streams, style::pascal_case | style::defaults, customer, other);

/// The contact: a call, chat or task.
struct contact_data {
  std::string contact_id;
  std::optional<std::string> initial_contact_id;
  std::optional<std::string> previous_contact_id;
  std::optional<std::string> related_contact_id;
  std::string channel;            ///< "VOICE", "CHAT", "TASK", "EMAIL".
  std::string initiation_method;  ///< "INBOUND", "OUTBOUND", "TRANSFER", "CALLBACK", "API", …
  std::string instance_arn;
  string_map attributes;  ///< Of the contact.
  std::optional<endpoint> customer_endpoint;
  std::optional<endpoint> system_endpoint;
  std::optional<connect::queue> queue;  ///< Missing before the flow has set one.
  std::optional<std::string> customer_id;
  std::optional<std::string> language_code;
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<json::object> references;
  std::optional<json::object> segment_attributes;
  std::optional<string_map> tags;
  std::optional<connect::media_streams> media_streams;
  json::unknown_members other;
};
LAMBENT_JSON_AS(contact_data, style::pascal_case | style::defaults,
                (contact_id, "ContactId", required), initial_contact_id, previous_contact_id,
                related_contact_id, channel, initiation_method, (instance_arn, "InstanceARN"),
                attributes, customer_endpoint, system_endpoint, queue, customer_id, language_code,
                name, description, references, segment_attributes, tags, media_streams, other);

/// `parameters` are what the block sends along: a string_map, or a struct for those of one block.
template <class Parameters>
struct details {
  connect::contact_data contact_data;
  Parameters parameters;
  json::unknown_members other;
};
template <class Parameters>
LAMBENT_JSON_AS(details<Parameters>, style::pascal_case | style::defaults,
                (contact_data, "ContactData", required), parameters, other);

/// A flow reached the block. The reply is a flat object of strings, such as a string_map, or any
/// JSON where the block says so, of at most 32 KB; Connect waits up to 8 seconds.
/// https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html
template <class Parameters = string_map>
struct event {
  std::string name;  ///< "ContactFlowEvent".
  connect::details<Parameters> details;
  json::unknown_members other;
};
template <class Parameters>
LAMBENT_JSON_AS(event<Parameters>, style::pascal_case | style::defaults, name,
                (details, "Details", required), other);

}  // namespace lambent::events::connect
