/* Stands before the file operations of a program: makes one of them fail, once or from then on, or ends the program
 * before it, as a kill or a power cut would; or writes down all of them, so that what a power cut would have left can be
 * made afterwards. Only files below FAULT_FOLDER count.
 *
 * FAULT_AT=N     the operation, from 1        FAULT_ON=1     and all after it
 * FAULT_ERRNO=E  how it fails                 FAULT_KILL=1   end there
 * FAULT_HIT=F    a file made when it came to that
 * FAULT_TRACE=F  where all operations are written down
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES 1024
static char *names[FILES];
static long count;

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int counts(const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    char whole[4096];
    if (!folder || !path) return 0;
    if (path[0] != '/') {
        if (!getcwd(whole, sizeof whole / 2)) return 0;
        return !strncmp(whole, folder, strlen(folder));
    }
    return !strncmp(path, folder, strlen(folder));
}

static long number(const char *name) {
    const char *value = getenv(name);
    return value ? atol(value) : 0;
}

/* One line, and the bytes after it. */
static void trace(const char *what, const char *path, long at, long n, const void *bytes) {
    const char *file = getenv("FAULT_TRACE");
    if (!file) return;
    int out = NEXT(open)(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
    char line[8192];
    int length = snprintf(line, sizeof line, "%s\t%s\t%ld\t%ld\n", what, path, at, n);
    if (NEXT(write)(out, line, (size_t)length) < 0) abort();
    if (bytes && NEXT(write)(out, bytes, (size_t)n) < 0) abort();
    NEXT(close)(out);
}

/* Whether the next operation fails. */
static int fails(void) {
    long at = number("FAULT_AT");
    count++;
    if (!at || count < at || (count > at && !number("FAULT_ON"))) return 0;
    if (count == at) NEXT(close)(NEXT(open)(getenv("FAULT_HIT"), O_WRONLY | O_CREAT, 0600));
    if (number("FAULT_KILL")) _exit(137);
    errno = (int)number("FAULT_ERRNO");
    return 1;
}

static const char *name_of(int file) { return file >= 0 && file < FILES ? names[file] : NULL; }

static int opened(int file, const char *path) {
    if (file >= 0 && file < FILES) {
        free(names[file]);
        names[file] = counts(path) ? strdup(path) : NULL;
    }
    return file;
}

#define OPEN(name)                                                                   \
    int name(const char *path, int flags, ...) {                                     \
        va_list rest;                                                                \
        va_start(rest, flags);                                                       \
        mode_t mode = va_arg(rest, mode_t);                                          \
        va_end(rest);                                                                \
        if ((flags & O_CREAT) && counts(path)) {                                     \
            if (fails()) return -1;                                                  \
            if (access(path, F_OK)) trace("create", path, 0, 0, NULL);               \
        }                                                                            \
        if ((flags & O_TRUNC) && counts(path)) trace("cut", path, 0, 0, NULL);       \
        return opened(NEXT(name)(path, flags, mode), path);                          \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    opened(file, NULL);
    return NEXT(close)(file);
}

ssize_t write(int file, const void *bytes, size_t n) {
    if (name_of(file)) {
        if (fails()) return -1;
        trace("write", name_of(file), (long)lseek(file, 0, SEEK_CUR), (long)n, bytes);
    }
    return NEXT(write)(file, bytes, n);
}

#define PWRITE(name, offset)                                                         \
    ssize_t name(int file, const void *bytes, size_t n, offset at) {                 \
        if (name_of(file)) {                                                         \
            if (fails()) return -1;                                                  \
            trace("write", name_of(file), (long)at, (long)n, bytes);                 \
        }                                                                            \
        return NEXT(name)(file, bytes, n, at);                                       \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define CUT(name, offset)                                                            \
    int name(int file, offset n) {                                                   \
        if (name_of(file)) {                                                         \
            if (fails()) return -1;                                                  \
            trace("cut", name_of(file), (long)n, 0, NULL);                           \
        }                                                                            \
        return NEXT(name)(file, n);                                                  \
    }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

#define SYNC(name)                                                                   \
    int name(int file) {                                                             \
        if (name_of(file)) {                                                         \
            if (fails()) return -1;                                                  \
            trace("sync", name_of(file), 0, 0, NULL);                                \
        }                                                                            \
        return NEXT(name)(file);                                                     \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    if (counts(path)) {
        if (fails()) return -1;
        trace("remove", path, 0, 0, NULL);
    }
    return NEXT(unlink)(path);
}

int rename(const char *from, const char *to) {
    if (counts(to)) {
        if (fails()) return -1;
        trace("rename", from, 0, (long)strlen(to), to);
    }
    return NEXT(rename)(from, to);
}
