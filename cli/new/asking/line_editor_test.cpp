// The questions of `lambent new`, at a real pseudo-terminal and at a pipe.
#include "cli/new/asking/line_editor.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

#include "base/fd.hpp"
#include "cli/new/asking/questions.hpp"

using namespace lambent;
using namespace lambent::cli;

namespace {

const std::vector<std::string> services = {"kafka", "kinesis", "s3", "s3_batch", "sqs"};

// A person at a terminal, who types the next line when the program asks for it; before that the
// terminal would still edit lines itself.
class terminal {
public:
  explicit terminal(std::vector<std::string> lines, std::string_view term = "xterm")
      : lines_(std::move(lines)) {
    ::setenv("TERM", std::string(term).c_str(), 1);
    int ours = -1;
    int theirs = -1;
    REQUIRE(::openpty(&ours, &theirs, nullptr, nullptr, nullptr) == 0);
    person_.reset(ours);
    program_.reset(theirs);
    typist_ = std::thread([this] { watch_and_type(); });
  }
  ~terminal() { close(); }

  [[nodiscard]] int side() const { return program_.get(); }

  // What was shown; the program has to be done.
  std::string screen() {
    close();
    return screen_;
  }

private:
  // Ends when the program's side is closed.
  void watch_and_type() {
    std::array<char, 256> piece{};
    for (ssize_t n = 0; (n = ::read(person_.get(), piece.data(), piece.size())) > 0;) {
      screen_.append(piece.data(), static_cast<std::size_t>(n));
      while (typed_ < prompts_shown() && typed_ < lines_.size()) {
        const std::string& keys = lines_[typed_++];
        if (::write(person_.get(), keys.data(), keys.size()) < 0) return;
      }
    }
  }

  // Without those that an edited line shows again.
  [[nodiscard]] std::size_t prompts_shown() const {
    constexpr std::string_view prompt = "? ";
    std::size_t count = 0;
    for (std::size_t at = screen_.find(prompt); at != std::string::npos;
         at = screen_.find(prompt, at + 1))
      if (!std::string_view(screen_).substr(0, at).ends_with("\033[K")) ++count;
    return count;
  }

  void close() {
    program_.reset();
    if (typist_.joinable()) typist_.join();
  }

  std::vector<std::string> lines_;
  std::size_t typed_ = 0;
  fd person_;
  fd program_;
  std::thread typist_;
  std::string screen_;
};

std::string read_at(terminal& at) {
  auto line = read_line(at.side(), at.side(), "? ", services);
  return line ? *line : "error: " + line.error().what;
}

}  // namespace

TEST_CASE("a line is read, with backspace, Ctrl-U and arrow keys") {
  terminal at(
      {"ab\x7f"
       "c\xc3\xa4\x7f"
       "d\n",
       "xyz\x15"
       "e\n",
       "f\033[A\033OBg\n", "\x04"});
  CHECK(read_at(at) == "acd");
  CHECK(read_at(at) == "e");
  CHECK(read_at(at) == "fg");
  CHECK(read_at(at) == "error: the input ended before the answer");
  // What is rubbed out goes alone: the beginning of a line that wraps is on another row. After a
  // character that may be wide the line is drawn again.
  std::string screen = at.screen();
  CHECK(screen.find("ab\b \bc\xc3\xa4\r\033[K") != std::string::npos);
  CHECK(screen.find("xyz\b \b\b \b\b \be") != std::string::npos);
  CHECK(screen.find("\033[K") == screen.rfind("\033[K"));
}

TEST_CASE("TAB completes as far as it is clear, and then lists") {
  terminal at({"sq\t\n", "k\t\taf\t\n", "zz\t\n"});
  CHECK(read_at(at) == "sqs");
  CHECK(read_at(at) == "kafka");
  CHECK(read_at(at) == "zz");
  std::string screen = at.screen();
  CHECK(screen.find("kafka    kinesis\r\n") != std::string::npos);
  CHECK(screen.find('\a') != std::string::npos);
}

TEST_CASE("Ctrl-C gives up, and the terminal is as before") {
  terminal at({"ab\x03"});
  termios before{};
  REQUIRE(::tcgetattr(at.side(), &before) == 0);
  auto line = read_line(at.side(), at.side(), "? ", {});
  REQUIRE_FALSE(line.has_value());
  CHECK(line.error().code == ECANCELED);
  termios after{};
  REQUIRE(::tcgetattr(at.side(), &after) == 0);
  CHECK(after.c_lflag == before.c_lflag);
}

TEST_CASE("an answer has a limit") {
  terminal at({std::string(answer_bytes_max + 100, 'a') + "\n"});
  CHECK(read_at(at).size() == answer_bytes_max);
}

TEST_CASE("a terminal that cannot move its cursor reads plain lines") {
  terminal at({"sqs\n"}, "dumb");
  CHECK(read_at(at) == "sqs");
}

TEST_CASE("a wrong answer is explained and asked for again, a list is shown for '?'") {
  terminal at({"?\n", "maybe\n", "YES\n", "\n"});
  questions ask(at.side(), at.side());
  CHECK(ask.possible());
  CHECK(ask.ask_yes_no("Does it?", "Well.", false).value());
  CHECK_FALSE(ask.ask_yes_no("Does it?", "Well.", false).value());
  std::string screen = at.screen();
  CHECK(screen.find("Does it? [no] ") == 0);
  CHECK(screen.find("Well.\r\nno   yes\r\n") != std::string::npos);
  CHECK(screen.find("please answer yes or no\r\n") != std::string::npos);
}

TEST_CASE("nobody is asked for ever") {
  terminal at(std::vector<std::string>(20, "maybe\n"));
  questions ask(at.side(), at.side());
  CHECK(ask.ask_yes_no("Does it?", "", false).error().what == "there was no answer to: Does it?");
}

TEST_CASE("at a pipe nobody is asked, and lines are read as they come") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  fd out(ends[0]);
  fd in(ends[1]);
  REQUIRE(::write(in.get(), "one\r\ntwo", 8) == 8);
  in.reset();
  fd nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  CHECK_FALSE(questions(out.get(), nowhere.get()).possible());
  CHECK(read_line(out.get(), nowhere.get(), "? ", {}).value() == "one");
  CHECK(read_line(out.get(), nowhere.get(), "? ", {}).value() == "two");
  CHECK(read_line(out.get(), nowhere.get(), "? ", {}).error().code == ECANCELED);
}

TEST_CASE("completion gives what begins so and what goes on alike") {
  CHECK(complete("s3", services).candidates == std::vector<std::string>{"s3", "s3_batch"});
  CHECK(complete("s3", services).common.empty());
  CHECK(complete("ki", services).common == "nesis");
  CHECK(complete("", services).candidates.size() == 5);
  CHECK(complete("x", services).candidates.empty());
}
