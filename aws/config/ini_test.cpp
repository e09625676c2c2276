#include "aws/config/ini.hpp"

#include <doctest/doctest.h>

using namespace lambent::aws;

TEST_CASE("sections hold keys in lower case and values as they are written") {
  auto file = parse_ini(
      "# a comment\n"
      "\xef\xbb\xbf[ignored byte order marks stand in front only]\n");
  CHECK(file.error().what == "line 2: it stands before the first [section]");
  file = parse_ini(
      "\xef\xbb\xbf; a comment\r\n"
      "[ default ]  # of all\r\n"
      "Region=eu-west-1\r\n"
      "  \r\n"
      "  # an indented comment\n"
      "output = json # kept, as the AWS CLI keeps it\n"
      "empty =\n"
      "equals = a=b\n"
      "[profile x]\n"
      "[default]\n"
      "region = eu-north-1");
  REQUIRE(file.has_value());
  REQUIRE(file->size() == 3);
  const ini_section& first = file->at(0);
  CHECK(first.name == "default");
  CHECK(first.values.at("region") == "eu-west-1");
  CHECK(first.values.at("output") == "json # kept, as the AWS CLI keeps it");
  CHECK(first.values.at("empty").empty());
  CHECK(first.values.at("equals") == "a=b");
  CHECK(file->at(1).name == "profile x");
  CHECK(file->at(2).values.at("region") == "eu-north-1");
}

TEST_CASE("an indented line continues a value, or is a key below an empty one") {
  auto file = parse_ini(
      "[services local]\n"
      "lambda = \n"
      "  endpoint_url = http://127.0.0.1:4566\n"
      "\tEndpoint_Mode=x\n"
      "credential_process = program\n"
      "  --with option\n"
      "[next]\n"
      "  indented = first\n");
  REQUIRE(file.has_value());
  const ini_section& first = file->at(0);
  CHECK(first.nested.at("lambda").at("endpoint_url") == "http://127.0.0.1:4566");
  CHECK(first.nested.at("lambda").at("endpoint_mode") == "x");
  CHECK(first.values.at("credential_process") == "program\n--with option");
  CHECK(file->at(1).values.at("indented") == "first");
}

TEST_CASE("a section whose lines are all indented has them as keys, as the AWS CLI has it") {
  auto file = parse_ini(
      "  [default]\n"
      "  aws_access_key_id = A\n"
      "  aws_secret_access_key = S\n"
      "    more\n"
      "  region = eu-west-1\n"
      "  [work]\n"
      "    output = json\n"
      "  s3 =\n"
      "\n"
      "    addressing_style = path\n"
      "\turl = http://h\n");
  REQUIRE(file.has_value());
  REQUIRE(file->size() == 2);
  CHECK(file->at(0).name == "default");
  CHECK(file->at(0).values.at("aws_access_key_id") == "A");
  CHECK(file->at(0).values.at("aws_secret_access_key") == "S\nmore");
  CHECK(file->at(0).values.at("region") == "eu-west-1");
  CHECK(file->at(1).name == "work");
  CHECK(file->at(1).values.at("output") == "json");
  CHECK(file->at(1).nested.at("s3").at("addressing_style") == "path");
  CHECK(file->at(1).values.at("url") == "http://h");
}

TEST_CASE("a key ends at the first colon or equals sign") {
  auto file = parse_ini("[a]\nregion: eu-west-1\nurl = http://h\npair : b=c\n");
  REQUIRE(file.has_value());
  CHECK(file->at(0).values.at("region") == "eu-west-1");
  CHECK(file->at(0).values.at("url") == "http://h");
  CHECK(file->at(0).values.at("pair") == "b=c");
  CHECK(parse_ini("[a]\n: x\n").error().what == "line 2: it has no key before ':'");
}

TEST_CASE("what is no such file is refused with its line") {
  CHECK(parse_ini("\n[open\n").error().what == "line 2: a section's ']' is missing");
  CHECK(parse_ini("[a] b\n").error().what == "line 1: there is more after the section's ']'");
  CHECK(parse_ini("[a]\nnonsense\n").error().what == "line 2: it is not key = value");
  CHECK(parse_ini("[a]\n=x\n").error().what == "line 2: it has no key before '='");
  CHECK(parse_ini("[a]\nb=\n  c\n").error().what == "line 3: it is not key = value");
  CHECK(parse_ini("").value().empty());
}

TEST_CASE("words are split as a shell does, and nothing is expanded") {
  using words = std::vector<std::string>;
  CHECK(split_words("").value().empty());
  CHECK(split_words("  /bin/p  --a\tb\n").value() == words{"/bin/p", "--a", "b"});
  CHECK(split_words("'a b' \"c d\"e ''").value() == words{"a b", "c de", ""});
  CHECK(split_words(R"(a\ b "q\"q\\\n" 'x\y' $HOME;*)").value() ==
        words{"a b", R"(q"q\\n)", "x\\y", "$HOME;*"});
  CHECK(split_words("a \"b").error().what == "a quote is not closed");
  CHECK(split_words("a\\").error().what == "it ends in a backslash");
}
