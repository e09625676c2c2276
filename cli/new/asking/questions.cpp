#include "cli/new/asking/questions.hpp"

#include <unistd.h>

#include "cli/new/asking/line_editor.hpp"

namespace lambent::cli {
namespace {

// Nobody types more wrong answers than this; a program at the other end might.
constexpr int answers_max = 10;

void say(int out, const std::string& text) {
  // What cannot be shown is no reason to stop: the answer may still come.
  static_cast<void>(::write(out, text.data(), text.size()) < 0);
}

}  // namespace

bool questions::possible() const { return ::isatty(in_) == 1 && ::isatty(out_) == 1; }

result<std::string> questions::ask(const question& what) {
  std::string prompt = what.text;
  if (!what.otherwise.empty()) prompt += " [" + what.otherwise + "]";
  prompt += " ";
  for (int attempt = 0; attempt < answers_max; ++attempt) {
    std::string answer = TRY(read_line(in_, out_, prompt, what.candidates));
    std::size_t first = answer.find_first_not_of(" \t");
    answer = first == std::string::npos
                 ? std::string()
                 : answer.substr(first, answer.find_last_not_of(" \t") - first + 1);
    if (answer == "?") {
      say(out_, (what.help.empty() ? "" : what.help + "\n") + in_columns(what.candidates));
      continue;
    }
    if (answer.empty()) answer = what.otherwise;
    if (!what.check) return answer;
    auto checked = what.check(answer);
    if (checked) return *std::move(checked);
    say(out_, checked.error().what +
                  (checked.error().hint.empty() ? "" : "; " + checked.error().hint) + "\n");
  }
  return fail("there was no answer to: " + what.text);
}

result<bool> questions::ask_yes_no(std::string_view text, std::string_view help, bool otherwise) {
  auto check = [](const std::string& answer) -> result<std::string> {
    for (const char* yes : {"y", "Y", "yes", "Yes", "YES", "true"})
      if (answer == yes) return std::string("yes");
    for (const char* no : {"n", "N", "no", "No", "NO", "false"})
      if (answer == no) return std::string("no");
    return fail("please answer yes or no");
  };
  std::string answer = TRY(ask({.text = std::string(text),
                                .help = std::string(help),
                                .candidates = {"no", "yes"},
                                .otherwise = otherwise ? "yes" : "no",
                                .check = check}));
  return answer == "yes";
}

}  // namespace lambent::cli
