#include <lambent/events/s3_batch.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("both schemas of S3 Batch Operations survive a round trip") {
  check_round_trip<s3_batch::event>("s3_batch_v1");
  check_round_trip<s3_batch::event>("s3_batch_v2", {"userArguments"});
}

TEST_CASE("a task names its bucket in both schemas") {
  const auto v1 = parsed_sample<s3_batch::event>("s3_batch_v1");
  CHECK(v1.tasks.at(0).bucket() == "harbour-charts");
  CHECK(v1.tasks.at(0).s3_version_id == "1");
  const auto v2 = parsed_sample<s3_batch::event>("s3_batch_v2");
  CHECK(v2.tasks.at(0).bucket() == "harbour-charts");
  CHECK_FALSE(v2.tasks.at(0).s3_version_id.has_value());
  CHECK(v2.job.user_arguments->at("width") == "640");
  CHECK(s3_batch::task{}.bucket().empty());
}

TEST_CASE("an answer has a result for each task") {
  const auto event = parsed_sample<s3_batch::event>("s3_batch_v2");
  auto answer = s3_batch::respond_to(event);
  answer.add(event.tasks[0], s3_batch::result_code::temporary_failure, "try again");
  CHECK(json::print(answer) ==
        R"({"invocationSchemaVersion":"2.0","treatMissingKeysAs":"PermanentFailure",)"
        R"("invocationId":"dGlkZS04","results":[{"taskId":"dC0y",)"
        R"("resultCode":"TemporaryFailure","resultString":"try again"}]})");
}

TEST_CASE("what is no batch of S3 fails with the place") {
  CHECK(problem_of<s3_batch::event>("{}") ==
        "$: the member \"invocationSchemaVersion\" is missing");
  CHECK(problem_of<s3_batch::event>(R"({"invocationSchemaVersion":"2.0","tasks":[{}]})") ==
        "$.tasks[0]: the member \"taskId\" is missing");
}
