#include "aws/credentials/chain.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include "aws/sigv4/verifier.hpp"
#include "aws/testing/fake_server.hpp"
#include "aws/testing/world.hpp"
#include "base/fd.hpp"

using namespace lambent::aws;
using lambent::aws::testing::fake_server;
using lambent::aws::testing::heard;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::world;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// A chain in a world, opened on first use.
class asked {
public:
  explicit asked(world& in, client_options options = {})
      : around_(in.around()),
        config_(configuration::resolve(options, in.variables()).value()),
        with_(around_, {}, 3),
        chain_(config_, with_, around_) {}

  credential_chain& chain() { return chain_; }
  // "KEY/SECRET/TOKEN from PLACE", or "error" and what it says.
  std::string get() { return told(chain_.get()); }
  std::string get_local() { return told(chain_.get_local()); }
  call_error error() {
    auto keys = chain_.get();
    REQUIRE(!keys.has_value());
    return std::move(keys).error();
  }

private:
  static std::string told(const std::expected<const credentials*, call_error>& keys) {
    if (!keys) return "error: " + keys.error().error.what;
    return (*keys)->access_key_id + "/" + (*keys)->secret_access_key + "/" +
           (*keys)->session_token + " from " + (*keys)->from;
  }

  surroundings around_;
  configuration config_;
  caller with_;
  credential_chain chain_;
};

std::string key_document(std::string_view key, std::string_view expires = "2015-08-30T13:36:00Z") {
  return R"({"Code":"Success","AccessKeyId":")" + std::string(key) +
         R"(","SecretAccessKey":"s","Token":"t","Expiration":")" + std::string(expires) + "\"}";
}

// What STS answers to AssumeRole and AssumeRoleWithWebIdentity.
std::string sts_answer(const heard& request, std::string_view key) {
  std::string action =
      request.body.contains("WithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
  return http_answer(200, "<" + action + "Response><" + action +
                              "Result><Credentials><AccessKeyId>" + std::string(key) +
                              "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t"
                              "</SessionToken><Expiration>2015-08-30T13:36:00Z</Expiration>"
                              "</Credentials></" +
                              action + "Result></" + action + "Response>");
}

// Whose key signed it; empty for what is not signed.
std::string signer(const heard& request) {
  std::string by;
  auto verified = sigv4::verify(
      {request.method, request.target, request.headers, request.body},
      [&](std::string_view key) {
        by = key;
        return "s";
      },
      testing::world_begins);
  return verified ? by : by + " (wrong)";
}

}  // namespace

TEST_CASE("keys of the environment come first, with their session token") {
  world in("", "[default]\naws_access_key_id = P\naws_secret_access_key = S\n");
  in.set("AWS_ACCESS_KEY_ID", "E");
  in.set("AWS_SECRET_ACCESS_KEY", "s");
  CHECK(asked(in).get() == "E/s/ from the environment");
  in.set("AWS_SESSION_TOKEN", "t");
  CHECK(asked(in).get() == "E/s/t from the environment");
  in.set("AWS_SECRET_ACCESS_KEY", "");
  CHECK(asked(in).get() ==
        "error: credentials from the environment: of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY "
        "only one is set");
}

TEST_CASE("--profile is meant, whatever the environment holds; AWS_PROFILE is not") {
  world in("", "[work]\naws_access_key_id = P\naws_secret_access_key = S\naws_session_token = T\n");
  in.set("AWS_ACCESS_KEY_ID", "E");
  in.set("AWS_SECRET_ACCESS_KEY", "s");
  in.set("AWS_PROFILE", "work");
  CHECK(asked(in).get() == "E/s/ from the environment");
  CHECK(asked(in, {.profile = "work"}).get() == "P/S/T from profile work");
}

TEST_CASE("where nothing has credentials, every place that was asked is named") {
  world in("[profile empty]\nregion = a\n");
  call_error e = asked(in).error();
  CHECK(e.kind == call_failure::credentials);
  CHECK(
      e.error.what ==
      "no AWS credentials (the environment: AWS_ACCESS_KEY_ID is not set; web identity: "
      "AWS_WEB_IDENTITY_TOKEN_FILE is not set; profile default: AWS's config files have none; the "
      "container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set; the instance: "
      "AWS_EC2_METADATA_DISABLED is set)");
  CHECK(e.error.hint ==
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure` or `aws sso "
        "login`");
  CHECK(asked(in, {.profile = "empty"})
            .error()
            .error.what.starts_with(
                "no AWS credentials (profile empty: it has no credentials; the container: "));
}

TEST_CASE("a profile with half of its keys is an error, and no other place is asked") {
  world in("", "[default]\naws_access_key_id = P\n");
  CHECK(asked(in).get() ==
        "error: credentials from profile default: profile default has no aws_secret_access_key "
        "beside the other");
}

TEST_CASE("web identity takes on a role without keys") {
  fake_server sts([](const heard& request) { return sts_answer(request, "WEB"); });
  world in;
  in.set("AWS_ENDPOINT_URL_STS", sts.url());
  in.set("AWS_WEB_IDENTITY_TOKEN_FILE", in.write("token", "a.b+c/d\n"));
  CHECK(asked(in).get() ==
        "error: credentials from web identity: AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN "
        "is not");
  in.set("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
  CHECK(asked(in).get() == "WEB/s/t from the web identity token " + in.folder() + "/token");
  heard said = sts.requests().at(0);
  CHECK(said.header("authorization").empty());
  CHECK(said.body ==
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole"
        "%2Fr&RoleSessionName=lambent-1440938160&WebIdentityToken=a.b%2Bc%2Fd");
  in.set("AWS_ROLE_SESSION_NAME", "ci");
  CHECK(asked(in).get().starts_with("WEB/"));
  CHECK(sts.requests().at(1).body.contains("&RoleSessionName=ci&"));
}

TEST_CASE("the role of a profile comes before a web identity in the environment") {
  fake_server sts([](const heard& request) {
    return sts_answer(request, request.body.contains("WithWebIdentity") ? "WEB" : "ROLE");
  });
  world in(
      "[profile role]\nrole_arn = arn:r\nsource_profile = base\n"
      "[profile web]\nrole_arn = arn:w\nweb_identity_token_file = gone\n",
      "[base]\naws_access_key_id = B\naws_secret_access_key = s\n");
  in.set("AWS_ENDPOINT_URL_STS", sts.url());
  in.set("AWS_WEB_IDENTITY_TOKEN_FILE", in.write("token", "t"));
  in.set("AWS_ROLE_ARN", "arn:e");
  in.set("AWS_PROFILE", "role");
  CHECK(asked(in).get() == "ROLE/s/t from the role of profile role");
  for (const char* other : {"base", "web"}) {
    in.set("AWS_PROFILE", other);
    CHECK(asked(in).get().starts_with("WEB/s/t from the web identity token "));
  }
  // Keys in the environment come before both.
  in.set("AWS_PROFILE", "role");
  in.set("AWS_ACCESS_KEY_ID", "E");
  in.set("AWS_SECRET_ACCESS_KEY", "s");
  CHECK(asked(in).get() == "E/s/ from the environment");
}

TEST_CASE("a refusal of STS is told with the role") {
  fake_server sts(403,
                  "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not authorized"
                  "</Message></Error></ErrorResponse>");
  world in("[default]\nrole_arn = arn:r\nsource_profile = base\n",
           "[base]\naws_access_key_id = B\naws_secret_access_key = s\n");
  in.set("AWS_ENDPOINT_URL", sts.url());
  call_error e = asked(in).error();
  CHECK(e.kind == call_failure::credentials);
  CHECK(
      e.error.what ==
      "credentials from profile default: take on role arn:r of profile default: AccessDenied: Not "
      "authorized");
}

TEST_CASE("a profile takes on a role by the keys of another, and that one of a third") {
  fake_server sts([](const heard& request) {
    return sts_answer(request, request.body.contains("role%2Fouter") ? "OUTER" : "INNER");
  });
  world in(
      "[profile outer]\nrole_arn = arn:aws:iam::1:role/outer\nsource_profile = inner\n"
      "external_id = e 1\nduration_seconds = 900\nrole_session_name = me\n"
      "[profile inner]\nrole_arn = arn:aws:iam::1:role/inner\nsource_profile = base\n"
      "[profile base]\nrole_arn = not:used\naws_access_key_id = B\naws_secret_access_key = s\n");
  in.set("AWS_ENDPOINT_URL_STS", sts.url());
  CHECK(asked(in, {.profile = "outer"}).get() == "OUTER/s/t from the role of profile outer");
  auto requests = sts.requests();
  REQUIRE(requests.size() == 2);
  CHECK(signer(requests[0]) == "B");
  CHECK(signer(requests[1]) == "INNER");
  CHECK(requests[1].header("x-amz-security-token") == "t");
  CHECK(requests[1].body ==
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fouter"
        "&RoleSessionName=me&ExternalId=e%201&DurationSeconds=900");
}

TEST_CASE("a profile may be its own source, but sources must not go in a circle") {
  fake_server sts([](const heard& request) { return sts_answer(request, "ROLE"); });
  world in(
      "[profile self]\nrole_arn = r\nsource_profile = self\naws_access_key_id = B\n"
      "aws_secret_access_key = s\n"
      "[profile alone]\nrole_arn = r\nsource_profile = alone\n"
      "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile=a\n"
      "[profile lost]\nrole_arn = r\nsource_profile = gone\n"
      "[profile none]\nrole_arn = r\n"
      "[profile both]\nrole_arn = r\nsource_profile = a\ncredential_source = Environment\n"
      "[profile odd]\nrole_arn = r\ncredential_source = Somewhere\n"
      "[profile dry]\nrole_arn = r\nsource_profile = empty\n[profile empty]\nregion = a\n");
  in.set("AWS_ENDPOINT_URL", sts.url());
  CHECK(asked(in, {.profile = "self"}).get() == "ROLE/s/t from the role of profile self");
  auto wrong = [&](const std::string& profile, const std::string& what) {
    CHECK(asked(in, {.profile = profile}).error().error.what ==
          "credentials from profile " + profile + ": " + what);
  };
  wrong("alone", "the profiles' sources go in a circle: alone → alone");
  wrong("a", "the profiles' sources go in a circle: a → b → a");
  wrong("lost", "profile lost has source_profile = gone, and there is no such profile");
  wrong("none", "profile none has role_arn and neither source_profile nor credential_source");
  wrong("both", "profile both has role_arn and both source_profile and credential_source");
  wrong("odd", "profile odd has credential_source = Somewhere");
  wrong("dry", "profile empty has no credentials");
}

TEST_CASE("profiles that stand on one another are at most eight") {
  std::string config;
  for (int i = 0; i < 9; ++i)
    config += "[profile p" + std::to_string(i) + "]\nrole_arn = r\nsource_profile = p" +
              std::to_string(i + 1) + "\n";
  config += "[profile p9]\naws_access_key_id = B\naws_secret_access_key = s\n";
  fake_server sts([](const heard& request) { return sts_answer(request, "ROLE"); });
  world in(config);
  in.set("AWS_ENDPOINT_URL", sts.url());
  CHECK(asked(in, {.profile = "p2"}).get().starts_with("ROLE/"));
  CHECK(asked(in, {.profile = "p1"})
            .error()
            .error.what.starts_with(
                "credentials from profile p1: more than 8 profiles stand on one another: p1 → "));
}

TEST_CASE("a role can be taken on by the keys of the environment, a container or an instance") {
  fake_server aws([](const heard& request) {
    if (request.target == "/keys") return http_answer(200, key_document("BOX"));
    if (request.target == "/latest/api/token") return http_answer(200, "imds-token");
    if (request.target.ends_with("/security-credentials/")) return http_answer(200, "role 1\n");
    if (request.method == "GET") return http_answer(200, key_document("VM"));
    return sts_answer(request, "ROLE");
  });
  world in(
      "[profile e]\nrole_arn = r\ncredential_source = Environment\n"
      "[profile c]\nrole_arn = r\ncredential_source = EcsContainer\n"
      "[profile i]\nrole_arn = r\ncredential_source = Ec2InstanceMetadata\n");
  in.set("AWS_ENDPOINT_URL", aws.url());
  CHECK(asked(in, {.profile = "e"}).error().error.what ==
        "credentials from profile e: credential_source = Environment of profile e: "
        "AWS_ACCESS_KEY_ID is not set");
  in.set("AWS_ACCESS_KEY_ID", "E");
  in.set("AWS_SECRET_ACCESS_KEY", "s");
  in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", aws.url() + "/keys");
  in.set("AWS_EC2_METADATA_DISABLED", "");
  in.set("AWS_METADATA_SERVICE_TIMEOUT", "30");
  in.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.url());
  for (const auto& [profile, key] :
       {std::pair("e", "E"), std::pair("c", "BOX"), std::pair("i", "VM")}) {
    CHECK(asked(in, {.profile = profile}).get().starts_with("ROLE/"));
    CHECK(signer(aws.requests().back()) == key);
  }
}

TEST_CASE("credential_process is run without a shell, and what it prints is read") {
  world in(
      "[profile good]\ncredential_process = keys 'two words' $HOME;*\n"
      "[profile fails]\ncredential_process = fails\n[profile talks]\ncredential_process = talks\n"
      "[profile gone]\ncredential_process = no-such-program\n"
      "[profile quote]\ncredential_process = keys 'open\n");
  in.write_program("keys",
                   "printf '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\","
                   "\"SessionToken\":\"t\"}' \"$1\" \"$2\"\n");
  in.write_program("fails", "echo first >&2; echo 'sign in first' >&2; exit 3\n");
  in.write_program("talks", "echo hello\n");
  CHECK(asked(in, {.profile = "good"}).get() ==
        "two words/$HOME;*/t from credential_process of profile good");
  auto wrong = [&](const std::string& profile, const std::string& what) {
    CHECK(asked(in, {.profile = profile}).error().error.what ==
          "credentials from profile " + profile + ": credential_process of profile " + profile +
              ": " + what);
  };
  wrong("fails", "run fails: exit status 3: sign in first");
  wrong("talks", "read what talks printed: it is not JSON: syntax error");
  wrong("gone", "run no-such-program: start no-such-program: No such file or directory");
  wrong("quote", "split the command: a quote is not closed");
}

TEST_CASE("credential_process reads from our terminal, and not from our input that is none") {
  world in("[profile asks]\ncredential_process = asks\n");
  in.write_program("asks",
                   "read code\nprintf '{\"Version\":1,\"AccessKeyId\":\"K%s\","
                   "\"SecretAccessKey\":\"s\"}' \"$code\"\n");
  int ours = -1;
  int theirs = -1;
  REQUIRE(::openpty(&ours, &theirs, nullptr, nullptr, nullptr) == 0);
  const lambent::fd person(ours);
  const lambent::fd terminal(theirs);
  const lambent::fd file(::open(in.write("input", "456\n").c_str(), O_RDONLY | O_CLOEXEC));
  REQUIRE(::write(person.get(), "123\n", 4) == 4);
  const lambent::fd kept(::dup(STDIN_FILENO));
  ::dup2(terminal.get(), STDIN_FILENO);
  const std::string by_person = asked(in, {.profile = "asks"}).get();
  ::dup2(file.get(), STDIN_FILENO);
  const std::string by_file = asked(in, {.profile = "asks"}).get();
  ::close(STDIN_FILENO);
  if (kept) ::dup2(kept.get(), STDIN_FILENO);
  CHECK(by_person == "K123/s/ from credential_process of profile asks");
  CHECK(by_file == "K/s/ from credential_process of profile asks");
}

TEST_CASE("profiles of those who sign in are left to the AWS CLI") {
  world in(
      "[profile sso]\nsso_session = s\nsso_account_id = 1\n[profile old]\nsso_start_url = u\n"
      "[profile login]\nlogin_session = l\n"
      "[profile mfa]\nrole_arn = r\nmfa_serial = m\nsource_profile = sso\n");
  in.write_program("aws",
                   "[ \"$1 $2 $3 $5 $6\" = 'configure export-credentials --profile --format "
                   "process' ] || exit 9\n"
                   "printf '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"s\","
                   "\"SessionToken\":\"t\",\"Expiration\":\"2015-08-30T13:00:00+00:00\"}' "
                   "\"$4\"\n");
  for (const char* profile : {"sso", "old", "login", "mfa"})
    CHECK(asked(in, {.profile = profile}).get() ==
          std::string(profile) + "/s/t from profile " + profile + ", by the AWS CLI");
  in.write_program("aws",
                   "echo 'Error when retrieving token from sso: Token has expired' >&2\n"
                   "exit 255\n");
  call_error e = asked(in, {.profile = "sso"}).error();
  CHECK(e.error.what ==
        "credentials from profile sso: run aws: exit status 255: Error when retrieving token from "
        "sso: Token has expired");
  CHECK(e.error.hint == "`aws sso login --profile sso` signs in");
  CHECK(asked(in, {.profile = "login"}).error().error.hint ==
        "`aws login --profile login` signs in");
  CHECK(asked(in, {.profile = "mfa"}).error().error.hint ==
        "the AWS CLI asks at a terminal for the code of the MFA device m");
  in.write_program("aws", "echo 'aws: error: argument subcommand: Invalid choice' >&2\nexit 2\n");
  CHECK(asked(in, {.profile = "sso"}).error().error.what ==
        "credentials from profile sso: profile sso needs the AWS CLI version 2 to sign in, and the "
        "one in PATH has no `aws configure export-credentials`");
}

TEST_CASE("a container's endpoint is asked with its token, where the token may go") {
  fake_server box([](const heard& request) {
    return request.target == "/keys?id=1" ? http_answer(200, key_document("BOX"))
                                          : http_answer(404, "gone");
  });
  world in;
  in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", box.url() + "/keys?id=1");
  in.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc");
  CHECK(asked(in).get() == "BOX/s/t from the container's endpoint " + box.url() + "/keys");
  CHECK(box.requests().at(0).header("authorization") == "Basic abc");
  in.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", in.write("box-token", "from-file"));
  CHECK(asked(in).get().starts_with("BOX/"));
  CHECK(box.requests().at(1).header("authorization") == "from-file");

  in.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", in.write("box-token", "a\nX-Injected: b"));
  CHECK(asked(in).get() ==
        "error: credentials from the container: the container's authorization token has a line "
        "break");
  in.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "");
  in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", box.url() + "/other");
  CHECK(asked(in).get() ==
        "error: credentials from the container: GET " + box.url() + "/other: HTTP status 404");
  for (const char* host : {"example.test", "169.254.170.3", "127.0.0.1.example.test", "10.0.0.1"}) {
    in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + std::string(host) + "/keys");
    CHECK(asked(in).get() ==
          "error: credentials from the container: AWS_CONTAINER_CREDENTIALS_FULL_URI names host " +
              std::string(host) + " over http");
  }
}

TEST_CASE("a container's endpoint is asked three times while its troubles may pass") {
  std::vector<int> statuses;
  fake_server box([&](const heard&) {
    const int status = statuses.front();
    if (statuses.size() > 1) statuses.erase(statuses.begin());
    if (status == 0) return std::string();
    return http_answer(status, key_document("BOX"));
  });
  world in;
  in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", box.url() + "/keys");
  statuses = {503, 429, 200};
  CHECK(asked(in).get().starts_with("BOX/"));
  CHECK(in.slept == std::vector<std::chrono::milliseconds>{seconds(1), seconds(1)});
  statuses = {0, 200};
  CHECK(asked(in).get().starts_with("BOX/"));
  statuses = {500};
  std::size_t before = box.requests().size();
  CHECK(asked(in).get() ==
        "error: credentials from the container: GET " + box.url() + "/keys: HTTP status 500");
  CHECK(box.requests().size() == before + 3);
  statuses = {403};
  before = box.requests().size();
  CHECK(asked(in).get().ends_with("HTTP status 403"));
  CHECK(box.requests().size() == before + 1);
}

TEST_CASE("an instance is asked by version 2 of its metadata service") {
  fake_server imds([](const heard& request) {
    if (request.target == "/latest/api/token") return http_answer(200, "imds-token");
    if (request.target.ends_with("/security-credentials/")) return http_answer(200, "role 1\nx");
    return http_answer(200, key_document("VM"));
  });
  world in;
  in.set("AWS_EC2_METADATA_DISABLED", "false");
  in.set("AWS_METADATA_SERVICE_TIMEOUT", "30");
  in.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url() + "/");
  CHECK(asked(in).get() == "VM/s/t from the instance's role role 1");
  auto requests = imds.requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].method == "PUT");
  CHECK(requests[0].header("x-aws-ec2-metadata-token-ttl-seconds") == "21600");
  CHECK(requests[1].target == "/latest/meta-data/iam/security-credentials/");
  CHECK(requests[1].header("x-aws-ec2-metadata-token") == "imds-token");
  CHECK(requests[2].target == "/latest/meta-data/iam/security-credentials/role%201");
  CHECK(requests[2].header("x-aws-ec2-metadata-token") == "imds-token");
}

TEST_CASE("an instance that is silent for a second, or has no role, has no credentials") {
  fake_server silent([](const heard&) { return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"; });
  world in;
  in.set("AWS_EC2_METADATA_DISABLED", "");
  in.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", silent.url());
  auto begun = std::chrono::steady_clock::now();
  std::string what = asked(in).get();
  CHECK(std::chrono::steady_clock::now() - begun >= seconds(1));
  CHECK(what.contains("; the instance: PUT " + silent.url() + "/latest/api/token: "));
  in.set("AWS_METADATA_SERVICE_TIMEOUT", "30");
  fake_server no_role(404, "");
  in.set("AWS_EC2_METADATA_SERVICE_ENDPOINT", no_role.url());
  CHECK(asked(in).get().contains("; the instance: PUT " + no_role.url() +
                                 "/latest/api/token: HTTP status 404)"));
}

TEST_CASE(
    "keys that expire are fetched anew five minutes before, and kept while there are no new") {
  int served = 0;
  bool broken = false;
  fake_server box([&](const heard&) {
    if (broken) return http_answer(500, "");
    return http_answer(200, key_document("K" + std::to_string(++served)));
  });
  world in;
  in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", box.url() + "/");
  asked with(in);
  CHECK(with.get().starts_with("K1/"));
  in.now += minutes(54);
  CHECK(with.get().starts_with("K1/"));
  CHECK(box.requests().size() == 1);
  in.now += minutes(1);
  broken = true;
  CHECK(with.get().starts_with("K1/"));
  CHECK(box.requests().size() == 4);
  in.now += minutes(5);
  CHECK(with.get().starts_with("error: credentials from the container: "));
  broken = false;
  CHECK(with.get().starts_with("K2/"));
  CHECK(with.chain().forget());
  CHECK(with.get().starts_with("K3/"));
}

TEST_CASE("keys that do not expire are looked for once, and there are no newer ones") {
  world in("", "[default]\naws_access_key_id = P\naws_secret_access_key = S\n");
  asked with(in);
  CHECK(with.get().starts_with("P/"));
  in.write("credentials", "");
  in.now += minutes(1000);
  CHECK(with.get().starts_with("P/"));
  CHECK(!with.chain().forget());
}

TEST_CASE("for the engine on this machine any keys will do, and no network is asked") {
  world in("[profile sso]\nsso_session = s\n",
           "[default]\naws_access_key_id = P\naws_secret_access_key = S\n[mine]\n"
           "aws_access_key_id = M\naws_secret_access_key = S\n");
  in.set("AWS_PROFILE", "sso");
  CHECK(asked(in).get_local() == "test/test/ from the environment");
  in.set("AWS_ACCESS_KEY_ID", "123456789012");
  CHECK(asked(in).get_local() == "123456789012/test/ from the environment");
  CHECK(asked(in, {.profile = "mine"}).get_local() == "M/S/ from profile mine");
}

TEST_CASE("keys for the engine are never taken for AWS's") {
  world in("", "[default]\naws_access_key_id = P\naws_secret_access_key = S\n");
  asked with(in);
  CHECK(with.get_local().starts_with("test/"));
  CHECK(with.get().starts_with("P/"));
  CHECK(with.get_local().starts_with("test/"));
}
