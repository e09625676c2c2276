#include "engine/extensions/roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lambent::extensions {
namespace {

constexpr std::string_view init_error_type = "Extension.InitError";
constexpr std::string_view exit_error_type = "Extension.ExitError";
constexpr std::string_view launch_error_type = "Extension.LaunchError";

std::unexpected<refusal> refuse(std::string_view type, std::string message) {
  return std::unexpected(refusal{403, std::string(type), std::move(message)});
}

std::unexpected<refusal> unknown(std::string_view identifier) {
  return refuse("Extension.UnknownExtensionIdentifier",
                fmt::format("Unknown extension {}", identifier));
}

std::unexpected<refusal> out_of_turn(const extension& e, standing wanted) {
  return refuse("Extension.InvalidExtensionState",
                fmt::format("State transition from {} to {} failed for extension {}. Error: State "
                            "transition is not allowed",
                            name_of(e.now), name_of(wanted), e.name));
}

}  // namespace

void roster::begin(std::vector<std::string> external) {
  all_.clear();
  first_error_.clear();
  open_ = true;
  in_init_ = true;
  for (std::string& name : external) {
    extension& e = all_.emplace_back();
    e.name = std::move(name);
    e.external = true;
    e.program = static_cast<std::uint32_t>(all_.size());
    if (all_.size() > extensions_max) {
      e.now = standing::launch_error;
      e.error_type = "TooManyExtensions";
      note_error(launch_error_type);
    }
  }
}

void roster::note_error(std::string_view type) {
  if (first_error_.empty()) first_error_ = type;
}

bool roster::expects(std::string_view name) const {
  return std::ranges::any_of(all_,
                             [&](const extension& e) { return e.external && e.name == name; });
}

std::expected<void, refusal> roster::take_registration(std::string_view name, events wants,
                                                       std::string identifier) {
  if (name.empty() || name.size() > name_bytes_max)
    return refuse("Extension.InvalidExtensionName",
                  name.empty() ? "Empty extension name" : "Extension name is too long");
  auto known = std::ranges::find(all_, name, &extension::name);
  if (known != all_.end() && known->external) {
    if (known->now != standing::started) return out_of_turn(*known, standing::registered);
  } else {
    if (wants.shutdown)
      return refuse("Extension.InvalidEventType",
                    "SHUTDOWN: the event is not for internal extensions");
    if (!open_)
      return refuse("Extension.RegistrationClosed", "Extension registration closed already");
    if (known != all_.end())
      return refuse("Extension.InvalidExtensionState",
                    "Extension with this name already registered");
    if (all_.size() >= extensions_max)
      return refuse("Extension.TooManyExtensions",
                    fmt::format("Extension limit ({}) reached", extensions_max));
    all_.emplace_back().name = name;
    known = std::prev(all_.end());
  }
  known->identifier = std::move(identifier);
  known->wants = wants;
  known->now = standing::registered;
  return {};
}

extension* roster::look_up(std::string_view identifier) {
  auto found = std::ranges::find(all_, identifier, &extension::identifier);
  return identifier.empty() || found == all_.end() ? nullptr : &*found;
}

const extension* roster::find(std::string_view identifier) const {
  return const_cast<roster*>(this)->look_up(identifier);
}

std::expected<void, refusal> roster::take_next(std::string_view identifier) {
  extension* e = look_up(identifier);
  if (e == nullptr) return unknown(identifier);
  // One that is ready asks again when its connection was lost.
  bool may =
      e->now == standing::registered || e->now == standing::running || e->now == standing::ready;
  if (!may) return out_of_turn(*e, standing::ready);
  e->now = standing::ready;
  return {};
}

std::expected<void, refusal> roster::take_init_error(std::string_view identifier,
                                                     std::string_view type) {
  extension* e = look_up(identifier);
  if (e == nullptr) return unknown(identifier);
  if (e->now == standing::init_error) return {};  // The first one counts.
  if (e->now != standing::registered) return out_of_turn(*e, standing::init_error);
  e->now = standing::init_error;
  e->error_type = type.substr(0, error_type_bytes_max);
  note_error(init_error_type);
  return {};
}

std::expected<void, refusal> roster::take_exit_error(std::string_view identifier,
                                                     std::string_view type) {
  extension* e = look_up(identifier);
  if (e == nullptr) return unknown(identifier);
  if (e->now == standing::exit_error) return {};
  bool may =
      e->now == standing::registered || e->now == standing::running || e->now == standing::ready;
  if (!may) return out_of_turn(*e, standing::exit_error);
  e->now = standing::exit_error;
  e->error_type = type.substr(0, error_type_bytes_max);
  note_error(exit_error_type);
  return {};
}

extension* roster::external(std::uint32_t program) {
  auto found = std::ranges::find(all_, program, &extension::program);
  return program == 0 || found == all_.end() ? nullptr : &*found;
}

void roster::launched(std::uint32_t program) {
  if (extension* e = external(program); e != nullptr) e->runs = true;
}

void roster::launch_failed(std::uint32_t program, std::string_view type) {
  extension* e = external(program);
  if (e == nullptr) return;
  e->runs = false;
  e->now = standing::launch_error;
  e->error_type = type;
  note_error(launch_error_type);
}

void roster::ended(std::uint32_t program) {
  if (extension* e = external(program); e != nullptr) e->runs = false;
}

std::vector<std::string> roster::invoke() {
  in_init_ = false;
  std::vector<std::string> tell;
  for (extension& e : all_) {
    if (!e.wants.invoke || e.now != standing::ready) continue;
    e.now = standing::running;
    tell.push_back(e.identifier);
  }
  return tell;
}

void roster::told(std::string_view identifier) {
  if (extension* e = look_up(identifier); e != nullptr && e->now == standing::ready)
    e->now = standing::running;
}

bool roster::any_runs() const { return std::ranges::any_of(all_, &extension::runs); }

bool roster::registered() const {
  return std::ranges::none_of(all_, [](const extension& e) {
    return e.external && (e.now == standing::started || e.now == standing::launch_error);
  });
}

bool roster::settled() const {
  return std::ranges::all_of(all_, [&](const extension& e) {
    return e.now == standing::ready || (!in_init_ && !e.wants.invoke);
  });
}

std::string_view name_of(standing s) {
  switch (s) {
    case standing::started:
      return "Started";
    case standing::registered:
      return "Registered";
    case standing::ready:
      return "Ready";
    case standing::running:
      return "Running";
    case standing::launch_error:
      return "LaunchError";
    case standing::init_error:
      return "InitError";
    case standing::exit_error:
      return "ExitError";
  }
  return "Started";
}

std::vector<std::string_view> names_of(events e) {
  std::vector<std::string_view> names;
  if (e.invoke) names.emplace_back("INVOKE");
  if (e.shutdown) names.emplace_back("SHUTDOWN");
  return names;
}

}  // namespace lambent::extensions
