/* Counts calls that change files, and lets one of them fail or kill the program.
 *
 * FAULT_AT   number of the call, from 1
 * FAULT_KIND kill, or the error that the call ends with: ENOSPC, EACCES, EIO
 * FAULT_LOG  file that the number of all calls is written to at the end
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
#include <unistd.h>

static atomic_long calls;

/* Whether this call is the one that fails; sets errno. */
static int fails(void) {
    long call = atomic_fetch_add(&calls, 1) + 1;
    const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
    if (!at || !kind || call != atol(at)) return 0;
    if (!strcmp(kind, "kill")) kill(getpid(), SIGKILL);
    errno = !strcmp(kind, "ENOSPC") ? ENOSPC : !strcmp(kind, "EACCES") ? EACCES : EIO;
    return 1;
}

__attribute__((destructor)) static void count(void) {
    const char *log = getenv("FAULT_LOG");
    FILE *file = log ? fopen(log, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", atomic_load(&calls));
        fclose(file);
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CHANGES(name, parameters, arguments)                   \
    int name parameters {                                      \
        return fails() ? -1 : REAL(name) arguments;            \
    }

CHANGES(rename, (const char *a, const char *b), (a, b))
CHANGES(renameat, (int d, const char *a, int e, const char *b), (d, a, e, b))
CHANGES(renameat2, (int d, const char *a, int e, const char *b, unsigned f), (d, a, e, b, f))
CHANGES(link, (const char *a, const char *b), (a, b))
CHANGES(linkat, (int d, const char *a, int e, const char *b, int f), (d, a, e, b, f))
CHANGES(unlink, (const char *a), (a))
CHANGES(unlinkat, (int d, const char *a, int f), (d, a, f))
CHANGES(rmdir, (const char *a), (a))
CHANGES(mkdir, (const char *a, mode_t m), (a, m))
CHANGES(fsync, (int d), (d))
CHANGES(fdatasync, (int d), (d))

ssize_t write(int d, const void *bytes, size_t size) {
    return d > 2 && fails() ? -1 : REAL(write)(d, bytes, size);
}

#define OPENS(name, before, passed)                            \
    int name(before const char *path, int flags, ...) {        \
        va_list rest;                                          \
        va_start(rest, flags);                                 \
        mode_t mode = va_arg(rest, mode_t);                    \
        va_end(rest);                                          \
        int changes = flags & (O_CREAT | O_WRONLY | O_RDWR);   \
        if (changes && strncmp(path, "/proc", 5) && fails()) return -1; \
        return REAL(name)(passed path, flags, mode);           \
    }
#define FOLDER int folder,
#define PASSED folder,
#define NONE
OPENS(open, NONE, NONE)
OPENS(open64, NONE, NONE)
OPENS(openat, FOLDER, PASSED)
OPENS(openat64, FOLDER, PASSED)
