#include <lambent/events/batch.hpp>
#include <lambent/events/dynamodb.hpp>
#include <lambent/events/kinesis.hpp>
#include <lambent/events/sqs.hpp>
#include <lambent/lambent.hpp>
#include <lambent/log.hpp>

#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace {

using ids = std::vector<std::string>;

sqs::event queue(std::string_view name,
                 const std::vector<std::pair<std::string, std::string>>& of) {
  sqs::event batch;
  for (const auto& [id, group] : of) {
    sqs::message one;
    one.message_id = id;
    one.body = id;
    one.event_source_arn = "arn:aws:sqs:eu-west-1:210987654321:" + std::string(name);
    if (!group.empty()) one.attributes.message_group_id = group;
    batch.records.push_back(std::move(one));
  }
  return batch;
}

kinesis::event stream_of(const ids& numbers) {
  kinesis::event batch;
  for (const std::string& number : numbers) {
    batch.records.emplace_back().kinesis.sequence_number = number;
  }
  return batch;
}

ids failed(const batch_response& response) {
  ids out;
  for (const batch_item_failure& one : response.batch_item_failures) {
    out.push_back(one.item_identifier);
  }
  return out;
}

// What `act` writes to stdout, where the log goes.
template <class Act>
std::string logged_by(const Act& act) {
  std::fflush(stdout);
  std::FILE* const file = std::tmpfile();
  REQUIRE(file != nullptr);
  const int before = ::dup(STDOUT_FILENO);
  REQUIRE(before >= 0);
  REQUIRE(::dup2(::fileno(file), STDOUT_FILENO) == STDOUT_FILENO);
  act();
  ::dup2(before, STDOUT_FILENO);
  ::close(before);
  REQUIRE(std::fseek(file, 0, SEEK_SET) == 0);
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

}  // namespace

TEST_CASE("each failed message of a standard queue is reported, and the others are done") {
  ids seen;
  const auto batch = queue("orders", {{"m1", "g"}, {"m2", "g"}, {"m3", "g"}, {"m4", ""}});
  const auto response = process_batch(batch, [&](const sqs::message& m) {
    seen.push_back(m.body);
    return m.body != "m2" && m.body != "m4";
  });
  // A group id, which standard queues use for fairness, holds nothing back.
  CHECK(seen == ids{"m1", "m2", "m3", "m4"});
  CHECK(failed(response) == ids{"m2", "m4"});
}

TEST_CASE("in a FIFO queue a failed message holds back the rest of its group alone") {
  ids seen;
  const auto batch = queue(
      "bookings.fifo",
      {{"a1", "a"}, {"b1", "b"}, {"a2", "a"}, {"b2", "b"}, {"a3", "a"}, {"c1", "c"}, {"c2", "c"}});
  const auto response = process_batch(batch, [&](const sqs::message& m) {
    seen.push_back(m.body);
    return m.body != "a1" && m.body != "c2";
  });
  CHECK(seen == ids{"a1", "b1", "b2", "c1", "c2"});
  CHECK(failed(response) == ids{"a1", "a2", "a3", "c2"});
}

TEST_CASE("a stream ends at its first failure, whose sequence number alone is reported") {
  ids seen;
  const auto response =
      process_batch(stream_of({"1", "2", "3", "4"}), [&](const kinesis::record& r) {
        seen.push_back(r.kinesis.sequence_number);
        return r.kinesis.sequence_number == "1";
      });
  CHECK(seen == ids{"1", "2"});
  CHECK(failed(response) == ids{"2"});

  const auto changes = parsed_sample<dynamodb::event>("dynamodb");
  const auto removed =
      process_batch(changes, [](const dynamodb::record& r) { return r.event_name != "REMOVE"; });
  CHECK(failed(removed) == ids{"4421584500000000017450439092"});
}

TEST_CASE("a windowed stream is a batch too") {
  const auto event = parsed_sample<kinesis::time_window_event>("kinesis_time_window");
  const auto response = process_batch(event, [](const kinesis::record&) { return false; });
  CHECK(failed(response) == ids{event.records[0].kinesis.sequence_number});
}

TEST_CASE("a batch without failures answers an empty list") {
  const auto response = process_batch(queue("orders", {{"m1", ""}}), [](const sqs::message&) {});
  CHECK(json::print(response) == R"({"batchItemFailures":[]})");
  CHECK(json::print(process_batch(sqs::event{}, [](const sqs::message&) { return false; })) ==
        R"({"batchItemFailures":[]})");
}

TEST_CASE("a failure or an expected without a value fails the record, in the log") {
  const auto batch = queue("orders", {{"m1", ""}, {"m2", ""}});
  batch_response response;
  std::string log = logged_by([&] {
    response = process_batch(batch, [](const sqs::message& m) -> result<int> {
      if (m.body == "m1") return failure{"NoStock", "none is left"};
      return 3;
    });
  });
  CHECK(failed(response) == ids{"m1"});
  CHECK(std::count(log.begin(), log.end(), '\n') == 1);
  CHECK(log.find(R"(a record of the batch failed itemIdentifier="m1" errorType="NoStock" )"
                 R"(errorMessage="none is left")") != std::string::npos);

  log = logged_by([&] {
    response = process_batch(batch, [](const sqs::message&) { return failure{"Full", "stop"}; });
  });
  CHECK(failed(response) == ids{"m1", "m2"});
  CHECK(std::count(log.begin(), log.end(), '\n') == 2);
}

#if __cpp_exceptions

TEST_CASE("what the handler throws fails the record, and the batch goes on") {
  const auto batch = queue("orders", {{"m1", ""}, {"m2", ""}, {"m3", ""}, {"m4", ""}});
  batch_response response;
  const std::string log = logged_by([&] {
    response = process_batch(batch, [](const sqs::message& m) {
      if (m.body == "m1") throw std::runtime_error("the shelf broke");
      if (m.body == "m2") throw failure{"Own", "word"};
      if (m.body == "m3") throw 7;
    });
  });
  CHECK(failed(response) == ids{"m1", "m2", "m3"});
  CHECK(log.find(R"(itemIdentifier="m1" errorType="std::runtime_error" )"
                 R"(errorMessage="the shelf broke")") != std::string::npos);
  CHECK(log.find(R"(itemIdentifier="m2" errorType="Own" errorMessage="word")") !=
        std::string::npos);
  CHECK(log.find(R"(itemIdentifier="m3" errorType=")") != std::string::npos);
}

#endif

TEST_CASE("lambent::run sends what process_batch returns") {
  auto handle = [](const sqs::event& e) {
    return process_batch(e, [](const sqs::message& m) { return m.body != "plain text"; });
  };
  lambent::detail::answer out;
  out.begin();
  lambent::detail::invoke(handle, sample("sqs"), context{}, out);
  REQUIRE_FALSE(out.failed());
  CHECK(out.body() ==
        R"({"batchItemFailures":[{"itemIdentifier":"f0a1c9e2-8a53-4b8e-8d5f-0b6a2f9c7e11"}]})");
}
