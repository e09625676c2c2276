// Amazon S3 Object Lambda: a function between a bucket and those who read or list it.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>

namespace lambent::events::s3_object_lambda {

/// Of a GetObject. The answer goes to S3's WriteGetObjectResponse, with route and token; what the
/// function returns is ignored.
struct get_object_context {
  std::string input_s3_url;  ///< Presigned: a GET gives the original object.
  std::string output_route;
  std::string output_token;
  json::unknown_members other;
};
LAMBENT_JSON_AS(get_object_context, style::camel_case | style::defaults,
                (input_s3_url, "inputS3Url", required), output_route, output_token, other);

/// Of a HeadObject, ListObjects or ListObjectsV2, which the function answers by what it returns.
struct request_context {
  std::string input_s3_url;  ///< Presigned: the same request to the bucket itself.
  json::unknown_members other;
};
LAMBENT_JSON_AS(request_context, style::camel_case | style::defaults,
                (input_s3_url, "inputS3Url", required), other);

struct configuration {
  std::string access_point_arn;
  std::string supporting_access_point_arn;
  std::string payload;  ///< Of the access point's configuration; any text.
  json::unknown_members other;
};
LAMBENT_JSON_AS(configuration, style::camel_case | style::defaults, access_point_arn,
                supporting_access_point_arn, payload, other);

/// The request of the one who reads.
struct user_request {
  std::string url;
  std::map<std::string, std::string> headers;  ///< Names as the client wrote them.
  json::unknown_members other;
};
LAMBENT_JSON_AS(user_request, style::camel_case | style::defaults, url, headers, other);

struct session_issuer {
  std::string type;
  std::string principal_id;
  std::string arn;
  std::string account_id;
  std::string user_name;
  json::unknown_members other;
};
LAMBENT_JSON_AS(session_issuer, style::camel_case | style::defaults, type, principal_id, arn,
                account_id, user_name, other);

struct session_context {
  std::map<std::string, std::string> attributes;
  std::optional<s3_object_lambda::session_issuer> session_issuer;
  json::unknown_members other;
};
LAMBENT_JSON_AS(session_context, style::camel_case | style::defaults, attributes, session_issuer,
                other);

/// Who reads.
struct user_identity {
  std::string type;  ///< "IAMUser", "AssumedRole", …
  std::string principal_id;
  std::string arn;
  std::string account_id;
  std::string access_key_id;
  std::optional<std::string> user_name;
  std::optional<std::string> invoked_by;
  std::optional<s3_object_lambda::session_context> session_context;  ///< Of temporary credentials.
  json::unknown_members other;
};
LAMBENT_JSON_AS(user_identity, style::camel_case | style::defaults, type, principal_id, arn,
                account_id, access_key_id, user_name, invoked_by, session_context, other);

/// One request through the access point; exactly one of the contexts is there.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-event-context.html
struct event {
  std::string x_amz_request_id;
  std::optional<s3_object_lambda::get_object_context> get_object_context;
  std::optional<request_context> head_object_context;
  std::optional<request_context> list_objects_context;
  std::optional<request_context> list_objects_v2_context;
  s3_object_lambda::configuration configuration;
  s3_object_lambda::user_request user_request;
  s3_object_lambda::user_identity user_identity;
  std::string protocol_version;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, x_amz_request_id, get_object_context,
                head_object_context, list_objects_context,
                (list_objects_v2_context, "listObjectsV2Context"), configuration,
                (user_request, "userRequest", required), user_identity, protocol_version, other);

/// The answer to a HeadObject.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-writing-lambda.html#olap-headobject
struct head_object_response {
  int status_code = 200;
  std::optional<std::string> error_code;  ///< S3's, such as "NoSuchKey".
  std::optional<std::string> error_message;
  std::optional<std::map<std::string, std::string>> headers;  ///< "Content-Length", "ETag", …
};
LAMBENT_JSON_AS(head_object_response, style::camel_case, status_code, error_code, error_message,
                headers);

/// The answer to a ListObjects or ListObjectsV2.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-writing-lambda.html#olap-listobjects
struct list_objects_response {
  int status_code = 200;
  std::optional<std::string> error_code;
  std::optional<std::string> error_message;
  std::optional<std::string> list_result_xml;  ///< What S3 would answer.
};
LAMBENT_JSON_AS(list_objects_response, style::camel_case, status_code, error_code, error_message,
                list_result_xml);

}  // namespace lambent::events::s3_object_lambda
