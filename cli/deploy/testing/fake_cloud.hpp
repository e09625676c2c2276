// For tests: as much of Lambda, IAM, STS, CloudWatch Logs and S3 as a deployment touches, in
// memory. Checks every signature, remembers the order of calls, and fails when it is told to.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/testing/fake_server.hpp"
#include "cli/deploy/testing/permissions.hpp"

namespace lambent::cli::testing {

class fake_cloud {
public:
  fake_cloud();

  [[nodiscard]] std::string url() const { return server_.url(); }
  // "lambda GetFunction", in order.
  [[nodiscard]] std::vector<std::string> calls() const;
  void forget_calls();
  // Requests whose signature was wrong, by what was wrong.
  [[nodiscard]] std::vector<std::string> badly_signed() const;

  // The connection ends at the call of this number, counted from now: before it is carried out, or
  // when it is, instead of the answer.
  void cut_before(int call);
  void cut_after(int call);
  // The answer to the first call of that name is lost, and the next call is heard again.
  void lose_answer(std::string call);
  // So many calls are answered with TooManyRequestsException first.
  void throttle(int calls);
  // So many times Lambda does not know the role yet, and says so.
  void delay_role(int calls, std::string refusal =
                                 "The role defined for the function cannot be "
                                 "assumed by Lambda.");
  // So many times a change is still in progress when its function is asked for.
  void stay_busy(int calls);
  // The same at once, of a change that somebody else has begun.
  void begin_change(const std::string& function, int calls);

  // From now on its State is this, and the reason for it.
  void set_state(const std::string& function, const std::string& state, const std::string& code,
                 const std::string& reason);

  // Somebody encrypts its variables with a key of their own.
  void encrypt_environment(const std::string& function, const std::string& key_arn);

  // From now on nothing else is allowed.
  void allow_only(permissions what);
  // What was asked for since then, whether it was allowed or not.
  [[nodiscard]] permissions used_permissions() const;

  // Its members in AWS's words, without what passes: empty when there is no such function.
  [[nodiscard]] boost::json::object function(const std::string& name) const;
  // Its own URL's, not an alias's; empty when there is none.
  [[nodiscard]] boost::json::object url_config(const std::string& name) const;
  // The published ones that are there, oldest first.
  [[nodiscard]] std::vector<std::string> versions(const std::string& name) const;
  // ARNs of those that are attached; none where there is no such role.
  [[nodiscard]] std::set<std::string> policies(const std::string& role) const;

private:
  struct function_state {
    boost::json::object configuration;
    boost::json::object tags;
    std::vector<boost::json::object> versions;
    int published = 0;  // So many were: numbers are not given twice.
    std::map<std::string, boost::json::object> aliases;
    std::map<std::string, boost::json::object> urls;  // By qualifier.
    std::map<std::string, std::map<std::string, boost::json::object>>
        policies;  // By qualifier, Sid.
    int reserved_concurrency = -1;
    int busy = 0;
    boost::json::object state = {{"State", "Active"}};
  };
  struct role_state {
    std::set<std::string> policies;
  };
  struct refusal {
    int status;
    std::string code;
    std::string message;
  };

  std::string answer(const aws::testing::heard& request);
  std::string carry_out(const aws::testing::heard& request);
  std::string lambda(const aws::testing::heard& request, const std::vector<std::string>& path);
  std::string function_call(const std::string& method, const std::string& rest, function_state& f,
                            const std::vector<std::string>& path, const std::string& query,
                            const boost::json::object& body);
  std::string layer_call(const std::string& method, const std::vector<std::string>& path,
                         const boost::json::object& body);
  std::string iam(const std::string& action, const std::map<std::string, std::string>& form);
  std::string logs(const std::string& operation, const boost::json::object& body);
  std::string create(const boost::json::object& body);
  std::string refusal_of_role(const boost::json::object& configuration);
  bool is_allowed(const aws::testing::heard& request);
  void add_tags(boost::json::object& answer, const function_state& of);
  void hide_environment(boost::json::object& configuration);
  bool may_also(const std::string& action, const std::string& resource);
  void check_signature(const aws::testing::heard& request);

  mutable std::mutex mutex_;  // Guards all below; the server has a thread of its own.
  std::map<std::string, function_state> functions_;
  std::map<std::string, std::vector<boost::json::object>> layers_;  // Their versions, by name.
  std::map<std::string, role_state> roles_;
  std::map<std::string, int> log_groups_;  // Retention in days.
  std::map<std::string, std::string> objects_;
  std::vector<std::string> calls_;
  std::vector<std::string> badly_signed_;
  std::optional<permissions> allowed_;  // None: everything is.
  permissions used_;
  int seen_ = 0;
  int cut_before_ = 0;
  int cut_after_ = 0;
  std::string lost_answer_;
  int throttled_ = 0;
  int unknown_role_ = 0;
  std::string unknown_role_refusal_;
  int busy_ = 0;

  aws::testing::fake_server server_;  // Last: it calls back from its thread.
};

}  // namespace lambent::cli::testing
