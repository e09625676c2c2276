#include "cli/new/asking/line_editor.hpp"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace lambent::cli {
namespace {

constexpr char ctrl_c = 3;
constexpr char ctrl_d = 4;
constexpr char ctrl_u = 21;
constexpr char escape = 27;
constexpr char backspace = 127;

result<> write_all(int file, std::string_view text) {
  while (!text.empty()) {
    ssize_t n = ::write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return sys_fail("write to the terminal");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

// The next byte, or nothing at the end of the input.
result<std::optional<char>> read_byte(int file) {
  char c = 0;
  ssize_t n = 0;
  do n = ::read(file, &c, 1);
  while (n < 0 && errno == EINTR);
  if (n < 0) return sys_fail("read the answer");
  if (n == 0) return std::nullopt;
  return c;
}

std::unexpected<error> cancelled(std::string why) {
  return std::unexpected(error{std::move(why), ECANCELED, {}});
}

// Keys as they come, without echo and without signals; as it was before when this goes away.
class raw_terminal {
public:
  explicit raw_terminal(int file) : file_(file) {
    if (::tcgetattr(file, &before_) != 0) return;
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    active_ = ::tcsetattr(file, TCSADRAIN, &raw) == 0;
  }
  raw_terminal(const raw_terminal&) = delete;
  raw_terminal& operator=(const raw_terminal&) = delete;
  ~raw_terminal() {
    if (active_) ::tcsetattr(file_, TCSADRAIN, &before_);
  }
  [[nodiscard]] bool active() const { return active_; }

private:
  int file_;
  termios before_{};
  bool active_ = false;
};

bool can_edit(int in, int out) {
  const char* term = std::getenv("TERM");
  return ::isatty(in) == 1 && ::isatty(out) == 1 && term != nullptr &&
         std::string_view(term) != "dumb" && *term != '\0';
}

class editor {
public:
  editor(int in, int out, std::string_view prompt, const std::vector<std::string>& candidates)
      : in_(in), out_(out), prompt_(prompt), candidates_(candidates) {}

  result<std::string> run() {
    TRY(write_all(out_, prompt_));
    while (true) {
      auto key = TRY(read_byte(in_));
      if (!key) return cancelled("the input ended before the answer");
      if (*key == '\r' || *key == '\n') break;
      TRY(press(*key));
    }
    TRY(write_all(out_, "\n"));
    return std::move(line_);
  }

private:
  result<> press(char key) {
    switch (key) {
      case '\t':
        return press_tab();
      case backspace:
      case '\b':
        return rub_out();
      case ctrl_u:
        while (!line_.empty()) TRY(rub_out());
        return {};
      case escape:
        return skip_sequence();
      case ctrl_c:
        TRY(write_all(out_, "\n"));
        return cancelled("it was interrupted");
      case ctrl_d:
        if (!line_.empty()) return {};
        TRY(write_all(out_, "\n"));
        return cancelled("the input ended before the answer");
      default:
        break;
    }
    if (static_cast<unsigned char>(key) < 0x20 || line_.size() == answer_bytes_max) return {};
    line_ += key;
    return write_all(out_, std::string_view(&key, 1));
  }

  result<> press_tab() {
    completion found = complete(line_, candidates_);
    if (found.candidates.empty()) return write_all(out_, "\a");
    if (!found.common.empty()) {
      line_ += found.common;
      return write_all(out_, found.common);
    }
    if (found.candidates.size() == 1) return {};
    TRY(write_all(out_, "\n" + in_columns(found.candidates)));
    return redraw();
  }

  // The last character, here and on the terminal. The line is drawn again only after a character
  // that may be wide: of a line that wraps, that would be its last row alone.
  result<> rub_out() {
    if (line_.empty()) return {};
    // A character of UTF-8 is a first byte and those that continue it.
    while (line_.size() > 1 && (line_.back() & 0xc0) == 0x80) line_.pop_back();
    const bool is_ascii = (line_.back() & 0x80) == 0;
    line_.pop_back();
    if (is_ascii) return write_all(out_, "\b \b");
    return redraw();
  }

  result<> redraw() { return write_all(out_, "\r\033[K" + std::string(prompt_) + line_); }

  // The rest of what an arrow or function key sends: ESC [ … letter, or ESC O letter.
  result<> skip_sequence() {
    constexpr int sequence_bytes_max = 16;
    auto key = TRY(read_byte(in_));
    if (!key || (*key != '[' && *key != 'O')) return {};
    for (int i = 0; i < sequence_bytes_max; ++i) {
      key = TRY(read_byte(in_));
      if (!key || (*key >= '@' && *key <= '~')) return {};
    }
    return {};
  }

  int in_;
  int out_;
  std::string_view prompt_;
  const std::vector<std::string>& candidates_;
  std::string line_;
};

result<std::string> read_plain_line(int in, int out, std::string_view prompt) {
  TRY(write_all(out, prompt));
  std::string line;
  while (true) {
    auto key = TRY(read_byte(in));
    if (!key && line.empty()) return cancelled("the input ended before the answer");
    if (!key || *key == '\n') break;
    if (line.size() < answer_bytes_max) line += *key;
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

completion complete(std::string_view beginning, const std::vector<std::string>& candidates) {
  completion out;
  for (const std::string& one : candidates) {
    if (!one.starts_with(beginning)) continue;
    std::string_view rest = std::string_view(one).substr(beginning.size());
    if (out.candidates.empty()) {
      out.common = rest;
    } else {
      auto end = std::ranges::mismatch(out.common, rest).in1;
      out.common.erase(end, out.common.end());
    }
    out.candidates.push_back(one);
  }
  return out;
}

std::string in_columns(const std::vector<std::string>& candidates) {
  constexpr std::size_t line_chars = 78;
  std::size_t width = 0;
  for (const std::string& one : candidates) width = std::max(width, one.size() + 2);
  std::size_t columns = std::max<std::size_t>(1, line_chars / std::max<std::size_t>(1, width));
  std::string out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    bool last = (i + 1) % columns == 0 || i + 1 == candidates.size();
    out += candidates[i];
    out += last ? "\n" : std::string(width - candidates[i].size(), ' ');
  }
  return out;
}

result<std::string> read_line(int in, int out, std::string_view prompt,
                              const std::vector<std::string>& candidates) {
  if (can_edit(in, out)) {
    raw_terminal terminal(in);
    if (terminal.active()) return editor(in, out, prompt, candidates).run();
  }
  return read_plain_line(in, out, prompt);
}

}  // namespace lambent::cli
