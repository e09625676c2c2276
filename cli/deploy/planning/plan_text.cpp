#include "cli/deploy/planning/plan_text.hpp"

#include <boost/json.hpp>

#include "cli/terminal/printable.hpp"

namespace lambent::cli::deploy {
namespace {

namespace json = boost::json;

constexpr std::string_view hidden = "(hidden)";

struct shown_difference {
  std::string from;
  std::string to;
};

shown_difference shown(const difference& one, const plan_style& style) {
  const bool secret = !style.show_environment && one.member.starts_with("Environment.");
  auto value = [&](const std::string& text) {
    return secret && !text.empty() ? std::string(hidden) : text;
  };
  return {value(one.from), value(one.to)};
}

constexpr const char* green = "\033[32m";
constexpr const char* red = "\033[31m";
constexpr const char* yellow = "\033[33m";
constexpr const char* plain = "\033[0m";

std::string line_of(const difference& one, const plan_style& style) {
  shown_difference values = shown(one, style);
  values = {printable(values.from, line_ends::are_shown),
            printable(values.to, line_ends::are_shown)};
  const bool added = one.from.empty();
  const bool gone = one.to.empty();
  std::string out = style.colour ? added ? green : gone ? red : yellow : "";
  out += added ? "  + " : gone ? "  - " : "  ~ ";
  out += printable(one.member, line_ends::are_shown);
  if (added) out += ": " + values.to;
  if (gone && !added) out += ": " + values.from;
  if (!added && !gone) {
    out += values.from == values.to ? ": " + values.to + ", changes"
                                    : ": " + values.from + " -> " + values.to;
  }
  return out + (style.colour ? plain : "") + "\n";
}

}  // namespace

std::string lines_of(const std::vector<difference>& differences, const plan_style& style) {
  std::string out;
  for (const difference& one : differences) out += line_of(one, style);
  return out;
}

std::string as_text(const plan& what, const plan_style& style) {
  if (what.empty()) return what.name + ": nothing to do\n";
  std::string out;
  for (const step& one : what.steps) {
    out += what.name + ": " + std::string(describe(one.kind)) + "\n";
    out += lines_of(one.differences, style);
  }
  return out;
}

json::array steps_json(const plan& what, const plan_style& style) {
  json::array steps;
  for (const step& one : what.steps) {
    json::array differences;
    for (const difference& d : one.differences) {
      const shown_difference values = shown(d, style);
      differences.push_back(
          json::object{{"member", d.member}, {"from", values.from}, {"to", values.to}});
    }
    const operation_name operation = operation_of(one.kind);
    json::object entry = {
        {"service", json::string_view(operation.service.data(), operation.service.size())},
        {"operation", json::string_view(operation.operation.data(), operation.operation.size())},
        {"differences", std::move(differences)}};
    if (!one.subject.empty()) entry["subject"] = one.subject;
    steps.push_back(std::move(entry));
  }
  return steps;
}

}  // namespace lambent::cli::deploy
