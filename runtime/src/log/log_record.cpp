#include "log_record.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "../json/text.hpp"

namespace lambent::log {

namespace {

constexpr std::array<std::string_view, 7> level_names{"",     "TRACE", "DEBUG", "INFO",
                                                      "WARN", "ERROR", "FATAL"};
constexpr std::string_view own_members[] = {"timestamp", "level", "message", "requestId",
                                            "tenantId"};
// Left for names, numbers and brackets when text is cut.
constexpr std::size_t bytes_for_the_rest = 1024;
// Below this, cutting a text leaves nothing worth having.
constexpr std::size_t text_bytes_min = 32;

std::string_view name_of(level weight) noexcept {
  return level_names[static_cast<std::size_t>(weight)];
}

bool same_word(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// The front of `text` that fits and does not end inside a character.
std::string_view between_characters(std::string_view text, std::size_t bytes_max) noexcept {
  if (text.size() <= bytes_max) return text;
  constexpr unsigned top_bits = 0xC0;
  constexpr unsigned continuation = 0x80;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & top_bits) == continuation)
    --bytes_max;
  return text.substr(0, bytes_max);
}

// For one record: knows how much still fits.
class writer {
public:
  writer(std::string& out, format shape) : out_(out), start_(out.size()), shape_(shape) {}

  void json(const record& what);
  void text(const record& what);

private:
  void member(std::string_view name, std::string_view content);
  void append_time(std::int64_t unix_us);
  void append_field(const field& f);
  [[nodiscard]] std::size_t room() const noexcept {
    const std::size_t used = out_.size() - start_ + bytes_for_the_rest;
    return record_bytes_max - std::min(used, record_bytes_max);
  }

  std::string& out_;
  std::size_t start_;
  format shape_;
};

void append_digits(std::string& out, unsigned number, unsigned width) {
  std::array<char, 8> digits{};
  for (unsigned i = width; i-- > 0; number /= 10) digits[i] = static_cast<char>('0' + number % 10);
  out.append(digits.data(), width);
}

// RFC 3339 with milliseconds, in UTC.
void writer::append_time(std::int64_t unix_us) {
  namespace chr = std::chrono;
  const chr::sys_time<chr::microseconds> when{chr::microseconds(unix_us)};
  const auto day = chr::floor<chr::days>(when);
  const chr::year_month_day date(day);
  const auto ms = chr::floor<chr::milliseconds>(when - day).count();
  append_digits(out_, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out_ += '-';
  append_digits(out_, static_cast<unsigned>(date.month()), 2);
  out_ += '-';
  append_digits(out_, static_cast<unsigned>(date.day()), 2);
  out_ += 'T';
  append_digits(out_, static_cast<unsigned>(ms / 3'600'000), 2);
  out_ += ':';
  append_digits(out_, static_cast<unsigned>(ms / 60'000 % 60), 2);
  out_ += ':';
  append_digits(out_, static_cast<unsigned>(ms / 1000 % 60), 2);
  out_ += '.';
  append_digits(out_, static_cast<unsigned>(ms % 1000), 3);
  out_ += 'Z';
}

void writer::member(std::string_view name, std::string_view content) {
  out_.append(",\"").append(name).append("\":");
  json_text::append_string(out_, content, room());
}

void writer::append_field(const field& f) {
  const bool long_text = f.content.type() == value::kind::json && f.content.text().size() > room();
  if (room() < f.name.size() + text_bytes_min || long_text) return;
  const bool taken = std::any_of(std::begin(own_members), std::end(own_members),
                                 [&](std::string_view own) { return own == f.name; });
  if (shape_ == format::json) {
    out_ += ',';
    json_text::append_string(out_, f.name, room());
    if (taken) out_.insert(out_.size() - 1, 1, '_');
    out_ += ':';
  } else {
    out_.append(" ").append(f.name);
    if (taken) out_ += '_';
    out_ += '=';
  }
  append_value(out_, f.content, room());
}

// The ids come last of our own members: what a reader looks for first stands first.
void writer::json(const record& what) {
  out_ += "{\"timestamp\":\"";
  append_time(what.unix_us);
  out_.append("\",\"level\":\"").append(name_of(what.weight)).append("\"");
  member("message", what.message);
  if (!what.request_id.empty()) member("requestId", what.request_id);
  if (!what.tenant_id.empty()) member("tenantId", what.tenant_id);
  for (const field& f : what.fields) append_field(f);
  out_ += '}';
}

void writer::text(const record& what) {
  append_time(what.unix_us);
  out_.append("\t").append(what.request_id);
  out_.append("\t").append(name_of(what.weight)).append("\t");
  out_ += between_characters(what.message, room());
  if (!what.tenant_id.empty()) out_.append(" tenantId=").append(what.tenant_id);
  for (const field& f : what.fields) append_field(f);
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits{};
  out.append(digits.data(),
             std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

}  // namespace

void append_value(std::string& out, const value& v, std::size_t bytes_max) {
  switch (v.type()) {
    case value::kind::null:
      out += "null";
      break;
    case value::kind::boolean:
      out += v.boolean() ? "true" : "false";
      break;
    case value::kind::integer:
      append_number(out, v.integer());
      break;
    case value::kind::natural:
      append_number(out, v.natural());
      break;
    case value::kind::real:
      if (std::isfinite(v.real())) {
        append_number(out, v.real());
      } else {
        out += "null";
      }
      break;
    case value::kind::text:
      json_text::append_string(out, v.text(), bytes_max);
      break;
    case value::kind::json:
      out += v.text();
      break;
  }
}

void append_record(std::string& out, format shape, const record& what) {
  writer to(out, shape);
  if (shape == format::json) {
    to.json(what);
  } else {
    to.text(what);
  }
}

void keep_as_one_event(std::string& text) { std::replace(text.begin(), text.end(), '\n', '\r'); }

format format_named(std::string_view name) noexcept {
  return same_word(name, "json") ? format::json : format::text;
}

level level_named(std::string_view name) noexcept {
  for (std::size_t i = 1; i < level_names.size(); ++i) {
    if (same_word(name, level_names[i])) return static_cast<level>(i);
  }
  return level::info;
}

frame_head head_of_frame(format shape, level weight, std::int64_t unix_us,
                         std::size_t bytes) noexcept {
  constexpr std::uint32_t magic = 0xa55a0000;
  constexpr std::uint32_t has_time = 1U << 1U;
  const std::uint32_t type = magic | static_cast<std::uint32_t>(weight) << 2U | has_time |
                             (shape == format::text ? 1U : 0U);
  frame_head head{};
  const auto put = [&head](std::size_t at, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      head[at + i] = static_cast<unsigned char>(number >> 8 * (size - 1 - i) & 0xFF);
    }
  };
  put(0, type, 4);
  put(4, bytes, 4);
  put(8, static_cast<std::uint64_t>(unix_us), 8);
  return head;
}

}  // namespace lambent::log
