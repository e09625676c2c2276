// Questions to the person at the terminal: asked on stderr, answered on stdin. TAB completes, '?'
// lists what there is, and a wrong answer is explained and asked for again.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli {

struct question {
  std::string text;                       // "Which event?"
  std::string help{};                     // Shown for '?', before the list.
  std::vector<std::string> candidates{};  // For TAB and '?'.
  std::string otherwise{};                // What an empty line means.
  // The answer in its final form, or why it is none.
  std::function<result<std::string>(const std::string&)> check{};
};

class questions {
public:
  // Descriptors of the answers and the questions.
  questions(int in, int out) : in_(in), out_(out) {}

  // Whether there is somebody to ask.
  [[nodiscard]] bool possible() const;

  // Fails when the person gives up (end of input, Ctrl-C; then error::code is ECANCELED), or gave
  // too many wrong answers.
  [[nodiscard]] result<std::string> ask(const question& what);
  [[nodiscard]] result<bool> ask_yes_no(std::string_view text, std::string_view help,
                                        bool otherwise);

private:
  int in_;
  int out_;
};

}  // namespace lambent::cli
