/*
 * Preloaded into a process (LD_PRELOAD), makes its fsync and fdatasync fail or take long, its writes find no room, and its wall
 * clock wrong, as the file $FAULT_SHIM_ORDERS says at that moment: 32 bytes "eio", "full" or "slow MILLISECONDS", and 32 bytes with
 * the milliseconds by which the clock is off. Only files below $FAULT_SHIM_BELOW are concerned.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define ORDER_BYTES 32

static const volatile char *orders;
static const char *below;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAULT_SHIM_ORDERS");
  below = getenv("FAULT_SHIM_BELOW");
  int fd = file == NULL ? -1 : open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void *mapped = mmap(NULL, 2 * ORDER_BYTES, PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped != MAP_FAILED) orders = mapped;
}

/* A copy that ends, whatever is written meanwhile. */
static void order_at(int at, char *text) {
  for (int n = 0; n < ORDER_BYTES; n++) text[n] = orders[at + n];
  text[ORDER_BYTES] = 0;
}

static int concerns(int fd) {
  char link[64], path[4096];
  if (below == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strncmp(path, below, strlen(below)) == 0;
}

static int sync_faulty(int fd) {
  char order[ORDER_BYTES + 1];
  if (orders == NULL || orders[0] == 0) return 0;
  order_at(0, order);
  if (!concerns(fd)) return 0;
  if (strncmp(order, "slow ", 5) == 0) usleep((useconds_t)atoi(order + 5) * 1000);
  return strncmp(order, "eio", 3) == 0;
}

static int write_faulty(int fd) {
  return orders != NULL && orders[0] == 'f' && concerns(fd);
}

int fsync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  if (!sync_faulty(fd)) return real(fd);
  errno = EIO;
  return -1;
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  if (!sync_faulty(fd)) return real(fd);
  errno = EIO;
  return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (real == NULL) real = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  if (!write_faulty(fd)) return real(fd, bytes, count, at);
  errno = ENOSPC;
  return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

static long long clock_off_ms(void) {
  char order[ORDER_BYTES + 1];
  if (orders == NULL || orders[ORDER_BYTES] == 0) return 0;
  order_at(ORDER_BYTES, order);
  return atoll(order);
}

/* Nobody in these programs asks without a place for the answer. */
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  static int (*real)(struct timeval *, void *);
  if (real == NULL) real = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(time, zone);
  time->tv_sec += clock_off_ms() / 1000;
  return result;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (real == NULL) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  if (clock == CLOCK_REALTIME) time->tv_sec += clock_off_ms() / 1000;
  return result;
}
