/*
 * Preloaded into a process (LD_PRELOAD), this records every call that changes files below POWER_ROOT, and every write to
 * standard output, in the order in which they happened, to POWER_LOG. From that record a test rebuilds what a disk may
 * hold after a power cut at any moment. One lock is held around each call and its record, so the order is the true one.
 *
 * A record: 6 little-endian 32-bit words (kind, descriptor, bytes of path, of second path, of data, 0), one 64-bit word
 * (offset, length or flags), then the two paths and the data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, SYNCED, RENAMED, UNLINKED, TRUNCATED, MADE_FOLDER, CLOSED, REMOVED_FOLDER, TOLD, NOT_UNDERSTOOD };
#define MOST 65536

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static unsigned char watched[MOST];
static char root[4096];
static size_t root_length;
static int log_fd = -1;

static void __attribute__((constructor)) begin(void) {
  const char *where = getenv("POWER_ROOT");
  const char *log = getenv("POWER_LOG");
  if (!where || !log || strlen(where) >= sizeof root) return;
  strcpy(root, where);
  root_length = strlen(root);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static void put(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    long n = syscall(SYS_write, log_fd, at, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) abort();
    at += n;
    length -= (size_t)n;
  }
}
static void record(uint32_t kind, int fd, const char *path, const char *second, int64_t number, const void *data, size_t length) {
  int kept = errno;
  uint32_t head[6] = {kind, (uint32_t)fd, path ? (uint32_t)strlen(path) : 0, second ? (uint32_t)strlen(second) : 0, (uint32_t)length, 0};
  put(head, sizeof head);
  put(&number, sizeof number);
  if (path) put(path, strlen(path));
  if (second) put(second, strlen(second));
  if (length) put(data, length);
  errno = kept;
}

static int inside(const char *path) {
  return log_fd >= 0 && path && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}
static int is_watched(int fd) { return fd >= 0 && fd < MOST && watched[fd]; }
/* A path that may be relative to an open folder, as an absolute one. */
static const char *absolute(int folder, const char *path, char *out, size_t size) {
  if (path[0] == '/' || folder == AT_FDCWD) return path;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  long n = syscall(SYS_readlinkat, AT_FDCWD, link, out, size - 1);
  if (n < 0) return path;
  out[n] = 0;
  strncat(out, "/", size - strlen(out) - 1);
  strncat(out, path, size - strlen(out) - 1);
  return out;
}

#define REAL(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define LOCKED(type, call) \
  pthread_mutex_lock(&lock); \
  type result = call
#define DONE pthread_mutex_unlock(&lock); return result

static void opened(int fd, const char *path, int flags) {
  if (fd < 0 || fd >= MOST) return;
  watched[fd] = (unsigned char)inside(path);
  if (watched[fd]) record(OPENED, fd, path, NULL, flags, NULL, 0);
}
#define MODE \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) {
  MODE
  REAL(open);
  LOCKED(int, real(path, flags, mode));
  opened(result, path, flags);
  DONE;
}
int open64(const char *path, int flags, ...) {
  MODE
  REAL(open64);
  LOCKED(int, real(path, flags, mode));
  opened(result, path, flags);
  DONE;
}
int openat(int folder, const char *path, int flags, ...) {
  MODE
  REAL(openat);
  char whole[4096];
  LOCKED(int, real(folder, path, flags, mode));
  opened(result, absolute(folder, path, whole, sizeof whole), flags);
  DONE;
}
int openat64(int folder, const char *path, int flags, ...) {
  MODE
  REAL(openat64);
  char whole[4096];
  LOCKED(int, real(folder, path, flags, mode));
  opened(result, absolute(folder, path, whole, sizeof whole), flags);
  DONE;
}
int close(int fd) {
  REAL(close);
  pthread_mutex_lock(&lock);
  if (is_watched(fd)) {
    record(CLOSED, fd, NULL, NULL, 0, NULL, 0);
    watched[fd] = 0;
  }
  int result = real(fd);
  DONE;
}

static void wrote(int fd, int64_t at, const void *bytes, ssize_t n) {
  if (n > 0) record(WRITTEN, fd, NULL, NULL, at, bytes, (size_t)n);
}
ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(write);
  if (fd != 1 && !is_watched(fd)) return real(fd, bytes, length);
  LOCKED(ssize_t, real(fd, bytes, length));
  if (fd == 1 && log_fd >= 0 && result > 0) record(TOLD, fd, NULL, NULL, 0, bytes, (size_t)result);
  else if (is_watched(fd)) wrote(fd, (int64_t)lseek(fd, 0, SEEK_CUR) - result, bytes, result);
  DONE;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  REAL(pwrite);
  if (!is_watched(fd)) return real(fd, bytes, length, at);
  LOCKED(ssize_t, real(fd, bytes, length, at));
  wrote(fd, at, bytes, result);
  DONE;
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  REAL(pwrite64);
  if (!is_watched(fd)) return real(fd, bytes, length, at);
  LOCKED(ssize_t, real(fd, bytes, length, at));
  wrote(fd, at, bytes, result);
  DONE;
}
static void wrote_parts(int fd, int64_t at, const struct iovec *parts, int count, ssize_t n) {
  for (int i = 0; i < count && n > 0; i++) {
    ssize_t part = n < (ssize_t)parts[i].iov_len ? n : (ssize_t)parts[i].iov_len;
    wrote(fd, at, parts[i].iov_base, part);
    at += part;
    n -= part;
  }
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  if (!is_watched(fd)) return real(fd, parts, count);
  LOCKED(ssize_t, real(fd, parts, count));
  wrote_parts(fd, (int64_t)lseek(fd, 0, SEEK_CUR) - result, parts, count, result);
  DONE;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  REAL(pwritev);
  if (!is_watched(fd)) return real(fd, parts, count, at);
  LOCKED(ssize_t, real(fd, parts, count, at));
  wrote_parts(fd, at, parts, count, result);
  DONE;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  REAL(pwritev64);
  if (!is_watched(fd)) return real(fd, parts, count, at);
  LOCKED(ssize_t, real(fd, parts, count, at));
  wrote_parts(fd, at, parts, count, result);
  DONE;
}

#define SYNC(name) \
  int name(int fd) { \
    REAL(name); \
    if (!is_watched(fd)) return real(fd); \
    LOCKED(int, real(fd)); \
    if (result == 0) record(SYNCED, fd, NULL, NULL, 0, NULL, 0); \
    DONE; \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, type) \
  int name(int fd, type length) { \
    REAL(name); \
    if (!is_watched(fd)) return real(fd, length); \
    LOCKED(int, real(fd, length)); \
    if (result == 0) record(TRUNCATED, fd, NULL, NULL, length, NULL, 0); \
    DONE; \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(rename);
  LOCKED(int, real(from, to));
  if (result == 0 && (inside(from) || inside(to))) record(RENAMED, -1, from, to, 0, NULL, 0);
  DONE;
}
int unlink(const char *path) {
  REAL(unlink);
  LOCKED(int, real(path));
  if (result == 0 && inside(path)) record(UNLINKED, -1, path, NULL, 0, NULL, 0);
  DONE;
}
int remove(const char *path) {
  REAL(remove);
  struct stat facts;
  LOCKED(int, (lstat(path, &facts), real(path)));
  if (result == 0 && inside(path)) record(S_ISDIR(facts.st_mode) ? REMOVED_FOLDER : UNLINKED, -1, path, NULL, 0, NULL, 0);
  DONE;
}
int unlinkat(int folder, const char *path, int flags) {
  REAL(unlinkat);
  char whole[4096];
  const char *at = absolute(folder, path, whole, sizeof whole);
  LOCKED(int, real(folder, path, flags));
  if (result == 0 && inside(at)) record(flags & AT_REMOVEDIR ? REMOVED_FOLDER : UNLINKED, -1, at, NULL, 0, NULL, 0);
  DONE;
}
int rmdir(const char *path) {
  REAL(rmdir);
  LOCKED(int, real(path));
  if (result == 0 && inside(path)) record(REMOVED_FOLDER, -1, path, NULL, 0, NULL, 0);
  DONE;
}
int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  LOCKED(int, real(path, mode));
  if (result == 0 && inside(path)) record(MADE_FOLDER, -1, path, NULL, 0, NULL, 0);
  DONE;
}

/* Ways to change a file that the rebuilding does not know: seen, so that a test can refuse the record. */
int link(const char *from, const char *to) {
  REAL(link);
  LOCKED(int, real(from, to));
  if (result == 0 && inside(to)) record(NOT_UNDERSTOOD, -1, from, to, 0, NULL, 0);
  DONE;
}
ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t length, unsigned flags) {
  REAL(copy_file_range);
  LOCKED(ssize_t, real(in, in_at, out, out_at, length, flags));
  if (result > 0 && is_watched(out)) record(NOT_UNDERSTOOD, out, "copy_file_range", NULL, 0, NULL, 0);
  DONE;
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t length);
ssize_t sendfile64(int out, int in, off64_t *at, size_t length) {
  REAL(sendfile64);
  LOCKED(ssize_t, real(out, in, at, length));
  if (result > 0 && is_watched(out)) record(NOT_UNDERSTOOD, out, "sendfile", NULL, 0, NULL, 0);
  DONE;
}
