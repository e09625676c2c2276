#include "study/report/record_json.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <limits>

#include "study/report/catalogue.hpp"

namespace lambent::study {
namespace {

namespace json = boost::json;

// A value and the way to it, for messages.
class place {
public:
  place(const json::value& value, std::string path) : value_(value), path_(std::move(path)) {}

  // Null where there is no such member.
  [[nodiscard]] result<place> member(std::string_view name) const {
    static const json::value null;
    const json::object* object = value_.if_object();
    if (object == nullptr) return wrong("is not an object");
    const json::value* found = object->if_contains(name);
    return place(found == nullptr ? null : *found,
                 (path_.empty() ? "" : path_ + ".") + std::string(name));
  }

  template <class T, class Read>
  [[nodiscard]] result<std::vector<T>> list(std::size_t most, Read read) const {
    std::vector<T> out;
    if (value_.is_null()) return out;
    const json::array* array = value_.if_array();
    if (array == nullptr) return wrong("is not an array");
    if (array->size() > most) return wrong("has more than " + std::to_string(most) + " elements");
    out.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i)
      out.push_back(TRY(read(place((*array)[i], path_ + "[" + std::to_string(i) + "]"))));
    return out;
  }

  [[nodiscard]] result<std::string> text() const {
    if (value_.is_null()) return std::string();
    const json::string* string = value_.if_string();
    if (string == nullptr) return wrong("is not a string");
    if (string->size() > limits::text_bytes)
      return wrong("is longer than " + std::to_string(limits::text_bytes) + " bytes");
    return std::string(*string);
  }

  [[nodiscard]] result<double> number() const {
    if (!value_.is_number()) return wrong("is not a number");
    const double number = value_.to_number<double>();
    if (!(number >= 0 && number <= limits::value)) return wrong("is not from 0 to 1,000,000,000");
    return number;
  }

  [[nodiscard]] result<std::uint64_t> whole(std::uint64_t most) const {
    json::error_code ec;
    const auto number = value_.to_number<std::uint64_t>(ec);
    if (ec || number > most) return wrong("is not a whole number up to " + std::to_string(most));
    return number;
  }

  [[nodiscard]] result<unsigned> count() const {
    return static_cast<unsigned>(TRY(whole(std::numeric_limits<unsigned>::max())));
  }

  [[nodiscard]] bool is_null() const { return value_.is_null(); }
  [[nodiscard]] bool is_true() const { return value_.is_bool() && value_.get_bool(); }

  [[nodiscard]] std::unexpected<error> wrong(const std::string& what) const {
    return fail((path_.empty() ? "the record" : path_) + " " + what);
  }

private:
  const json::value& value_;
  std::string path_;
};

result<sample> read_sample(const place& at) {
  sample out;
  const place duration = TRY(at.member("duration_ms"));
  out.duration_ms = TRY(duration.number());
  const place billed = TRY(at.member("billed_ms"));
  out.billed_ms = TRY(billed.number());
  const place memory = TRY(at.member("max_memory_mb"));
  out.max_memory_mb = TRY(memory.number());
  const place init = TRY(at.member("init_ms"));
  if (!init.is_null()) out.init_ms = TRY(init.number());
  return out;
}

result<sample> read_cold_sample(const place& at) {
  sample out = TRY(read_sample(at));
  if (!out.init_ms) return at.wrong("is a cold start without init_ms");
  return out;
}

result<std::string> read_function(const place& at) {
  const place member = TRY(at.member("function"));
  std::string id = TRY(member.text());
  if (find_function(id) == nullptr)
    return member.wrong("is \"" + id + "\", not one of " + function_ids());
  return id;
}

result<std::string> read_config(const place& at) {
  const place member = TRY(at.member("config"));
  std::string id = TRY(member.text());
  if (find_config(id) == nullptr)
    return member.wrong("is \"" + id + "\", not one of " + config_ids());
  return id;
}

result<std::string> read_text(const place& at, std::string_view name) {
  const place member = TRY(at.member(name));
  return member.text();
}

result<unsigned> read_count(const place& at, std::string_view name) {
  const place member = TRY(at.member(name));
  return member.count();
}

result<series> read_series(const place& at) {
  series out;
  out.function = TRY(read_function(at));
  out.config = TRY(read_config(at));
  const place emulated = TRY(at.member("emulated"));
  out.emulated = emulated.is_true();
  out.build = TRY(read_text(at, "build"));
  const place bytes = TRY(at.member("code_bytes"));
  if (!bytes.is_null()) out.code_bytes = TRY(bytes.whole(std::uint64_t{1} << 53U));
  out.code_sha256 = TRY(read_text(at, "code_sha256"));
  const place asked = TRY(at.member("runs_wanted"));
  if (!asked.is_null()) {
    out.asked.emplace();
    out.asked->runs = TRY(asked.count());
    out.asked->cold = TRY(read_count(at, "cold_wanted"));
  }
  const place runs = TRY(at.member("runs"));
  out.runs = TRY(runs.list<sample>(limits::samples_per_series, read_sample));
  const place cold = TRY(at.member("cold"));
  out.cold = TRY(cold.list<sample>(limits::samples_per_series, read_cold_sample));
  return out;
}

result<left_out> read_left_out(const place& at) {
  left_out out;
  out.function = TRY(read_function(at));
  out.config = TRY(read_config(at));
  out.reason = TRY(read_text(at, "reason"));
  return out;
}

result<fact> read_fact(const place& at) {
  fact out;
  out.name = TRY(read_text(at, "name"));
  out.value = TRY(read_text(at, "value"));
  return out;
}

result<record> read_record(const place& at) {
  record out;
  const unsigned format = TRY(read_count(at, "format"));
  if (format != record_format) {
    return fail("the record has format " + std::to_string(format) + ", this program reads " +
                    std::to_string(record_format),
                "use the version of lambent that wrote it");
  }
  out.started = TRY(read_text(at, "started"));
  out.finished = TRY(read_text(at, "finished"));
  out.place = TRY(read_text(at, "place"));
  const place leftovers = TRY(at.member("leftovers"));
  out.leftovers = leftovers.is_true();
  out.digits = TRY(read_count(at, "digits"));
  out.memory_mb = TRY(read_count(at, "memory_mb"));
  out.runs = TRY(read_count(at, "runs_wanted"));
  out.cold = TRY(read_count(at, "cold_wanted"));
  // Records from before let functions take turns run by run.
  const place in_a_row = TRY(at.member("runs_in_a_row"));
  if (!in_a_row.is_null()) out.in_a_row = TRY(in_a_row.count());
  const std::size_t combinations = functions().size() * configs().size();
  const place facts = TRY(at.member("facts"));
  out.facts = TRY(facts.list<fact>(limits::facts, read_fact));
  const place measured = TRY(at.member("measured"));
  out.measured = TRY(measured.list<series>(combinations, read_series));
  for (const series& one : out.measured) {
    if (find(out, one.function, one.config) != &one)
      return measured.wrong("has " + one.function + " in " + one.config + " twice");
  }
  const place missing = TRY(at.member("missing"));
  out.missing = TRY(missing.list<left_out>(combinations, read_left_out));
  return out;
}

// As many decimals as Lambda's reports have at most. So what is read is written the same again,
// although Boost.JSON does not read every number to its last bit.
std::string number(double value) {
  std::string out = fmt::format("{:.3f}", value);
  out.resize(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out;
}

std::string sample_text(const sample& one) {
  return fmt::format(R"({{"duration_ms": {}, "billed_ms": {}, "max_memory_mb": {}{}}})",
                     number(one.duration_ms), number(one.billed_ms), number(one.max_memory_mb),
                     one.init_ms ? R"(, "init_ms": )" + number(*one.init_ms) : "");
}

std::string quoted(std::string_view text) { return json::serialize(json::value(text)); }

// "name": [ … ] with an element on each line; `indent` is that of the closing bracket.
template <class T, class Write>
std::string lines(std::string_view name, const std::vector<T>& elements, const std::string& indent,
                  Write write) {
  std::string out = indent + quoted(name) + ": [";
  for (std::size_t i = 0; i < elements.size(); ++i)
    out += (i > 0 ? ",\n" : "\n") + indent + "  " + write(elements[i]);
  return out + (elements.empty() ? "]" : "\n" + indent + "]");
}

std::string json_text(const series& one) {
  const std::string indent = "      ";
  return "{\n" + indent + "\"function\": " + quoted(one.function) +
         ", \"config\": " + quoted(one.config) +
         ", \"emulated\": " + (one.emulated ? "true" : "false") + ",\n" + indent +
         "\"build\": " + quoted(one.build) + ", \"code_bytes\": " + std::to_string(one.code_bytes) +
         (one.code_sha256.empty()
              ? ""
              : ",\n" + indent + "\"code_sha256\": " + quoted(one.code_sha256)) +
         (one.asked ? fmt::format(",\n{}\"runs_wanted\": {}, \"cold_wanted\": {}", indent,
                                  one.asked->runs, one.asked->cold)
                    : "") +
         ",\n" + lines("runs", one.runs, indent, sample_text) + ",\n" +
         lines("cold", one.cold, indent, sample_text) + "\n    }";
}

}  // namespace

std::string to_json(const record& what) {
  std::string out = "{\n  \"format\": " + std::to_string(record_format);
  for (const auto& [name, text] :
       {std::pair{"started", &what.started}, std::pair{"finished", &what.finished},
        std::pair{"place", &what.place}})
    out += std::string(",\n  \"") + name + "\": " + quoted(*text);
  if (what.leftovers) out += ",\n  \"leftovers\": true";
  for (const auto& [name, number] :
       {std::pair{"digits", what.digits}, std::pair{"memory_mb", what.memory_mb},
        std::pair{"runs_wanted", what.runs}, std::pair{"cold_wanted", what.cold},
        std::pair{"runs_in_a_row", what.in_a_row}})
    out += std::string(",\n  \"") + name + "\": " + std::to_string(number);
  out += ",\n" + lines("facts", what.facts, "  ", [](const fact& one) {
           return json::serialize(json::object{{"name", one.name}, {"value", one.value}});
         });
  out += ",\n" + lines("measured", what.measured, "  ", json_text);
  out += ",\n" + lines("missing", what.missing, "  ", [](const left_out& one) {
           return json::serialize(json::object{
               {"function", one.function}, {"config", one.config}, {"reason", one.reason}});
         });
  return out + "\n}\n";
}

result<record> from_json(std::string_view text) {
  if (text.size() > limits::record_bytes)
    return fail("the record is larger than " + std::to_string(limits::record_bytes) + " bytes");
  json::error_code ec;
  const json::value whole = json::parse(text, ec);
  if (ec) return fail("the record is not JSON: " + ec.message());
  return read_record(place(whole, ""));
}

}  // namespace lambent::study
