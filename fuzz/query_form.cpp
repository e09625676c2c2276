// Any bytes as the body of a query protocol request: read as a form, a list, a policy and a web
// token; what is echoed must be XML that can be read.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/xml_reader.hpp"
#include "engine/companions/iam/policy_document.hpp"
#include "engine/companions/query/members.hpp"
#include "engine/companions/query/protocol.hpp"
#include "engine/companions/sts/web_identity.hpp"

using namespace lambent;
namespace query = companions::query;
namespace iam = companions::iam;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  http::request request{"POST", "/", {}, std::string(reinterpret_cast<const char*>(data), size)};
  auto input = query::read_form(request);
  if (!input) return 0;
  const std::array table{api::member{.name = "A", .required = true, .min = 1, .max = 3},
                         api::member{.name = "N", .kind = api::member_kind::integer, .min = 1}};
  (void)query::check_members(*input, table);
  std::string_view text = input->get("A");
  (void)iam::check_document(text, iam::document_kind::identity);
  (void)iam::check_document(text, iam::document_kind::trust);
  (void)iam::trusts_lambda(text);
  (void)companions::sts::read_web_identity(text);

  xml_writer result = query::begin_response({"urn:x"}, "Echo", true);
  for (const auto& one : input->texts("L")) result.element("member", one);
  for (const auto& [key, value] : input->pairs("T", "Key", "Value"))
    result.element("Key", key).element("Value", value);
  auto answered = query::end_response(std::move(result), true, {"1", "r", "id", 0});
  if (!parse_xml(answered.body)) std::abort();
  return 0;
}
