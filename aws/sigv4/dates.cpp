#include "aws/sigv4/dates.hpp"

#include <array>
#include <cstddef>

namespace lambent::aws {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_digits(std::string& out, int value, int count) {
  for (int divisor = count == 4 ? 1000 : 10; divisor > 0; divisor /= 10)
    out += static_cast<char>('0' + value / divisor % 10);
}

// Takes a text apart from its front. After a mismatch everything is a mismatch.
class scanner {
public:
  explicit scanner(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    if (rest_.size() < count) return fail();
    for (char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  void need(std::string_view text) {
    if (!take(text)) fail();
  }

  void skip_digits() {
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
  }

  int month_name() {
    for (std::size_t i = 0; i < months.size(); ++i)
      if (take(months[i])) return static_cast<int>(i) + 1;
    return fail();
  }

  void skip(std::size_t count) {
    if (rest_.size() < count)
      fail();
    else
      rest_.remove_prefix(count);
  }

  [[nodiscard]] bool done() const { return good_ && rest_.empty(); }

private:
  int fail() {
    good_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

struct moment {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

std::optional<sys_seconds> assemble(const scanner& from, const moment& m, int offset_minutes = 0) {
  year_month_day date{year(m.year), month(static_cast<unsigned>(m.month)),
                      day(static_cast<unsigned>(m.day))};
  // 60 is a leap second, which the count of seconds does not know.
  if (!from.done() || !date.ok() || m.hour > 23 || m.minute > 59 || m.second > 60) return {};
  return sys_days(date) + hours(m.hour) + minutes(m.minute - offset_minutes) + seconds(m.second);
}

}  // namespace

std::string amz_date(sys_seconds time) {
  auto days_only = floor<days>(time);
  year_month_day date(days_only);
  hh_mm_ss clock(time - days_only);
  std::string out;
  append_digits(out, static_cast<int>(date.year()), 4);
  append_digits(out, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  append_digits(out, static_cast<int>(static_cast<unsigned>(date.day())), 2);
  out += 'T';
  append_digits(out, static_cast<int>(clock.hours().count()), 2);
  append_digits(out, static_cast<int>(clock.minutes().count()), 2);
  append_digits(out, static_cast<int>(clock.seconds().count()), 2);
  return out += 'Z';
}

std::optional<sys_seconds> parse_amz_date(std::string_view text) {
  scanner in(text);
  moment m;
  m.year = in.digits(4);
  m.month = in.digits(2);
  m.day = in.digits(2);
  in.need("T");
  m.hour = in.digits(2);
  m.minute = in.digits(2);
  m.second = in.digits(2);
  in.need("Z");
  return assemble(in, m);
}

std::optional<sys_seconds> parse_http_date(std::string_view text) {
  scanner in(text);
  moment m;
  in.skip(3);  // The day of the week follows from the rest.
  in.need(", ");
  m.day = in.digits(2);
  in.need(" ");
  m.month = in.month_name();
  in.need(" ");
  m.year = in.digits(4);
  in.need(" ");
  m.hour = in.digits(2);
  in.need(":");
  m.minute = in.digits(2);
  in.need(":");
  m.second = in.digits(2);
  in.need(" GMT");
  return assemble(in, m);
}

std::optional<sys_seconds> parse_rfc3339(std::string_view text) {
  scanner in(text);
  moment m;
  m.year = in.digits(4);
  in.need("-");
  m.month = in.digits(2);
  in.need("-");
  m.day = in.digits(2);
  in.need("T");
  m.hour = in.digits(2);
  in.need(":");
  m.minute = in.digits(2);
  in.need(":");
  m.second = in.digits(2);
  if (in.take(".")) in.skip_digits();
  int offset_minutes = 0;
  if (!in.take("Z")) {
    int sign = in.take("-") ? -1 : 1;
    if (sign == 1) in.need("+");
    int offset_hours = in.digits(2);
    in.need(":");
    offset_minutes = sign * (offset_hours * 60 + in.digits(2));
  }
  return assemble(in, m, offset_minutes);
}

}  // namespace lambent::aws
