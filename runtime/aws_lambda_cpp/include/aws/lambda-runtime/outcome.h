// For programs written for aws-lambda-cpp: a result or a failure, without exceptions. C++11.
#pragma once

#include <cassert>
#include <new>
#include <type_traits>
#include <utility>

namespace aws {
namespace lambda_runtime {

/// Holds one of two different types. Asking for the one that is not there is a mistake of the
/// program's; a debug build stops at it.
template <typename Result, typename Failure>
class outcome {
  static_assert(!std::is_same<Result, Failure>::value, "outcome: result and failure must differ");

public:
  outcome(const Result& value) : success_(true) { ::new (&result_) Result(value); }
  outcome(Result&& value) : success_(true) { ::new (&result_) Result(std::move(value)); }
  outcome(const Failure& value) : success_(false) { ::new (&failure_) Failure(value); }
  outcome(Failure&& value) : success_(false) { ::new (&failure_) Failure(std::move(value)); }

  outcome(const outcome& other) : success_(other.success_) {
    if (success_) {
      ::new (&result_) Result(other.result_);
    } else {
      ::new (&failure_) Failure(other.failure_);
    }
  }

  outcome(outcome&& other) noexcept : success_(other.success_) { take(std::move(other)); }

  outcome& operator=(outcome other) noexcept {
    reset();
    success_ = other.success_;
    take(std::move(other));
    return *this;
  }

  ~outcome() { reset(); }

  bool is_success() const { return success_; }

  const Result& get_result() const& {
    assert(success_);
    return result_;
  }
  Result&& get_result() && {
    assert(success_);
    return std::move(result_);
  }
  const Failure& get_failure() const& {
    assert(!success_);
    return failure_;
  }
  Failure&& get_failure() && {
    assert(!success_);
    return std::move(failure_);
  }

private:
  // Into storage that holds nothing yet; success_ already says what the other has.
  void take(outcome&& other) noexcept {
    if (success_) {
      ::new (&result_) Result(std::move(other.result_));
    } else {
      ::new (&failure_) Failure(std::move(other.failure_));
    }
  }

  void reset() noexcept {
    if (success_) {
      result_.~Result();
    } else {
      failure_.~Failure();
    }
  }

  union {
    Result result_;
    Failure failure_;
  };
  bool success_;
};

}  // namespace lambda_runtime
}  // namespace aws
