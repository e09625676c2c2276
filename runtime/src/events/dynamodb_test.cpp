#include <lambent/events/dynamodb.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace {

struct label {
  std::string name;
  bool active = false;
};
LAMBENT_JSON(label, name, active);

struct album {
  std::string album;
  int track = 0;
  std::vector<std::string> players;
  std::vector<double> ratings;
  std::optional<std::string> note;
  ::label label;
  std::vector<json::raw> lines;
};
LAMBENT_JSON(album, album, track, players, ratings, note, label, lines);

}  // namespace

TEST_CASE("DynamoDB batches survive a round trip") {
  // An item's members are attributes, of one type.
  const auto items = {std::string_view("Keys"), std::string_view("NewImage"),
                      std::string_view("OldImage"), std::string_view("M")};
  check_round_trip<dynamodb::event>("dynamodb", items);
  check_round_trip<dynamodb::time_window_event>("dynamodb_time_window", items);
}

TEST_CASE("each of DynamoDB's types is a C++ type") {
  const auto event = parsed_sample<dynamodb::event>("dynamodb");
  REQUIRE(event.records.size() == 2);
  const dynamodb::stream_record& change = event.records[0].dynamodb;
  CHECK(change.approximate_creation_date_time->time().time_since_epoch().count() == 1706781234000);
  CHECK(change.size_bytes == 312);
  const dynamodb::item& image = *change.new_image;
  CHECK(*image.at("album").s() == "Kind of Blue");
  CHECK(image.at("album").n() == nullptr);
  CHECK(*image.at("track").n()->as<int>() == 3);
  CHECK(image.at("price").n()->text == "12345678901234567890123456789.012345678");
  CHECK(image.at("price").n()->as<int>().error().message.starts_with("$: expected an integer"));
  CHECK(*image.at("cover").b()->bytes() == "\x89PNG\r\n\x1a\n");
  CHECK(*image.at("players").ss() == std::vector<std::string>{"Davis", "Evans"});
  CHECK(*image.at("ratings").ns()->at(2).as<double>() == 100);
  CHECK(image.at("hashes").bs()->at(1).bytes() == "\xff");
  CHECK(image.at("lines").l()->at(1).is_null());
  CHECK(*image.at("label").m()->at("active").boolean());
  CHECK_FALSE(*image.at("sold").boolean());
  CHECK(image.at("note").is_null());

  CHECK_FALSE(event.records[1].dynamodb.new_image.has_value());
  CHECK(event.records[1].user_identity->principal_id == "dynamodb.amazonaws.com");
}

TEST_CASE("a DynamoDB item becomes a described struct") {
  const auto event = parsed_sample<dynamodb::event>("dynamodb");
  const dynamodb::item& image = *event.records[0].dynamodb.new_image;
  const auto typed = dynamodb::unmarshal<album>(image);
  REQUIRE_MESSAGE(typed, typed.error().message);
  CHECK(typed->album == "Kind of Blue");
  CHECK(typed->track == 3);
  CHECK(typed->players.size() == 2);
  CHECK(typed->ratings == std::vector<double>{4.5, -1, 100});
  CHECK_FALSE(typed->note.has_value());
  CHECK(typed->label.name == "Columbia");
  CHECK(image.at("label").as<label>()->active);
  CHECK(dynamodb::plain_json(image.at("lines")) == R"(["blue",null,[]])");
  // All digits are there, although no number type holds them.
  CHECK(dynamodb::plain_json(image.at("price")) == "12345678901234567890123456789.012345678");

  const auto wrong = dynamodb::unmarshal<album>(event.records[1].dynamodb.keys);
  CHECK(wrong.error().message == "$: the member \"players\" is missing");
}

TEST_CASE("attribute values of types to come are kept, and of two types refused") {
  const std::string later = R"({"V":[0.5,0.25]})";
  const auto parsed = json::parse<dynamodb::attribute_value>(later);
  REQUIRE(parsed);
  CHECK(parsed->s() == nullptr);
  CHECK(json::print(*parsed) == later);
  CHECK(dynamodb::plain_json(*parsed) == "null");
  CHECK(problem_of<dynamodb::attribute_value>(R"({"S":"1","N":"1"})") ==
        "$: expected a value of one type, found S and N");
}

TEST_CASE("a DynamoDB number that is none stays text in plain JSON") {
  dynamodb::attribute_value value{dynamodb::number{"0x1F"}, {}};
  CHECK(dynamodb::plain_json(value) == R"("0x1F")");
  value.value = dynamodb::number{"true"};
  CHECK(dynamodb::plain_json(value) == R"("true")");
}

TEST_CASE("what is no DynamoDB batch fails with the place") {
  CHECK(problem_of<dynamodb::event>(R"({"Records":null})") ==
        "$.Records: expected an array, found null");
  CHECK(problem_of<dynamodb::event>(sample("kinesis")) ==
        "$.Records[0]: the member \"dynamodb\" is missing");
  CHECK(problem_of<dynamodb::event>(R"({"Records":[{"dynamodb":{"Keys":{"id":{"N":7}}}}]})") ==
        "$.Records[0].dynamodb.Keys.id.N: expected a string, found a number 7");
  // As deep as JSON may be, and no deeper.
  std::string deep;
  for (int i = 0; i < json::depth_max; ++i) deep += R"({"L":[)";
  CHECK(problem_of<dynamodb::attribute_value>(deep).find("deep") != std::string::npos);
}
