// A Runtime API for tests with several workers: any number of connections, each GET next waits for
// an event of its own, every POST is taken. A thread for each connection.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lambent {

class parallel_api {
public:
  parallel_api();
  ~parallel_api() { end(); }
  parallel_api(const parallel_api&) = delete;
  parallel_api& operator=(const parallel_api&) = delete;

  const std::string& address() const { return address_; }

  // The answer to a GET next that waits or will; the longest waiting is not preferred.
  void give(std::string invocation);
  // What requests whose first line contains `part` are answered with from now on; empty
  // for the usual again.
  void answer(const std::string& part, std::string with);
  // From now on connections close instead of answering, and nobody listens.
  void end();

  // Each false when it takes too long. Counts are of now, and of requests ever received.
  bool wait_for_waiting(std::size_t workers);
  bool wait_for(const std::string& part, std::size_t count);
  // The requests whose first line contains `part`, in the order of their arrival.
  std::vector<std::string> requests(const std::string& part);

private:
  void accept_all();
  void serve(int fd);
  // What to send; empty: nothing, the connection ends.
  std::string answer_to(int fd, const std::string& request);
  std::string next_event(int fd);
  std::string nothing_until_end(int fd);
  std::vector<std::string> matching(const std::string& part) const;

  std::string address_;
  int listener_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> events_;
  std::map<std::string, std::string> answers_;
  std::vector<std::string> requests_;
  std::vector<std::thread> connections_;
  std::size_t waiting_ = 0;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace lambent
