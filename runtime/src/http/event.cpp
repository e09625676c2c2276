// An HTTP event taken apart: one pass finds the members and what tells the origins apart, then each
// part is read in the way of its origin.
#include <lambent/base64.hpp>
#include <lambent/http/request.hpp>

#include <charconv>
#include <optional>

#include "uri.hpp"

namespace lambent::http {

namespace json = lambent::json;

namespace {

constexpr std::size_t shown_bytes_max = 64;

// The members that some origin has, as they stand in the event. Null counts as missing.
struct members {
  std::string_view version, http_method, resource, path, raw_path, raw_query_string, route_key;
  std::string_view headers, multi_value_headers, query, multi_value_query;
  std::string_view path_parameters, stage_variables, cookies, body, is_base64, request_context;
  std::string_view method, lattice_path, lattice_query, lattice_is_base64;  // VPC Lattice.
  std::string_view records, detail_type;  // Only to say what it is instead.
};

struct named {
  std::string_view name;
  std::string_view members::* where;
};

constexpr named known[] = {
    {"version", &members::version},
    {"httpMethod", &members::http_method},
    {"resource", &members::resource},
    {"path", &members::path},
    {"rawPath", &members::raw_path},
    {"rawQueryString", &members::raw_query_string},
    {"routeKey", &members::route_key},
    {"headers", &members::headers},
    {"multiValueHeaders", &members::multi_value_headers},
    {"queryStringParameters", &members::query},
    {"multiValueQueryStringParameters", &members::multi_value_query},
    {"pathParameters", &members::path_parameters},
    {"stageVariables", &members::stage_variables},
    {"cookies", &members::cookies},
    {"body", &members::body},
    {"isBase64Encoded", &members::is_base64},
    {"requestContext", &members::request_context},
    {"method", &members::method},
    {"raw_path", &members::lattice_path},
    {"query_string_parameters", &members::lattice_query},
    {"is_base64_encoded", &members::lattice_is_base64},
    {"Records", &members::records},
    {"detail-type", &members::detail_type},
};

bool find_members(json::reader& in, members& out) {
  if (!in.begin_object()) return false;
  std::string_view name;
  while (in.next_member(name)) {
    std::string_view* where = nullptr;
    for (const named& k : known) {
      if (k.name == name) where = &(out.*k.where);
    }
    std::string_view value;
    if (in.take_null()) continue;
    if (!in.read_raw(value)) return false;
    if (where != nullptr) *where = value;
  }
  return in.finish();
}

}  // namespace

// Fills a request. Its readers are over values that find_members() has checked, so a read fails
// only for a value of another kind than the origin's documentation says.
class event_parser {
public:
  event_parser(std::string_view event, request& into) : event_(event), r_(into) {}

  std::optional<failure> parse() {
    json::reader in(event_);
    if (in.peek() != json::kind::object) return wrong("it is not a JSON object");
    if (!find_members(in, m_)) return failure{"", "read the HTTP event: " + in.problem()};
    if (!m_.request_context.empty() && !read_context()) return problem("requestContext");
    if (!choose_origin()) return why_not();
    switch (r_.origin_) {
      case origin::http_api:
        return m_.http_method.empty() ? parse_payload_2() : parse_payload_1();
      case origin::function_url:
        return parse_payload_2();
      case origin::vpc_lattice:
        return parse_lattice();
      case origin::rest_api:
      case origin::load_balancer:
      case origin::websocket_api:
        return parse_payload_1();
    }
    return std::nullopt;
  }

private:
  // What in requestContext tells the origins apart.
  struct signs {
    bool http = false, elb = false, connection = false, service_network = false;
  };

  static failure wrong(std::string_view why) {
    std::string message =
        "the event is no HTTP request of API Gateway, a function URL, an Application Load Balancer "
        "or VPC Lattice: ";
    message += why;
    return {"", std::move(message)};
  }

  failure missing(std::string_view member) const {
    std::string message = "the event looks like a request of ";
    message += name_of(r_.origin_);
    message += ", but its member \"";
    message += member;
    message += "\" is missing";
    return {"", std::move(message)};
  }

  failure problem(std::string_view member) const {
    std::string message = "read the member \"";
    message += member;
    message += "\" of the HTTP event";
    if (!problem_.empty()) message += ": " + problem_;
    return {"", std::move(message)};
  }

  // A string's characters: a view into the event where nothing is escaped. Null is empty.
  bool text(json::reader& in, std::string_view& out) {
    if (in.take_null()) return true;
    std::string_view found;
    if (!in.read_text(found)) return failed(in);
    out = stable(found);
    return true;
  }

  bool text(std::string_view raw, std::string_view& out) {
    if (raw.empty()) return true;
    json::reader in(raw);
    return text(in, out);
  }

  bool failed(const json::reader& in) {
    problem_ = in.problem();
    return false;
  }

  bool read_context() {
    request_context& c = r_.context_;
    c.json = m_.request_context;
    json::reader in(m_.request_context);
    if (!in.begin_object()) return failed(in);
    std::string_view name;
    while (in.next_member(name)) {
      if (!read_context_member(in, name, c)) return failed(in);
    }
    return true;
  }

  bool read_context_member(json::reader& in, std::string_view name, request_context& c) {
    const auto is = [name](std::string_view other) { return name == other; };
    if (is("requestId")) return text(in, c.request_id);
    if (is("stage")) return text(in, c.stage);
    if (is("accountId")) return text(in, c.account_id);
    if (is("apiId")) return text(in, c.api_id);
    if (is("domainName")) return text(in, c.domain_name);
    if (is("routeKey") || is("resourcePath")) return text(in, c.route);
    if (is("eventType")) return text(in, c.event_type);
    if (is("messageId")) return text(in, c.message_id);
    if (is("targetGroupArn")) return text(in, c.target_group_arn);
    if (is("timeEpoch") || is("requestTimeEpoch")) return time(in, c);
    if (is("authorizer")) return in.take_null() || in.read_raw(c.authorizer);
    if (is("connectionId")) {
      signs_.connection = true;
      return text(in, c.connection_id);
    }
    if (is("serviceNetworkArn")) signs_.service_network = true;
    const bool http = is("http");
    const bool elb = is("elb");
    signs_.http = signs_.http || http;
    signs_.elb = signs_.elb || elb;
    if ((http || elb || is("identity")) && in.peek() == json::kind::object) {
      return read_nested(in, http, c);
    }
    return in.skip();
  }

  // requestContext.http, .identity and .elb.
  bool read_nested(json::reader& in, bool http, request_context& c) {
    if (!in.begin_object()) return false;
    std::string_view name;
    while (in.next_member(name)) {
      if (name == "sourceIp") {
        if (!text(in, c.source_ip)) return false;
      } else if (name == "userAgent") {
        if (!text(in, c.user_agent)) return false;
      } else if (name == "targetGroupArn") {
        if (!text(in, c.target_group_arn)) return false;
      } else if (http && name == "method") {
        if (!text(in, r_.method_)) return false;
      } else if (!in.skip()) {
        return false;
      }
    }
    return !in.failed();
  }

  // Milliseconds, save in VPC Lattice: microseconds, as a string.
  static bool time(json::reader& in, request_context& c) {
    using std::chrono::milliseconds;
    std::int64_t count = 0;
    if (in.peek() == json::kind::number) {
      if (!in.read(count)) return false;
      c.time = std::chrono::sys_time<milliseconds>(milliseconds(count));
      return true;
    }
    std::string_view digits;
    if (!in.read_text(digits)) return false;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    c.time = std::chrono::sys_time<milliseconds>(milliseconds(count / 1000));
    return true;
  }

  bool choose_origin() {
    const auto choose = [this](origin who) {
      r_.origin_ = who;
      return true;
    };
    if (signs_.http) {
      // A function URL's event has the form of an HTTP API's; its domain tells.
      const bool url = r_.context_.domain_name.find(".lambda-url.") != std::string_view::npos;
      return choose(url ? origin::function_url : origin::http_api);
    }
    if (signs_.elb) return choose(origin::load_balancer);
    if (signs_.connection) return choose(origin::websocket_api);
    if (signs_.service_network || !m_.lattice_path.empty()) return choose(origin::vpc_lattice);
    if (m_.version == "\"2.0\"" && !m_.raw_path.empty()) return choose(origin::http_api);
    if (m_.version == "\"1.0\"" && !m_.http_method.empty()) return choose(origin::http_api);
    if (!m_.http_method.empty() || !m_.resource.empty()) return choose(origin::rest_api);
    return false;
  }

  failure why_not() const {
    if (!m_.records.empty()) return wrong("it has \"Records\", as queues, topics and buckets send");
    if (!m_.detail_type.empty()) return wrong("it has \"detail-type\", as EventBridge sends");
    if (!m_.request_context.empty()) {
      return wrong(
          "its requestContext has none of http, elb, connectionId and serviceNetworkArn, and "
          "\"httpMethod\" is missing");
    }
    std::string why = "\"requestContext\" and \"httpMethod\" are missing";
    json::reader in(event_);
    std::string_view first;
    if (in.begin_object() && in.next_member(first)) {
      why += "; it begins with \"";
      why += first.substr(0, shown_bytes_max);
      why += '"';
    }
    return wrong(why);
  }

  // HTTP API payload format 2.0 and function URLs.
  std::optional<failure> parse_payload_2() {
    if (r_.method_.empty()) return missing("requestContext.http.method");
    if (m_.raw_path.empty()) return missing("rawPath");
    if (!text(m_.raw_path, r_.path_)) return problem("rawPath");
    if (!text(m_.raw_query_string, r_.query_string_)) return problem("rawQueryString");
    r_.has_query_string_ = true;
    r_.add_query(r_.query_string_, r_.query_);
    if (!fields(m_.headers, r_.headers_)) return problem("headers");
    if (!cookies()) return problem("cookies");
    if (r_.context_.route.empty() && !text(m_.route_key, r_.context_.route)) {
      return problem("routeKey");
    }
    return common();
  }

  // REST and WebSocket APIs, HTTP API payload format 1.0 and load balancers.
  std::optional<failure> parse_payload_1() {
    const bool websocket = r_.origin_ == origin::websocket_api;
    if (!websocket && m_.http_method.empty()) return missing("httpMethod");
    if (!websocket && m_.path.empty()) return missing("path");
    r_.method_ = "GET";  // Of a WebSocket's upgrade.
    r_.path_ = "/";
    if (!text(m_.http_method, r_.method_)) return problem("httpMethod");
    if (!text(m_.path, r_.path_)) return problem("path");
    const bool balancer = r_.origin_ == origin::load_balancer;
    // Where the multi-value maps are there, they have everything.
    r_.multi_value_ = !balancer || !m_.multi_value_headers.empty();
    if (!fields(m_.multi_value_headers, r_.headers_)) return problem("multiValueHeaders");
    if (m_.multi_value_headers.empty() && !fields(m_.headers, r_.headers_)) {
      return problem("headers");
    }
    const bool multi = !m_.multi_value_query.empty();
    if (!fields(multi ? m_.multi_value_query : m_.query, r_.query_, balancer)) {
      return problem(multi ? "multiValueQueryStringParameters" : "queryStringParameters");
    }
    cookies_of_headers();
    if (balancer && r_.context_.source_ip.empty()) {
      const std::string_view forwarded = r_.header("x-forwarded-for");
      r_.context_.source_ip = forwarded.substr(0, forwarded.find(','));
      r_.context_.user_agent = r_.header("user-agent");
    }
    return common();
  }

  std::optional<failure> parse_lattice() {
    const bool first_version = !m_.lattice_path.empty();
    if (m_.method.empty()) return missing("method");
    if (!first_version && m_.path.empty()) return missing("path");
    if (!text(m_.method, r_.method_)) return problem("method");
    std::string_view whole;
    if (!text(first_version ? m_.lattice_path : m_.path, whole)) return problem("path");
    const std::size_t question = whole.find('?');
    r_.path_ = whole.substr(0, question);
    if (!fields(m_.headers, r_.headers_)) return problem("headers");
    if (question != std::string_view::npos) {
      r_.query_string_ = whole.substr(question + 1);
      r_.has_query_string_ = true;
      r_.add_query(r_.query_string_, r_.query_);
    } else if (!fields(first_version ? m_.lattice_query : m_.query, r_.query_)) {
      return problem("queryStringParameters");
    }
    cookies_of_headers();
    return common();
  }

  std::optional<failure> common() {
    if (!fields(m_.path_parameters, r_.path_parameters_)) return problem("pathParameters");
    if (!fields(m_.stage_variables, r_.stage_variables_)) return problem("stageVariables");
    if (m_.body.empty()) return std::nullopt;
    if (!text(m_.body, r_.body_)) return problem("body");
    if (m_.is_base64 != "true" && m_.lattice_is_base64 != "true") return std::nullopt;
    auto bytes = base64_decode(r_.body_);
    if (!bytes) return failure{"", "decode the HTTP event's body: it says base64 and is not"};
    r_.body_ = r_.keep(*std::move(bytes));
    return std::nullopt;
  }

  // An object of strings, or of arrays of strings.
  template <class Fields>
  bool fields(std::string_view raw, Fields& out, bool decode = false) {
    if (raw.empty()) return true;
    json::reader in(raw);
    if (!in.begin_object()) return failed(in);
    std::string_view found;
    while (in.next_member(found)) {
      std::string_view name = stable(found);
      if (decode && is_encoded(name, true)) name = r_.keep(percent_decoded(name, true));
      const bool many = in.peek() == json::kind::array;
      if (many && !in.begin_array()) return failed(in);
      while (!many || in.next_element()) {
        std::string_view value;
        if (!text(in, value)) return false;
        if (decode && is_encoded(value, true)) value = r_.keep(percent_decoded(value, true));
        out.add(name, value);
        if (!many) break;
      }
    }
    return true;
  }

  // What the reader gives, where it outlives the next call to the reader.
  std::string_view stable(std::string_view found) {
    const bool in_event =
        found.data() >= event_.data() && found.data() <= event_.data() + event_.size();
    return in_event ? found : r_.keep(std::string(found));
  }

  // Payload format 2.0 takes them out of the headers.
  bool cookies() {
    if (m_.cookies.empty()) {
      cookies_of_headers();
      return true;
    }
    json::reader in(m_.cookies);
    if (!in.begin_array()) return failed(in);
    while (in.next_element()) {
      std::string_view cookie;
      if (!text(in, cookie)) return false;
      add_cookie(cookie);
    }
    return true;
  }

  void cookies_of_headers() {
    for (std::string_view line : r_.headers_.all("cookie")) {
      while (!line.empty()) {
        const std::size_t end = line.find(';');
        add_cookie(line.substr(0, end));
        line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
      }
    }
  }

  void add_cookie(std::string_view pair) {
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return;
    r_.cookies_.add(pair.substr(0, equals), pair.substr(equals + 1));
  }

  std::string_view event_;
  request& r_;
  members m_;
  signs signs_;
  std::string problem_;
};

result<request> request::from_event(std::string_view event) {
  request made;
  if (auto why = event_parser(event, made).parse()) return *std::move(why);
  return made;
}

}  // namespace lambent::http
