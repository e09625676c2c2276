#include "engine/model/function.hpp"

#include "base/sha256.hpp"

namespace lambent::model {

std::string function_arn(const function& of) {
  return "arn:aws:lambda:" + of.region + ":" + of.account + ":function:" + of.name;
}

std::string runtime_version_arn(const function& f) {
  return "arn:aws:lambda:" + f.region + "::runtime:" + to_hex(sha256(f.runtime));
}

bool is_unfinished(const function& f) {
  return f.state == function_state::pending || f.last_update == update_status::in_progress;
}

bool awaits_image(const function& f) {
  return is_unfinished(f) && ((f.image && !f.image->placed) || f.next);
}

image_launch image_launch_of(const function& f) {
  auto chosen = [](const auto& override, const auto& own) {
    return override && !override->empty() ? *override : own;
  };
  image_launch out{chosen(f.image_config.entrypoint, f.image->entrypoint),
                   chosen(f.image_config.command, f.image->command),
                   chosen(f.image_config.working_directory, f.image->working_directory)};
  if (out.working_directory.empty()) out.working_directory = "/";
  return out;
}

}  // namespace lambent::model
