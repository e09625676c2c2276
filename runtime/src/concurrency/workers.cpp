// `lambent::run_concurrent`: a thread and a connection for each worker; the main thread is one.
#include <lambent/concurrency.hpp>

#include <pthread.h>
#include <sys/resource.h>

#include <cstring>
#include <string>
#include <vector>

#include "../error/crash_signals.hpp"
#include "../loop.hpp"
#include "../stop.hpp"
#include "max_concurrency.hpp"

namespace lambent::detail {

namespace {

constexpr std::size_t quoted_bytes_max = 40;

void say_if_odd(const concurrency& found, std::string_view text) {
  if (found.as_asked) return;
  say({"AWS_LAMBDA_MAX_CONCURRENCY is \"", text.substr(0, quoted_bytes_max),
       "\", no number from 1 to ", std::to_string(workers_max), ": serving with ",
       std::to_string(found.workers), found.workers == 1 ? " worker" : " workers"});
}

// Each worker has a connection, and the handlers want descriptors too: half of them are left.
int fitting(int workers) {
  rlimit files = {};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return workers;
  const rlim_t most = files.rlim_cur > 2 ? files.rlim_cur / 2 : 1;
  if (files.rlim_cur == RLIM_INFINITY || static_cast<rlim_t>(workers) <= most) return workers;
  say({"the limit of open files is ", std::to_string(files.rlim_cur), ": serving with ",
       std::to_string(most), " workers instead of ", std::to_string(workers),
       "\nhint: raise it (RLIMIT_NOFILE), or lower the function's maximum concurrency"});
  return static_cast<int>(most);
}

// Until there is no event for this worker any more.
void serve_until_stopped(function& what, session& with) {
  with.api.stop_when_readable(stop_descriptor());
  // Where the API has no place for another worker, the others go on.
  if (serve_events(what, with) == status::lost) stop_taking_events();
}

class worker {
public:
  worker(std::unique_ptr<worker_function> what, const runtime::options& chosen, crash_report& crash)
      : what_(std::move(what)), chosen_(chosen), crash_(crash) {}

  // 0, or errno.
  int start() { return ::pthread_create(&thread_, nullptr, &worker::run, this); }
  void join() { (void)::pthread_join(thread_, nullptr); }

private:
  static void* run(void* self) {
    auto& mine = *static_cast<worker*>(self);
    runtime api(mine.chosen_);
    answer out;
    const signal_stack stack;
    session with{mine.chosen_, api, mine.crash_, out};
    serve_until_stopped(*mine.what_, with);
    return nullptr;
  }

  std::unique_ptr<worker_function> what_;
  const runtime::options& chosen_;
  crash_report& crash_;
  pthread_t thread_{};
};

class together final : public driver {
public:
  explicit together(worker_source& source) : source_(source) {}

  void drive(session& with) override {
    const std::string_view text = max_concurrency_text();
    concurrency found = concurrency_of(text);
    say_if_odd(found, text);
    found.workers = fitting(found.workers);
    take_events_again();
    // All copies before the first event: a handler may change while it is called.
    const auto first = copy(with.out);
    if (!first) {
      if (with.api.fail_init(with.out.why()) != status::ok) say(with.api.problem());
      return;
    }
    std::vector<std::unique_ptr<worker>> others;
    for (int i = 1; i < found.workers; ++i) {
      auto what = copy(with.out);
      if (!what) break;
      others.push_back(std::make_unique<worker>(std::move(what), with.chosen, with.crash));
    }
    if (!others.empty()) with.crash.several_handlers();
    std::size_t running = 0;
    for (; running < others.size(); ++running) {
      const int failed = others[running]->start();
      if (failed == 0) continue;
      say({"start worker ", std::to_string(running + 2), " of ", std::to_string(found.workers),
           ": ", std::strerror(failed), "; those before it serve"});
      break;
    }
    serve_until_stopped(*first, with);
    for (std::size_t i = 0; i < running; ++i) others[i]->join();
  }

private:
  std::unique_ptr<worker_function> copy(answer& out) {
    std::unique_ptr<worker_function> made;
    out.begin();
    call_guarded(out, [&] { made = source_.make_worker(); });
    if (!made) say({"copy the handler for a worker: ", describe(out.why())});
    return made;
  }

  worker_source& source_;
};

}  // namespace

int serve_workers(worker_source& what, const runtime::options& chosen) {
  together how(what);
  return serve_with(what, how, chosen);
}

}  // namespace lambent::detail
