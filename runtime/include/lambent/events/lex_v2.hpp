// Amazon Lex V2: a bot's turns in its conversation with a user.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lambent::events::lex_v2 {

using string_map = std::map<std::string, std::string>;

struct slot_value {
  std::string interpreted_value;  ///< What Lex makes of it.
  std::string original_value;     ///< What the user said.
  std::vector<std::string> resolved_values;
  json::unknown_members other;
};
LAMBENT_JSON_AS(slot_value, style::camel_case | style::defaults, interpreted_value, original_value,
                resolved_values, other);

/// What the user gave for one slot of an intent.
struct slot {
  std::optional<std::string> shape;  ///< "Scalar", "List" or "Composite".
  std::optional<slot_value> value;
  std::optional<std::vector<slot>> values;  ///< Of a list.
  std::optional<json::object> sub_slots;    ///< Of a composite: `get<slot>("name")`.
  json::unknown_members other;
};
LAMBENT_JSON_AS(slot, style::camel_case | style::defaults, shape, value, values, sub_slots, other);

/// Something the user may want.
struct intent {
  std::string name;
  std::map<std::string, std::optional<slot>> slots;  ///< Null: not known yet.
  std::optional<std::string> state;                  ///< "InProgress", "Fulfilled", "Failed", …
  std::optional<std::string> confirmation_state;     ///< "None", "Confirmed", "Denied".
  std::optional<json::raw> kendra_response;
  json::unknown_members other;
};
LAMBENT_JSON_AS(intent, style::camel_case | style::defaults, (name, "name", required), slots, state,
                confirmation_state, kendra_response, other);

struct sentiment_score {
  double mixed = 0;
  double negative = 0;
  double neutral = 0;
  double positive = 0;
  json::unknown_members other;
};
LAMBENT_JSON_AS(sentiment_score, style::camel_case | style::defaults, mixed, negative, neutral,
                positive, other);

struct sentiment_response {
  std::string sentiment;  ///< "MIXED", "NEGATIVE", "NEUTRAL", "POSITIVE".
  lex_v2::sentiment_score sentiment_score;
  json::unknown_members other;
};
LAMBENT_JSON_AS(sentiment_response, style::camel_case | style::defaults, sentiment, sentiment_score,
                other);

/// An intent that fits what was said; the likeliest comes first.
struct interpretation {
  lex_v2::intent intent;
  std::optional<std::string> interpretation_source;  ///< "Lex" or "Bedrock".
  std::optional<double> nlu_confidence;              ///< 0 to 1.
  std::optional<lex_v2::sentiment_response> sentiment_response;
  json::unknown_members other;
};
LAMBENT_JSON_AS(interpretation, style::camel_case | style::defaults, intent, interpretation_source,
                nlu_confidence, sentiment_response, other);

/// What the bot does next.
struct dialog_action {
  std::string type;  ///< "Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot".
  std::optional<std::string> slot_to_elicit;
  std::optional<std::string>
      slot_elicitation_style;  ///< "Default", "SpellByLetter", "SpellByWord".
  std::optional<json::raw> sub_slot_to_elicit;
  json::unknown_members other;
};
LAMBENT_JSON_AS(dialog_action, style::camel_case | style::defaults, (type, "type", required),
                slot_to_elicit, slot_elicitation_style, sub_slot_to_elicit, other);

struct time_to_live {
  int time_to_live_in_seconds = 0;
  int turns_to_live = 0;
  json::unknown_members other;
};
LAMBENT_JSON_AS(time_to_live, style::camel_case | style::defaults, time_to_live_in_seconds,
                turns_to_live, other);

struct active_context {
  std::string name;
  string_map context_attributes;
  lex_v2::time_to_live time_to_live;
  json::unknown_members other;
};
LAMBENT_JSON_AS(active_context, style::camel_case | style::defaults, name, context_attributes,
                time_to_live, other);

/// The conversation's state; the function changes it and gives it back.
struct session_state {
  std::optional<lex_v2::dialog_action> dialog_action;
  std::optional<lex_v2::intent> intent;
  std::optional<std::vector<active_context>> active_contexts;
  std::optional<string_map> session_attributes;
  std::optional<std::string> originating_request_id;
  std::optional<json::raw> runtime_hints;
  json::unknown_members other;
};
LAMBENT_JSON_AS(session_state, style::camel_case | style::defaults, dialog_action, intent,
                active_contexts, session_attributes, originating_request_id, runtime_hints, other);

struct prompt {
  std::string attempt;  ///< "Initial", "Retry1", …
  json::unknown_members other;
};
LAMBENT_JSON_AS(prompt, style::camel_case | style::defaults, attempt, other);

/// What Lex would do without the function.
struct next_state {
  std::optional<lex_v2::dialog_action> dialog_action;
  std::optional<lex_v2::intent> intent;
  std::optional<lex_v2::prompt> prompt;
  json::unknown_members other;
};
LAMBENT_JSON_AS(next_state, style::camel_case | style::defaults, dialog_action, intent, prompt,
                other);

struct resolved_context {
  std::string intent;
  json::unknown_members other;
};
LAMBENT_JSON_AS(resolved_context, style::camel_case | style::defaults, intent, other);

/// What the user may have said.
struct transcription {
  std::string transcription;
  std::optional<double> transcription_confidence;  ///< 0 to 1.
  std::optional<lex_v2::resolved_context> resolved_context;
  std::optional<std::map<std::string, std::optional<slot>>> resolved_slots;
  json::unknown_members other;
};
LAMBENT_JSON_AS(transcription, style::camel_case | style::defaults, transcription,
                transcription_confidence, resolved_context, resolved_slots, other);

struct bot {
  std::string id;
  std::string name;
  std::optional<std::string> alias_id;
  std::optional<std::string> alias_name;
  std::string locale_id;  ///< "en_GB".
  std::string version;
  json::unknown_members other;
};
LAMBENT_JSON_AS(bot, style::camel_case | style::defaults, id, name, alias_id, alias_name, locale_id,
                version, other);

/// One turn of a conversation.
/// https://docs.aws.amazon.com/lexv2/latest/dg/lambda-input-format.html
struct event {
  std::string message_version;
  std::string invocation_source;  ///< "DialogCodeHook" or "FulfillmentCodeHook".
  std::string input_mode;         ///< "DTMF", "Speech", "Text".
  std::string response_content_type;
  std::string session_id;
  std::string input_transcript;
  std::optional<std::string> invocation_label;
  lex_v2::bot bot;
  std::vector<interpretation> interpretations;
  std::optional<next_state> proposed_next_state;
  std::optional<string_map> request_attributes;
  lex_v2::session_state session_state;
  std::optional<std::vector<transcription>> transcriptions;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults, message_version, invocation_source,
                input_mode, response_content_type, session_id, input_transcript, invocation_label,
                (bot, "bot", required), interpretations, proposed_next_state, request_attributes,
                (session_state, "sessionState", required), transcriptions, other);

struct button {
  std::string text;
  std::string value;  ///< What Lex hears when it is pressed.
};
LAMBENT_JSON_AS(button, style::camel_case | style::defaults, text, value);

struct image_response_card {
  std::string title;
  std::optional<std::string> subtitle;
  std::optional<std::string> image_url;
  std::optional<std::vector<button>> buttons;
};
LAMBENT_JSON_AS(image_response_card, style::camel_case | style::defaults, title, subtitle,
                image_url, buttons);

/// What the bot says.
struct message {
  std::string content_type = "PlainText";  ///< Or "SSML", "CustomPayload", "ImageResponseCard".
  std::optional<std::string> content;
  std::optional<lex_v2::image_response_card> image_response_card;
};
LAMBENT_JSON_AS(message, style::camel_case | style::defaults, content_type, content,
                image_response_card);

/// The answer. https://docs.aws.amazon.com/lexv2/latest/dg/lambda-response-format.html
struct response {
  lex_v2::session_state session_state;
  std::optional<std::vector<message>> messages;  ///< Needed to elicit an intent.
  std::optional<string_map> request_attributes;
};
LAMBENT_JSON_AS(response, style::camel_case | style::defaults,
                (session_state, "sessionState", required), messages, request_attributes);

namespace detail {

inline response with_action(const event& to, std::string type) {
  response answer;
  answer.session_state = to.session_state;
  answer.session_state.dialog_action.emplace().type = std::move(type);
  answer.request_attributes = to.request_attributes;
  return answer;
}

}  // namespace detail

/// A message of plain text.
[[nodiscard]] inline message plain_text(std::string content) {
  message out;
  out.content = std::move(content);
  return out;
}

/// Leaves the next step to Lex, with the intent and its slots as they are.
[[nodiscard]] inline response delegate(const event& to) {
  return detail::with_action(to, "Delegate");
}

/// Asks the user for a slot, by the bot's own prompt unless `messages` gets others.
[[nodiscard]] inline response elicit_slot(const event& to, std::string slot) {
  response answer = detail::with_action(to, "ElicitSlot");
  answer.session_state.dialog_action->slot_to_elicit = std::move(slot);
  return answer;
}

/// Ends the conversation about the intent, which takes the state "Fulfilled" or "Failed".
[[nodiscard]] inline response close(const event& to, std::string state, std::string words) {
  response answer = detail::with_action(to, "Close");
  if (answer.session_state.intent) answer.session_state.intent->state = std::move(state);
  answer.messages.emplace().push_back(plain_text(std::move(words)));
  return answer;
}

}  // namespace lambent::events::lex_v2
