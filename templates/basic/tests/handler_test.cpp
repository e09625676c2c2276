#include "handler.hpp"

#include <lambent/testing.hpp>

#include "check.hpp"

int main() {
  const auto answer = lambent::testing::call(handle, event_file("hello.json"));
  check(answer.body.starts_with(R"({"message":"Hello Ada",)"), "the reply greets");

  const auto nobody = lambent::testing::call(handle, R"({"name":""})");
  check_equal(said(nobody), "NoName: whom shall {{name}} greet?", "a name is needed");

  const auto other = lambent::testing::call(handle, R"({"nam":"Ada"})");
  check(!other.ok() && other.error->type == "Runtime.UnmarshalError", "another event is refused");
  return failed_checks == 0 ? 0 : 1;
}
