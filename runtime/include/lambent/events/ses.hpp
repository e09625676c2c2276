// Amazon SES: received email, by a receipt rule with a Lambda action.
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::ses {

struct verdict {
  std::string status;  ///< "PASS", "FAIL", "GRAY", "PROCESSING_FAILED", "DISABLED".
  json::unknown_members other;
};
LAMBENT_JSON_AS(verdict, style::camel_case | style::defaults, status, other);

/// What the rule does.
struct action {
  std::string type;                            ///< "Lambda", "S3", "SNS", "Bounce", "Stop", …
  std::optional<std::string> function_arn;     ///< Of "Lambda".
  std::optional<std::string> invocation_type;  ///< Of "Lambda": "Event", "RequestResponse".
  std::optional<std::string> topic_arn;
  std::optional<std::string> bucket_name;  ///< Of "S3".
  std::optional<std::string> object_key_prefix;
  std::optional<std::string> object_key;
  std::optional<std::string> smtp_reply_code;  ///< Of "Bounce".
  std::optional<std::string> status_code;
  std::optional<std::string> message;
  std::optional<std::string> sender;
  std::optional<std::string> organization_arn;  ///< Of "WorkMail".
  json::unknown_members other;
};
LAMBENT_JSON_AS(action, style::camel_case | style::defaults, type, function_arn, invocation_type,
                topic_arn, bucket_name, object_key_prefix, object_key, smtp_reply_code, status_code,
                message, sender, organization_arn, other);

/// What SES thinks of the message.
struct receipt {
  std::string timestamp;  ///< "2031-03-09T05:41:17.264Z".
  std::int64_t processing_time_millis = 0;
  std::vector<std::string> recipients;  ///< Those of this rule.
  verdict spam_verdict;
  verdict virus_verdict;
  verdict spf_verdict;
  verdict dkim_verdict;
  std::optional<verdict> dmarc_verdict;
  std::optional<std::string> dmarc_policy;  ///< When the verdict is "FAIL": "none", "reject", …
  ses::action action;
  json::unknown_members other;
};
LAMBENT_JSON_AS(receipt, style::camel_case | style::defaults, timestamp, processing_time_millis,
                recipients, spam_verdict, virus_verdict, spf_verdict, dkim_verdict, dmarc_verdict,
                dmarc_policy, action, other);

struct header {
  std::string name;
  std::string value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(header, style::camel_case | style::defaults, name, value, other);

struct common_headers {
  std::optional<std::vector<std::string>> from;
  std::optional<std::vector<std::string>> to;
  std::optional<std::vector<std::string>> cc;
  std::optional<std::vector<std::string>> bcc;
  std::optional<std::vector<std::string>> sender;
  std::optional<std::vector<std::string>> reply_to;
  std::optional<std::string> return_path;
  std::optional<std::string> message_id;  ///< The sender's.
  std::optional<std::string> date;
  std::optional<std::string> subject;
  json::unknown_members other;
};
LAMBENT_JSON_AS(common_headers, style::camel_case | style::defaults, from, to, cc, bcc, sender,
                reply_to, return_path, message_id, date, subject, other);

/// The message without its body, which an S3 action before this one may have stored.
struct mail {
  std::string timestamp;
  std::string source;      ///< The envelope's sender.
  std::string message_id;  ///< SES's own.
  std::vector<std::string> destination;
  bool headers_truncated = false;  ///< They were larger than 10 KB.
  std::vector<header> headers;
  ses::common_headers common_headers;
  json::unknown_members other;
};
LAMBENT_JSON_AS(mail, style::camel_case | style::defaults, timestamp, source,
                (message_id, "messageId", required), destination, headers_truncated, headers,
                common_headers, other);

struct content {
  ses::mail mail;
  ses::receipt receipt;
  json::unknown_members other;
};
LAMBENT_JSON_AS(content, style::camel_case | style::defaults, (mail, "mail", required),
                (receipt, "receipt", required), other);

struct record {
  std::string event_source;  ///< "aws:ses".
  std::string event_version;
  content ses;
  json::unknown_members other;
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults, event_source, event_version,
                (ses, "ses", required), other);

/// A message, always a single one.
/// https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html
struct event {
  std::vector<record> records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, (records, "Records", required), other);

enum class disposition {
  continue_,
  stop_rule,      ///< No more actions of this rule.
  stop_rule_set,  ///< No more rules.
};
LAMBENT_JSON_ENUM(disposition, (continue_, "CONTINUE"), (stop_rule, "STOP_RULE"),
                  (stop_rule_set, "STOP_RULE_SET"));

/// The answer, where the action invokes by "RequestResponse"; SES waits up to 30 seconds.
struct response {
  ses::disposition disposition = ses::disposition::continue_;
};
LAMBENT_JSON_AS(response, style::camel_case, disposition);

}  // namespace lambent::events::ses
