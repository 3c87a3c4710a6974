/*
 * Preloaded into a process: counts its file operations below a folder, and at the chosen one kills the process or lets
 * the operation fail. Children of the process are left alone.
 *
 *   FAULT_FOLDER  only operations on paths below it count (absolute, links resolved)
 *   FAULT_AT      1-based number of the operation that is disturbed; 0 only counts
 *   FAULT_ERRNO   what it fails with; 0 kills the process
 *   FAULT_STICKY  1: everything after it fails as well, as on a full disk
 *   FAULT_CLASS   which operations count, a sum of: 1 takes space, 2 changes without, 4 reads, 8 opens a descriptor,
 *                 16 goes by a path
 *   FAULT_REPORT  file that gets the operation that was disturbed, and the count when the process ends by itself
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <dirent.h>
#include <unistd.h>

static char folder[4096], report[4096];
static size_t folder_length;
static long at;
static int fault_errno, is_sticky, classes;
static atomic_long count;

static long raw(long number, long a, long b, long c) {
  static long (*real)(long, ...);
  if (!real) real = dlsym(RTLD_NEXT, "syscall");
  return real(number, a, b, c);
}

static void tell(const char *text) {
  int file = raw(SYS_openat, AT_FDCWD, (long)report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC);
  if (file < 0) return;
  raw(SYS_write, file, (long)text, strlen(text));
  raw(SYS_close, file, 0, 0);
}

__attribute__((constructor)) static void start(void) {
  const char *value = getenv("FAULT_FOLDER");
  if (value) {
    strncpy(folder, value, sizeof folder - 1);
    folder_length = strlen(folder);
    strncpy(report, getenv("FAULT_REPORT"), sizeof report - 1);
    close(creat(report, 0600));
    at = atol(getenv("FAULT_AT"));
    fault_errno = atoi(getenv("FAULT_ERRNO"));
    is_sticky = atoi(getenv("FAULT_STICKY"));
    classes = atoi(getenv("FAULT_CLASS"));
  }
  unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void finish(void) {
  char text[64];
  snprintf(text, sizeof text, "count %ld\n", atomic_load(&count));
  if (folder_length) tell(text);
}

/* /proc/self/fd/7/name and names relative to a descriptor as the paths that they stand for. */
static void resolve(int descriptor, const char *path, char *out, size_t size) {
  char link[64], base[4096] = "";
  const char *rest = path;
  if (sscanf(path, "/proc/self/fd/%d", &descriptor) == 1) rest = path + strlen("/proc/self/fd/") + strspn(path + strlen("/proc/self/fd/"), "0123456789");
  else if (path[0] == '/') descriptor = -1;
  if (descriptor == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
  else snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  if (descriptor != -1) {
    ssize_t length = readlink(link, base, sizeof base - 1);
    base[length < 0 ? 0 : length] = 0;
  }
  snprintf(out, size, "%s%s%s", base, *base && *rest && *rest != '/' ? "/" : "", rest);
}

/* Whether this operation shall fail. */
static int disturbed(const char *operation, int class, int descriptor, const char *path) {
  char full[8192], text[8300];
  int saved = errno;
  if (!folder_length || !(class & classes) || !path) return 0;
  resolve(descriptor, path, full, sizeof full);
  errno = saved;
  if (strncmp(full, folder, folder_length) || (full[folder_length] && full[folder_length] != '/')) return 0;
  long number = atomic_fetch_add(&count, 1) + 1;
  if (getenv("FAULT_TRACE")) { snprintf(text, sizeof text, "%ld %s %s\n", number, operation, full); tell(text); }
  if (at == 0 || number < at || (number > at && !is_sticky)) return 0;
  if (number == at) { snprintf(text, sizeof text, "hit %s %s\n", operation, full); tell(text); }
  if (!fault_errno) { raw(SYS_kill, getpid(), SIGKILL, 0); for (;;) pause(); }
  errno = fault_errno;
  return 1;
}

enum { SPACE = 1, CHANGE = 2, READ = 4, OPEN = 8, PATH = 16 };

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define FAIL(name, class, descriptor, path) do { if (disturbed(#name, class, descriptor, path)) return -1; } while (0)

static int opening(int flags) {
  return OPEN | PATH | (flags & O_CREAT ? SPACE : flags & (O_WRONLY | O_RDWR) ? CHANGE : READ);
}

#define OPEN_PATH(name) \
  int name(const char *path, int flags, ...) { \
    REAL(name); va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
    FAIL(name, opening(flags), AT_FDCWD, path); return real(path, flags, mode); }
OPEN_PATH(open) OPEN_PATH(open64)
#define OPEN_AT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    REAL(name); va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
    FAIL(name, opening(flags), folder, path); return real(folder, path, flags, mode); }
OPEN_AT(openat) OPEN_AT(openat64)
char *mkdtemp(char *path) { REAL(mkdtemp); if (disturbed("mkdtemp", SPACE | PATH, AT_FDCWD, path)) return NULL; return real(path); }

#define ON_FILE(name, class, type, parameters, arguments) type name parameters { REAL(name); FAIL(name, class, file, ""); return real arguments; }
ON_FILE(write, SPACE, ssize_t, (int file, const void *bytes, size_t size), (file, bytes, size))
ON_FILE(writev, SPACE, ssize_t, (int file, const struct iovec *parts, int n), (file, parts, n))
ON_FILE(pwrite, SPACE, ssize_t, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at))
ON_FILE(pwrite64, SPACE, ssize_t, (int file, const void *bytes, size_t size, off64_t at), (file, bytes, size, at))
ON_FILE(read, READ, ssize_t, (int file, void *bytes, size_t size), (file, bytes, size))
ON_FILE(pread, READ, ssize_t, (int file, void *bytes, size_t size, off_t at), (file, bytes, size, at))
ON_FILE(pread64, READ, ssize_t, (int file, void *bytes, size_t size, off64_t at), (file, bytes, size, at))
ON_FILE(fsync, SPACE, int, (int file), (file))
ON_FILE(fdatasync, SPACE, int, (int file), (file))
ON_FILE(ftruncate, CHANGE, int, (int file, off_t size), (file, size))
ON_FILE(ftruncate64, CHANGE, int, (int file, off64_t size), (file, size))
ON_FILE(fchmod, CHANGE, int, (int file, mode_t mode), (file, mode))

#define BY_PATH(name, class, folder, path, type, parameters, arguments) type name parameters { REAL(name); FAIL(name, class | PATH, folder, path); return real arguments; }
BY_PATH(chmod, CHANGE, AT_FDCWD, path, int, (const char *path, mode_t mode), (path, mode))
BY_PATH(link, SPACE, AT_FDCWD, path, int, (const char *from, const char *path), (from, path))
BY_PATH(linkat, SPACE, b, path, int, (int a, const char *from, int b, const char *path, int flags), (a, from, b, path, flags))
BY_PATH(symlink, SPACE, AT_FDCWD, path, int, (const char *target, const char *path), (target, path))
BY_PATH(rename, SPACE, AT_FDCWD, path, int, (const char *from, const char *path), (from, path))
BY_PATH(renameat, SPACE, b, path, int, (int a, const char *from, int b, const char *path), (a, from, b, path))
BY_PATH(mkdir, SPACE, AT_FDCWD, path, int, (const char *path, mode_t mode), (path, mode))
BY_PATH(mkdirat, SPACE, folder, path, int, (int folder, const char *path, mode_t mode), (folder, path, mode))
BY_PATH(unlink, CHANGE, AT_FDCWD, path, int, (const char *path), (path))
BY_PATH(unlinkat, CHANGE, folder, path, int, (int folder, const char *path, int flags), (folder, path, flags))
BY_PATH(rmdir, CHANGE, AT_FDCWD, path, int, (const char *path), (path))
DIR *opendir(const char *path) { REAL(opendir); if (disturbed("opendir", READ | OPEN | PATH, AT_FDCWD, path)) return NULL; return real(path); }
int scandir(const char *path, struct dirent ***list, int (*filter)(const struct dirent *), int (*compare)(const struct dirent **, const struct dirent **)) {
  REAL(scandir); FAIL(scandir, READ | OPEN | PATH, AT_FDCWD, path); return real(path, list, filter, compare); }
int scandir64(const char *path, struct dirent64 ***list, int (*filter)(const struct dirent64 *), int (*compare)(const struct dirent64 **, const struct dirent64 **)) {
  REAL(scandir64); FAIL(scandir64, READ | OPEN | PATH, AT_FDCWD, path); return real(path, list, filter, compare); }
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags) {
  REAL(copy_file_range); FAIL(copy_file_range, SPACE, to, ""); return real(from, a, to, b, size, flags); }

/* libuv makes some calls by number. */
long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (!real) real = dlsym(RTLD_NEXT, "syscall");
  va_list list;
  va_start(list, number);
  long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long), e = va_arg(list, long), f = va_arg(list, long);
  va_end(list);
  if (number == SYS_statx && b) FAIL(statx, *(const char *)b ? READ | PATH : READ, (int)a, (const char *)b);
  if (number == SYS_copy_file_range) FAIL(copy_file_range, SPACE, (int)c, "");
  return real(number, a, b, c, d, e, f);
}
