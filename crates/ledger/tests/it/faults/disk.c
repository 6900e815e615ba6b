/* Makes writes and syncs of the files below a folder fail, as a bad or a full disk does, and cuts
   the power: what wasn't synced is then lost. Loaded before the C library. DISK_BELOW names the
   folder, DISK_CONTROL the file in which the test says what is to fail and is told what did. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* Shared by all processes that work with the folder. */
static struct control {
    /* Said by the test: of 1000 calls, how many fail or are cut short. */
    _Atomic int64_t failing_writes, cut_writes, failing_syncs;
    /* Bytes by which files may still grow; below zero, as many as they like. */
    _Atomic int64_t room;
    /* Whether writes that a sync didn't confirm can be lost (by a single process), and whether the
       power is to be cut now. */
    _Atomic int64_t loses, power_cut;
    /* Told to the test: calls that failed or were cut short, by why, and writes that were lost. */
    _Atomic int64_t failed_writes, writes_cut, failed_syncs, full, lost;
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
    uint64_t x = atomic_fetch_add(&state, 0x9e3779b97f4a7c15);
    x += (uint64_t)getpid() * 0x2545f4914f6cdd1d;
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

/* What a file was like before a write that hasn't been synced; the latest write comes first. */
static struct before {
    struct before *next;
    dev_t device;
    ino_t inode;
    off_t at, size;
    ssize_t count;
    /* A sync of it failed: no later one brings it to the disk, only another write. */
    int is_dropped;
    char path[256];
    char bytes[];
} *unsynced;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int is_of(const struct before *before, const struct stat *stat) {
    return before->inode == stat->st_ino && before->device == stat->st_dev;
}

/* Gives an open file back what it had there. */
static void undo(int file, const struct before *before) {
    struct stat stat;
    if (fstat(file, &stat) || !is_of(before, &stat)) return;
    off_t end = before->at + before->count;
    syscall(SYS_pwrite64, file, before->bytes, before->count, before->at);
    if (before->size < end && end >= stat.st_size) syscall(SYS_ftruncate, file, before->size);
    atomic_fetch_add(&control->lost, 1);
}

/* Loses what wasn't synced, or about half of it, and ends the program. */
static void cut_power(void) {
    int64_t kept = happens(500) ? 500 : 0;
    pthread_mutex_lock(&lock);
    for (struct before *one = unsynced; one; one = one->next) {
        if (!one->is_dropped && happens(kept)) continue;
        int file = open(one->path, O_WRONLY | O_CLOEXEC);
        if (file < 0) continue;
        undo(file, one);
        close(file);
    }
    raise(SIGKILL);
}

/* Keeps what a file has where it will be written. */
static void remember(int file, ssize_t count, off_t at) {
    struct stat stat;
    int kept = errno;
    if (control && control->loses && count > 0 && is_ours(file, &stat)) {
        if (control->power_cut && happens(100)) cut_power();
        char link[64];
        struct before *before = calloc(1, sizeof *before + (size_t)count);
        before->device = stat.st_dev, before->inode = stat.st_ino;
        before->at = at < 0 ? lseek(file, 0, SEEK_CUR) : at;
        before->size = stat.st_size, before->count = count;
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        ssize_t length = readlink(link, before->path, sizeof before->path - 1);
        ssize_t had = pread(file, before->bytes, (size_t)count, before->at);
        /* SQLite's index of its log is made anew after a crash, and never synced. */
        if (length < 4 || had < 0 || !strcmp(before->path + length - 4, "-shm")) {
            free(before);
        } else {
            off_t end = before->at + count;
            pthread_mutex_lock(&lock);
            for (struct before *one = unsynced; one; one = one->next) {
                int is_under = one->at < end && before->at < one->at + one->count;
                if (is_of(one, &stat) && is_under) one->is_dropped = 0;
            }
            before->next = unsynced, unsynced = before;
            pthread_mutex_unlock(&lock);
        }
    }
    errno = kept;
}

/* After a sync: what was written is on the disk. After one that failed the system has forgotten
   about it: it is gone at once, or seems to be there until the power is cut. */
static void synced(int file, int has_failed) {
    struct stat stat;
    int kept = errno;
    if (control && control->loses && is_ours(file, &stat)) {
        int is_gone = has_failed && happens(500);
        pthread_mutex_lock(&lock);
        for (struct before **link = &unsynced, *one; (one = *link);) {
            if (!is_of(one, &stat)) {
                link = &one->next;
                continue;
            }
            if (is_gone) undo(file, one);
            if (has_failed) one->is_dropped = 1;
            if (is_gone || !one->is_dropped) {
                *link = one->next;
                free(one);
            } else {
                link = &one->next;
            }
        }
        pthread_mutex_unlock(&lock);
    }
    errno = kept;
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
    int fails = 0;
    if (is_ours(file, &stat)) {
        if (control->loses && control->power_cut) cut_power();
        fails = happens(control->failing_syncs);
    }
    errno = kept;
    return fails ? refuse(EIO, &control->failed_syncs) : 0;
}

/* The function of the C library. */
#define REAL(name)                                                              \
    static __typeof__(name) *real;                                              \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write);
    ssize_t done = allowed(file, count, -1);
    remember(file, done, -1);
    return done < 0 ? done : real(file, bytes, (size_t)done);
}

#define PWRITE(name, place)                                                     \
    ssize_t name(int file, const void *bytes, size_t count, place at) {         \
        REAL(name);                                                             \
        ssize_t done = allowed(file, count, at);                                \
        remember(file, done, at);                                               \
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
    remember(file, done, -1);
    if (done < 0 || (size_t)done == all) return done < 0 ? done : real(file, pieces, count);
    struct iovec piece = {pieces->iov_base, first(pieces, done)};
    return real(file, &piece, 1);
}

#define PWRITEV(name, place)                                                    \
    ssize_t name(int file, const struct iovec *pieces, int count, place at) {   \
        REAL(name);                                                             \
        size_t all = length(pieces, count);                                     \
        ssize_t done = allowed(file, all, at);                                  \
        remember(file, done, at);                                               \
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
        int done = sync_fails(file) ? -1 : real(file);                          \
        synced(file, done);                                                     \
        return done;                                                            \
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
