#include "cli/configuration/dotenv.hpp"

#include "base/files.hpp"
#include "cli/configuration/variables.hpp"

namespace lambent::cli::configuration {
namespace {

constexpr std::string_view blanks = " \t";

class reader {
public:
  reader(std::string_view text, const std::string& path) : rest_(text), path_(path) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
  }

  result<std::vector<variable>> read() {
    std::vector<variable> out;
    while (true) {
      skip(" \t\r\n");
      if (rest_.empty()) return out;
      if (rest_.front() == '#') {
        skip_line();
        continue;
      }
      std::string name = TRY(read_name());
      std::string value = TRY(read_value());
      TRY(want_end_of_line(name));
      out.emplace_back(std::move(name), std::move(value));
    }
  }

private:
  char take() {
    char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') ++line_;
    return c;
  }

  void skip(std::string_view these) {
    while (!rest_.empty() && these.find(rest_.front()) != std::string_view::npos) take();
  }

  void skip_line() { rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size())); }

  [[nodiscard]] std::unexpected<error> wrong(const std::string& what, std::string hint = {}) const {
    return wrong_at(line_, what, std::move(hint));
  }

  [[nodiscard]] std::unexpected<error> wrong_at(std::size_t line, const std::string& what,
                                                std::string hint = {}) const {
    return fail(path_ + ":" + std::to_string(line) + ": " + what, std::move(hint));
  }

  result<std::string> read_name() {
    constexpr std::string_view keyword = "export";
    if (rest_.starts_with(keyword) && rest_.size() > keyword.size() &&
        blanks.find(rest_[keyword.size()]) != std::string_view::npos) {
      rest_.remove_prefix(keyword.size());
      skip(blanks);
    }
    std::string_view line = rest_.substr(0, rest_.find_first_of("\r\n"));
    std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
      return wrong("there is no '=' in this line",
                   "lines are KEY=VALUE; `KEY=` is the empty value");
    std::string_view name = line.substr(0, equals);
    name = name.substr(0, name.find_last_not_of(blanks) + 1);
    // What stands there may be a secret on the wrong side of the '='; it is not repeated.
    if (!is_variable_name(name))
      return wrong("what stands before the '=' is not a variable's name",
                   "use letters, digits and '_', not a digit first");
    rest_.remove_prefix(equals + 1);
    return std::string(name);
  }

  result<std::string> read_value() {
    skip(blanks);
    if (rest_.empty()) return std::string();
    if (rest_.front() == '\'') return read_single_quoted();
    if (rest_.front() == '"') return read_double_quoted();
    std::string_view line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(line.size());
    for (std::size_t at = line.find('#'); at != std::string_view::npos;
         at = line.find('#', at + 1)) {
      if (at != 0 && blanks.find(line[at - 1]) == std::string_view::npos) continue;
      line = line.substr(0, at);
      break;
    }
    std::string value(line.substr(0, line.find_last_not_of(" \t\r") + 1));
    if (value.find('\0') != std::string::npos) return wrong("the value has a NUL character");
    return value;
  }

  result<std::string> read_single_quoted() {
    std::size_t first_line = line_;
    take();
    std::string out;
    while (!rest_.empty()) {
      char c = take();
      if (c == '\'') return out;
      if (c == '\0') return wrong("the value has a NUL character");
      out += c;
    }
    return wrong_at(first_line, "the ' that begins here has no end");
  }

  result<std::string> read_double_quoted() {
    std::size_t first_line = line_;
    take();
    std::string out;
    while (!rest_.empty()) {
      char c = take();
      if (c == '"') return out;
      if (c == '\\' && !rest_.empty())
        append_escape(out, take());
      else
        out += c;
      if (out.ends_with('\0')) return wrong("the value has a NUL character");
    }
    return wrong_at(first_line, "the \" that begins here has no end");
  }

  static void append_escape(std::string& out, char c) {
    switch (c) {
      case 'n':
        out += '\n';
        return;
      case 'r':
        out += '\r';
        return;
      case 't':
        out += '\t';
        return;
      case '\n':
        return;
      case '\\':
      case '"':
      case '$':
        out += c;
        return;
      default:
        out.append(1, '\\').append(1, c);
    }
  }

  result<> want_end_of_line(const std::string& name) {
    skip(" \t\r");
    if (rest_.empty() || rest_.front() == '\n') return {};
    if (rest_.front() == '#') {
      skip_line();
      return {};
    }
    return wrong("something stands behind the quoted value of " + name,
                 "a value with spaces is quoted as a whole; a comment begins with '#'");
  }

  std::string_view rest_;
  const std::string& path_;
  std::size_t line_ = 1;
};

}  // namespace

result<std::vector<variable>> parse_dotenv(std::string_view text, const std::string& path) {
  if (text.size() > dotenv_bytes_max)
    return fail(path + ": it is larger than " + std::to_string(dotenv_bytes_max) + " bytes");
  return reader(text, path).read();
}

result<std::vector<variable>> read_dotenv(const std::string& path) {
  std::string text = TRY(read_file(path, dotenv_bytes_max));
  return parse_dotenv(text, path);
}

}  // namespace lambent::cli::configuration
