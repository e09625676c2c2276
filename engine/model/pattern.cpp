#include "engine/model/pattern.hpp"

#include <algorithm>
#include <string>

namespace lambent::model {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool letter(char c) { return lower(c) || (c >= 'A' && c <= 'Z'); }
bool word(char c) { return letter(c) || digit(c) || c == '-' || c == '_'; }
bool dotted_word(char c) { return word(c) || c == '.'; }

// [class]+, with further characters beside letters and digits.
bool only(std::string_view text, bool (*allowed)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

bool strip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes everything up to the next colon, and the colon; fails when there is none.
std::optional<std::string_view> take_field(std::string_view& text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view field = text.substr(0, colon);
  text.remove_prefix(colon + 1);
  return field;
}

bool account(std::string_view text) { return text.size() == 12 && only(text, digit); }

// -[a-z]+-\d
bool region_tail(std::string_view text) {
  if (!strip(text, "-")) return false;
  auto dash = text.find('-');
  return dash != std::string_view::npos && only(text.substr(0, dash), lower) &&
         text.size() == dash + 2 && digit(text[dash + 1]);
}

// (eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}
bool region(std::string_view text) {
  strip(text, "eusc-");
  if (text.size() < 2 || !lower(text[0]) || !lower(text[1])) return false;
  text.remove_prefix(2);
  if (region_tail(text)) return true;
  if (strip(text, "-gov")) return region_tail(text);
  if (!strip(text, "-iso")) return false;
  if (region_tail(text)) return true;
  return !text.empty() && lower(text[0]) && region_tail(text.substr(1));
}

bool partition(std::string_view text) {
  return strip(text, "aws") &&
         std::all_of(text.begin(), text.end(), [](char c) { return letter(c) || c == '-'; });
}

bool in_name_qualifier(std::string_view text, bool dotted) {
  return text == "$LATEST" || (dotted && text == "$LATEST.PUBLISHED") || only(text, word);
}

// ([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?
bool take_name(std::string_view text, bool dotted, function_name_parts& parts) {
  auto colon = text.find(':');
  std::string_view name = text.substr(0, colon);
  if (!only(name, dotted ? dotted_word : word)) return false;
  parts.name = name;
  parts.qualifier = {};
  if (colon == std::string_view::npos) return true;
  parts.qualifier = text.substr(colon + 1);
  return in_name_qualifier(parts.qualifier, dotted);
}

// (function:)?name: the prefix is taken when what follows still makes a name.
bool take_resource(std::string_view text, bool dotted, function_name_parts& parts) {
  std::string_view rest = text;
  if (strip(rest, "function:") && take_name(rest, dotted, parts)) return true;
  return take_name(text, dotted, parts);
}

// One optional field in front of the rest, as `([a-z]{2}…:)?(\d{12}:)?` reads: greedy, given back
// when the rest fails without it.
bool take_account(std::string_view text, bool dotted, function_name_parts& parts) {
  std::string_view rest = text;
  auto field = take_field(rest);
  if (field && account(*field) && take_resource(rest, dotted, parts)) {
    parts.account = *field;
    return true;
  }
  return take_resource(text, dotted, parts);
}

bool take_region(std::string_view text, bool dotted, function_name_parts& parts) {
  std::string_view rest = text;
  auto field = take_field(rest);
  if (field && region(*field) && take_account(rest, dotted, parts)) {
    parts.region = *field;
    return true;
  }
  return take_account(text, dotted, parts);
}

// arn:(aws[a-zA-Z-]*)?:lambda: and then every field. The text of the pattern would let region and
// account be absent; the recorded answers refuse that.
bool take_arn(std::string_view text, bool dotted, function_name_parts& parts) {
  if (!strip(text, "arn:")) return false;
  auto part = take_field(text);
  if (!part || !(part->empty() || partition(*part)) || !strip(text, "lambda:")) return false;
  auto place = take_field(text);
  auto owner = place ? take_field(text) : std::nullopt;
  if (!owner || !region(*place) || !account(*owner)) return false;
  parts.region = *place;
  parts.account = *owner;
  return take_resource(text, dotted, parts);
}

bool matches_managed_name(std::string_view text) {
  return split_function_name(text, false).has_value();
}
bool matches_name(std::string_view text) { return split_function_name(text, true).has_value(); }

bool matches_qualifier(std::string_view text) {
  return text == "$LATEST.PUBLISHED" || only(text, [](char c) { return word(c) || c == '$'; });
}

// arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+
bool matches_role(std::string_view text) {
  if (!strip(text, "arn:")) return false;
  auto part = take_field(text);
  if (!part || !(part->empty() || partition(*part)) || !strip(text, "iam::")) return false;
  auto owner = take_field(text);
  if (!owner || !account(*owner) || !strip(text, "role")) return false;
  return only(text, [](char c) {
    return letter(c) || digit(c) || std::string_view("_+=,.@-/").find(c) != std::string_view::npos;
  });
}

bool matches_handler(std::string_view text) {
  return only(text, [](char c) {
    return std::string_view(" \t\n\v\f\r").find(c) == std::string_view::npos;
  });
}

bool matches_environment_name(std::string_view text) {
  return text.size() > 1 && letter(text[0]) &&
         only(text.substr(1), [](char c) { return letter(c) || digit(c) || c == '_'; });
}

// (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()
bool matches_arn_or_nothing(std::string_view text) {
  if (text.empty()) return true;
  if (!strip(text, "arn:")) return false;
  auto part = take_field(text);
  auto service = part ? take_field(text) : std::nullopt;
  return service && (part->empty() || partition(*part)) &&
         only(*service, [](char c) { return lower(c) || digit(c) || c == '-' || c == '.'; }) &&
         text.find_first_of("\r\n") == std::string_view::npos;
}

bool letters_digits_dash(char c) { return letter(c) || digit(c) || c == '-'; }

bool matches_layer(std::string_view text) {
  if (!strip(text, "arn:")) return false;
  auto part = take_field(text);
  if (!part || !strip(text, "lambda:")) return false;
  if (only(*part, letters_digits_dash) && text.starts_with("::awslayer:"))
    return only(text.substr(11), word);
  auto place = take_field(text);
  auto owner = place ? take_field(text) : std::nullopt;
  if (!owner || !(part->empty() || partition(*part)) || !region(*place) || !account(*owner) ||
      !strip(text, "layer:"))
    return false;
  auto name = take_field(text);
  return name && only(*name, word) && only(text, digit);
}

bool matches_layer_name(std::string_view text) {
  return only(text, word) || (text.starts_with("arn:") && matches_layer(std::string(text) + ":1"));
}

bool matches_layer_action(std::string_view text) { return text == "lambda:GetLayerVersion"; }

// \d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root
bool matches_layer_principal(std::string_view text) {
  if (text == "*" || account(text)) return true;
  if (!strip(text, "arn:")) return false;
  auto part = take_field(text);
  if (!part || !partition(*part) || !strip(text, "iam::")) return false;
  auto owner = take_field(text);
  return owner && account(*owner) && text == "root";
}

bool matches_log_group(std::string_view text) {
  return only(text, [](char c) { return dotted_word(c) || c == '/' || c == '#'; });
}

bool matches_bucket(std::string_view text) {
  return text.empty() || (only(text, dotted_word) && !text.ends_with('.'));
}

// ALL|[a-z]{2}(-gov)?-[a-z]+-\d{1}
bool matches_master_region(std::string_view text) {
  return text == "ALL" || (region(text) && text.find("-iso") != 2 && !text.starts_with("eusc-"));
}

bool hex(std::string_view text, std::size_t size) {
  return text.size() == size && only(text, [](char c) {
           return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

bool uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
         text[23] == '-' && hex(text.substr(0, 8), 8) && hex(text.substr(9, 4), 4) &&
         hex(text.substr(14, 4), 4) && hex(text.substr(19, 4), 4) && hex(text.substr(24), 12);
}

bool matches_tagged(std::string_view text) {
  if (!strip(text, "arn:")) return false;
  auto part = take_field(text);
  if (!part || !partition(*part) || !strip(text, "lambda:")) return false;
  auto place = take_field(text);
  auto owner = place ? take_field(text) : std::nullopt;
  if (!owner || !region(*place) || !account(*owner)) return false;
  function_name_parts parts;
  if (strip(text, "function:")) return take_name(text, false, parts);
  if (strip(text, "layer:")) return only(text, word);
  if (strip(text, "code-signing-config:csc-"))
    return text.size() == 17 && only(text, [](char c) { return lower(c) || digit(c); });
  if (strip(text, "event-source-mapping:")) return uuid(text);
  return strip(text, "capacity-provider:") && only(text, word);
}

bool matches_durable(std::string_view text) { return only(text, word); }

bool matches_tenant(std::string_view text) {
  return only(text, [](char c) {
    return letter(c) || digit(c) || std::string_view("._:/=+-@ ").find(c) != std::string_view::npos;
  });
}

bool matches_number(std::string_view text) { return only(text, digit); }
bool matches_version(std::string_view text) {
  return text == "$LATEST" || text == "$LATEST.PUBLISHED" || matches_number(text);
}
// Alias names: not all digits.
bool matches_alias(std::string_view text) { return only(text, word) && !only(text, digit); }

bool matches_statement(std::string_view text) { return only(text, word); }
bool matches_removed_statement(std::string_view text) { return only(text, dotted_word); }

// (lambda:[*]|lambda:[a-zA-Z]+|[*])
bool matches_action(std::string_view text) {
  if (text == "*") return true;
  return strip(text, "lambda:") && (text == "*" || only(text, letter));
}

bool matches_account(std::string_view text) { return account(text); }

// arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:(region)?:(\d{12})?:(.*)
bool matches_any_arn(std::string_view text) {
  if (!strip(text, "arn:")) return false;
  auto part = take_field(text);
  auto service = part ? take_field(text) : std::nullopt;
  auto place = service ? take_field(text) : std::nullopt;
  auto owner = place ? take_field(text) : std::nullopt;
  return owner && part->starts_with("aws") && only(*part, letters_digits_dash) &&
         only(*service, letters_digits_dash) && (place->empty() || region(*place)) &&
         (owner->empty() || account(*owner)) &&
         text.find_first_of("\r\n") == std::string_view::npos;
}

bool matches_event_source_token(std::string_view text) { return only(text, dotted_word); }

// o-[a-z0-9]{10,32}
bool matches_organization(std::string_view text) {
  return strip(text, "o-") && text.size() >= 10 && text.size() <= 32 &&
         only(text, [](char c) { return lower(c) || digit(c); });
}

// Nothing, a Kafka topic or an ARN.
bool matches_destination(std::string_view text) {
  if (text.empty() || matches_any_arn(text)) return true;
  return strip(text, "kafka://") && !text.empty() && text.size() <= 249 && text[0] != '.' &&
         (text.size() == 1 || only(text.substr(1), dotted_word));
}

}  // namespace

std::optional<function_name_parts> split_function_name(std::string_view text, bool dotted) {
  function_name_parts parts;
  bool matched =
      text.starts_with("arn:") ? take_arn(text, dotted, parts) : take_region(text, dotted, parts);
  // "arn:x" alone reads as the function "arn" with the qualifier "x".
  if (!matched && text.starts_with("arn:")) {
    parts = {};
    matched = take_name(text, dotted, parts);
  }
  if (!matched) return std::nullopt;
  return parts;
}

namespace patterns {

const pattern managed_function_name{
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)",
    matches_managed_name};
const pattern function_name{
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?)",
    matches_name};
const pattern qualifier{R"(\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+)", matches_qualifier};
const pattern role{R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)",
                   matches_role};
const pattern handler{R"([^\s]+)", matches_handler};
const pattern environment_name{R"([a-zA-Z]([a-zA-Z0-9_])+)", matches_environment_name};
const pattern arn_or_nothing{R"((arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())", matches_arn_or_nothing};
const pattern layer_version_arn{
    R"((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))",
    matches_layer};
const pattern layer_name{
    R"((arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+)",
    matches_layer_name};
const pattern layer_action{"lambda:GetLayerVersion", matches_layer_action};
const pattern layer_principal{R"(\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root)",
                              matches_layer_principal};
const pattern log_group{R"([\.\-_/#A-Za-z0-9]+)", matches_log_group};
const pattern s3_bucket{R"([0-9A-Za-z\.\-_]*(?<!\.))", matches_bucket};
const pattern master_region{R"(ALL|[a-z]{2}(-gov)?-[a-z]+-\d{1})", matches_master_region};
const pattern tagged_resource{
    R"(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+))",
    matches_tagged};
const pattern durable_execution_name{R"([a-zA-Z0-9-_]+)", matches_durable};
const pattern tenant_id{R"([a-zA-Z0-9\._:\/=+\-@ ]+)", matches_tenant};
const pattern alias_name{R"((?!^[0-9]+$)([a-zA-Z0-9-_]+))", matches_alias};
const pattern version{R"((\$LATEST(\.PUBLISHED)?|[0-9]+))", matches_version};
const pattern version_number{R"([0-9]+)", matches_number};
const pattern url_qualifier{R"(((?!^\d+$)^[0-9a-zA-Z-_]+$))", matches_alias};
const pattern statement_id{R"(([a-zA-Z0-9-_]+))", matches_statement};
const pattern removed_statement_id{R"(([a-zA-Z0-9-_.]+))", matches_removed_statement};
const pattern policy_action{R"((lambda:[*]|lambda:[a-zA-Z]+|[*]))", matches_action};
const pattern policy_principal{R"([^\s]+)", matches_handler};
const pattern source_arn{
    R"(arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))",
    matches_any_arn};
const pattern account_id{R"(\d{12})", matches_account};
const pattern event_source_token{R"([a-zA-Z0-9._\-]+)", matches_event_source_token};
const pattern organization_id{R"(o-[a-z0-9]{10,32})", matches_organization};
const pattern destination{
    R"($|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))",
    matches_destination};

}  // namespace patterns
}  // namespace lambent::model
