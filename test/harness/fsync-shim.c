/*
 * Preloaded into a process (LD_PRELOAD), makes its fsync and fdatasync fail or take long, as the first bytes of the file
 * $FSYNC_SHIM_ORDERS say at that moment: "eio", or "slow MILLISECONDS". Only files below $FSYNC_SHIM_BELOW are concerned.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int concerns(int fd) {
  const char *below = getenv("FSYNC_SHIM_BELOW");
  char link[64], path[4096];
  if (below == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strncmp(path, below, strlen(below)) == 0;
}

static int faulty(int fd) {
  const char *file = getenv("FSYNC_SHIM_ORDERS");
  char order[32] = {0};
  if (file == NULL || !concerns(fd)) return 0;
  int orders = open(file, O_RDONLY | O_CLOEXEC);
  if (orders < 0) return 0;
  ssize_t length = read(orders, order, sizeof order - 1);
  close(orders);
  if (length <= 0) return 0;
  if (strncmp(order, "slow ", 5) == 0) usleep((useconds_t)atoi(order + 5) * 1000);
  return strncmp(order, "eio", 3) == 0;
}

int fsync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  if (!faulty(fd)) return real(fd);
  errno = EIO;
  return -1;
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  if (!faulty(fd)) return real(fd);
  errno = EIO;
  return -1;
}
