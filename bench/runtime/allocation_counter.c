// Counts what a function asks of malloc, for the benchmark that started it to read: in a page that
// LAMBENT_BENCH_ALLOCATIONS names. Preloaded into dynamic programs; with WRAPPED linked into static
// ones, whose linker sends every call of malloc here (--wrap).
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef WRAPPED
#define COUNTED(function) __wrap_##function
#define REAL(function) __real_##function
#else
#define COUNTED(function) function
#define REAL(function) __libc_##function
#endif

void* REAL(malloc)(size_t bytes);
void* REAL(calloc)(size_t count, size_t bytes);
void* REAL(realloc)(void* memory, size_t bytes);
void* REAL(memalign)(size_t alignment, size_t bytes);

struct counter_page {
  uint64_t in_use;
  uint64_t calls;
};

static struct counter_page before_the_page;
static struct counter_page* counter = &before_the_page;

__attribute__((constructor)) static void open_page(void) {
  const char* name = getenv("LAMBENT_BENCH_ALLOCATIONS");
  int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void* page = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (page == MAP_FAILED) return;
  counter = page;
  counter->in_use = 1;
}

static void count(void) { __atomic_fetch_add(&counter->calls, 1, __ATOMIC_RELAXED); }

void* COUNTED(malloc)(size_t bytes) {
  count();
  return REAL(malloc)(bytes);
}

void* COUNTED(calloc)(size_t number, size_t bytes) {
  count();
  return REAL(calloc)(number, bytes);
}

void* COUNTED(realloc)(void* memory, size_t bytes) {
  count();
  return REAL(realloc)(memory, bytes);
}

void* COUNTED(memalign)(size_t alignment, size_t bytes) {
  count();
  return REAL(memalign)(alignment, bytes);
}

void* COUNTED(aligned_alloc)(size_t alignment, size_t bytes) {
  count();
  return REAL(memalign)(alignment, bytes);
}

int COUNTED(posix_memalign)(void** out, size_t alignment, size_t bytes) {
  count();
  void* memory = REAL(memalign)(alignment, bytes);
  if (!memory) return ENOMEM;
  *out = memory;
  return 0;
}
