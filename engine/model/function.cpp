#include "engine/model/function.hpp"

namespace lambent::model {

std::string function_arn(const function& of) {
  return "arn:aws:lambda:" + of.region + ":" + of.account + ":function:" + of.name;
}

}  // namespace lambent::model
