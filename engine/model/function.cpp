#include "engine/model/function.hpp"

#include "base/sha256.hpp"

namespace lambent::model {

std::string function_arn(const function& of) {
  return "arn:aws:lambda:" + of.region + ":" + of.account + ":function:" + of.name;
}

std::string runtime_version_arn(const function& f) {
  return "arn:aws:lambda:" + f.region + "::runtime:" + to_hex(sha256(f.runtime));
}

}  // namespace lambent::model
