/* Makes writes and syncs of the files below a folder fail, as a bad or a full disk does.
   Loaded before the C library; DISK_CONTROL names the file through which the test says what is to
   fail and is told what failed, DISK_BELOW the folder. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Shared by all processes that work with the folder. */
static struct control {
    /* Said by the test: of 1000 calls, how many fail or are cut short. */
    _Atomic int64_t failing_writes, cut_writes, failing_syncs;
    /* Bytes by which files may still grow; below zero, as many as they like. */
    _Atomic int64_t room;
    /* Told to the test: calls that failed or were cut short, by why. */
    _Atomic int64_t failed_writes, writes_cut, failed_syncs, full;
} *control;
static char below[4096];

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("DISK_CONTROL"), *folder = getenv("DISK_BELOW");
    if (!path || !folder || strlen(folder) >= sizeof below) return;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    strcpy(below, folder);
    if (shared != MAP_FAILED) control = shared;
}

/* Whether a file of the folder is meant, one with bytes on the disk. */
static int is_ours(int file, struct stat *stat) {
    char link[64], path[sizeof below];
    if (!control || fstat(file, stat) || !S_ISREG(stat->st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path);
    return length > 0 && (size_t)length > strlen(below) && !memcmp(path, below, strlen(below));
}

static int happens(int64_t of_1000) {
    static _Atomic uint64_t state;
    if (of_1000 <= 0) return 0;
    uint64_t x = atomic_fetch_add(&state, 0x9e3779b97f4a7c15) + (uint64_t)getpid() * 0x2545f4914f6cdd1d;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return (int64_t)((x ^ (x >> 31)) % 1000) < of_1000;
}

static int refuse(int why, _Atomic int64_t *count) {
    atomic_fetch_add(count, 1);
    errno = why;
    return -1;
}

/* Takes room for a file to grow by as much as there is. */
static int64_t take_room(int64_t growth) {
    int64_t room = atomic_load(&control->room), taken;
    do {
        if (room < 0) return growth;
        taken = growth < room ? growth : room;
    } while (!atomic_compare_exchange_weak(&control->room, &room, room - taken));
    return taken;
}

/* How much of a write at `at` (the file's own place when below zero) is done; -1 fails. */
static ssize_t allowed(int file, size_t count, off_t at) {
    struct stat stat;
    int kept = errno;
    if (!count || !is_ours(file, &stat)) return errno = kept, (ssize_t)count;
    errno = kept;
    if (happens(control->failing_writes)) return refuse(EIO, &control->failed_writes);
    if (count > 1 && happens(control->cut_writes)) {
        atomic_fetch_add(&control->writes_cut, 1);
        count /= 2;
    }
    if (at < 0) at = fcntl(file, F_GETFL) & O_APPEND ? stat.st_size : lseek(file, 0, SEEK_CUR);
    int64_t growth = at + (int64_t)count - stat.st_size;
    if (growth <= 0) return (ssize_t)count;
    int64_t missing = growth - take_room(growth);
    if (missing >= (int64_t)count) return refuse(ENOSPC, &control->full);
    if (missing > 0) atomic_fetch_add(&control->full, 1);
    return (ssize_t)count - missing;
}

static int sync_fails(int file) {
    struct stat stat;
    int kept = errno;
    int fails = is_ours(file, &stat) && happens(control->failing_syncs);
    errno = kept;
    return fails ? refuse(EIO, &control->failed_syncs) : 0;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write);
    ssize_t done = allowed(file, count, -1);
    return done < 0 ? done : real(file, bytes, (size_t)done);
}

#define PWRITE(name, place)                                                     \
    ssize_t name(int file, const void *bytes, size_t count, place at) {         \
        REAL(name);                                                             \
        ssize_t done = allowed(file, count, at);                                \
        return done < 0 ? done : real(file, bytes, (size_t)done, at);           \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static size_t length(const struct iovec *pieces, int count) {
    size_t sum = 0;
    for (int i = 0; i < count; i++) sum += pieces[i].iov_len;
    return sum;
}

/* Of a write in pieces that is cut short, the part in its first piece is done. */
static size_t first(const struct iovec *pieces, ssize_t done) {
    return (size_t)done < pieces->iov_len ? (size_t)done : pieces->iov_len;
}

ssize_t writev(int file, const struct iovec *pieces, int count) {
    REAL(writev);
    size_t all = length(pieces, count);
    ssize_t done = allowed(file, all, -1);
    if (done < 0 || (size_t)done == all) return done < 0 ? done : real(file, pieces, count);
    struct iovec piece = {pieces->iov_base, first(pieces, done)};
    return real(file, &piece, 1);
}

#define PWRITEV(name, place)                                                    \
    ssize_t name(int file, const struct iovec *pieces, int count, place at) {   \
        REAL(name);                                                             \
        size_t all = length(pieces, count);                                     \
        ssize_t done = allowed(file, all, at);                                  \
        if (done < 0 || (size_t)done == all)                                    \
            return done < 0 ? done : real(file, pieces, count, at);             \
        struct iovec piece = {pieces->iov_base, first(pieces, done)};           \
        return real(file, &piece, 1, at);                                       \
    }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define SYNC(name)                                                              \
    int name(int file) {                                                        \
        REAL(name);                                                             \
        return sync_fails(file) ? -1 : real(file);                              \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, place)                                                   \
    int name(int file, place size) {                                            \
        REAL(name);                                                             \
        struct stat stat;                                                       \
        if (!is_ours(file, &stat)) return real(file, size);                     \
        if (happens(control->failing_writes))                                   \
            return refuse(EIO, &control->failed_writes);                        \
        return real(file, size);                                                \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

/* Room for a whole stretch, or none; these give the error as their value. */
#define ALLOCATE(name, place)                                                   \
    int name(int file, place at, place count) {                                 \
        REAL(name);                                                             \
        ssize_t done = allowed(file, (size_t)count, at);                        \
        if (done < count) return done < 0 ? errno : ENOSPC;                     \
        return real(file, at, count);                                           \
    }
ALLOCATE(posix_fallocate, off_t)
ALLOCATE(posix_fallocate64, off64_t)
