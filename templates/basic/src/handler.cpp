// First, so that `lambent watch` takes its compiled form.
#include <lambent/lambent.hpp>

#include "handler.hpp"

greeting handle(const request& event, const lambent::context& context) {
  if (event.name.empty()) throw lambent::failure{"NoName", "whom shall {{name}} greet?"};
  return {"Hello " + event.name, std::string(context.request_id)};
}
