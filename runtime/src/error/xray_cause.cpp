#include "xray_cause.hpp"

#include <unistd.h>

#include "../json/ascii.hpp"
#include "../json/text.hpp"
#include "error_report.hpp"

namespace lambent {

namespace {

constexpr std::size_t directory_bytes_max = 1024;
constexpr std::size_t type_bytes_max = 512;
constexpr std::size_t message_bytes_max = 2048;
constexpr std::size_t frame_bytes_max = 512;
constexpr std::size_t frames_max = 20;  // Of each exception.

// "orders::find(int) (bootstrap+0x4033e0)": X-Ray shows the label, and the path behind it.
void append_frame(std::string& out, std::string_view line) {
  std::string_view path = line;
  std::string_view label;
  if (const std::size_t open = line.rfind(" ("); open != line.npos && line.ends_with(')')) {
    label = line.substr(0, open);
    path = line.substr(open + 2);
    path.remove_suffix(1);
  }
  out += R"({"path":)";
  json_text::append_string(out, path, frame_bytes_max);
  out += R"(,"line":0,"label":)";
  json_text::append_string(out, label, frame_bytes_max);
  out += '}';
}

void append_exception(std::string& out, const failure& why) {
  out += R"({"type":)";
  json_text::append_string(out, why.type.empty() ? "Unknown" : why.type, type_bytes_max);
  out += R"(,"message":)";
  json_text::append_string(out, why.message, message_bytes_max);
  out += R"(,"stack":[)";
  for (std::size_t i = 0; i < why.stack_trace.size() && i < frames_max; ++i) {
    if (i != 0) out += ',';
    append_frame(out, why.stack_trace[i]);
  }
  out += "]}";
}

}  // namespace

std::string xray_cause(const failure& why, std::string_view working_directory) {
  std::string json = R"({"working_directory":)";
  json_text::append_string(json, working_directory, directory_bytes_max);
  json += R"(,"exceptions":[)";
  for (const failure* const one : chain_of(why)) {
    if (one != &why) json += ',';
    append_exception(json, *one);
  }
  json += R"(],"paths":[]})";
  std::string header = json_text::ascii(json);
  if (header.size() > xray_cause_bytes_max) header.clear();
  return header;
}

std::string xray_cause(const failure& why) {
  char directory[directory_bytes_max];
  const bool known = ::getcwd(directory, sizeof directory) != nullptr;
  return xray_cause(why, known ? directory : "");
}

}  // namespace lambent
