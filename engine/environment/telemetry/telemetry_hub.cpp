#include "engine/environment/telemetry/telemetry_hub.hpp"

#include <utility>

namespace lambent::environment {

namespace {

// What an init phase may have written before somebody subscribes; the rest is not delivered.
constexpr std::size_t history_bytes_max = extensions::buffering_bytes_max;
constexpr std::size_t history_items_max = extensions::buffering_items_max;

}  // namespace

void telemetry_hub::subscribe(const std::string& identifier, const extensions::subscription& to) {
  auto slot = std::make_shared<std::weak_ptr<telemetry_sender>>();
  auto made = std::make_shared<telemetry_sender>(loop_, to, [this, slot] {
    waiting_.push_back(*slot);
    want_socket_();
  });
  *slot = made;
  auto& place = senders_[identifier];
  if (place) place->close();
  place = made;
  made->prepare();
  for (const extensions::record& r : history_) made->add(r);
}

void telemetry_hub::add(const extensions::record& r) {
  for (const auto& [identifier, sender] : senders_) sender->add(r);
  if (!open_) return;
  const std::size_t bytes = r.json.size() + r.json_as_text.size();
  if (history_bytes_ + bytes > history_bytes_max || history_.size() >= history_items_max) return;
  history_bytes_ += bytes;
  history_.push_back(r);
}

void telemetry_hub::close_subscription() {
  if (!std::exchange(open_, false)) return;
  history_ = {};
  history_bytes_ = 0;
}

void telemetry_hub::flush() {
  for (const auto& [identifier, sender] : senders_) sender->flush();
}

void telemetry_hub::take_socket(fd&& socket) {
  if (waiting_.empty()) return;
  auto sender = waiting_.front().lock();
  waiting_.pop_front();
  if (sender) sender->take_socket(std::move(socket));
}

void telemetry_hub::clear() {
  for (const auto& [identifier, sender] : senders_) sender->close();
  senders_.clear();
  close_subscription();
  open_ = true;
}

}  // namespace lambent::environment
