#include "base/shell_word.hpp"

#include <doctest/doctest.h>

using lambent::shell_word;

TEST_CASE("plain words stay, all others stand in quotes") {
  CHECK(shell_word("http://127.0.0.1:4566/a%3Ab") == "http://127.0.0.1:4566/a%3Ab");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("=ls") == "'=ls'");
  CHECK(shell_word("a b") == "'a b'");
  CHECK(shell_word("$HOME `id` \\ \"!\n") == "'$HOME `id` \\ \"!\n'");
  CHECK(shell_word("it's") == "'it'\\''s'");
}
