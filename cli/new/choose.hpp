// What kind of project is meant: from the flags, and where they say nothing from the person at the
// terminal.
#pragma once

#include "base/error.hpp"
#include "cli/new/catalogue.hpp"
#include "cli/new/new_project.hpp"

namespace lambent::cli {

// Flags that need another one. Those that exclude each other are refused where they are read.
[[nodiscard]] result<> check_kind(const kind_options& kind);

// Whether the flags say what to make.
[[nodiscard]] bool says_what(const kind_options& kind);

// The kind that the flags say; without any, the basic one.
[[nodiscard]] result<templates::project_request> request_for(
    const kind_options& kind, const std::vector<catalogue_entry>& catalogue);

// The same by two questions: is it HTTP, and if not, which event.
[[nodiscard]] result<templates::project_request> ask_for_request(
    questions& ask, const std::vector<catalogue_entry>& catalogue);

// What the flags are in a template of somebody else's: event_type, event_struct, event_headers,
// event_definitions, http, http_feature, streaming, extension; empty where they say nothing.
[[nodiscard]] templates::variables variables_for(const kind_options& kind,
                                                 const templates::project_request& request);

}  // namespace lambent::cli
