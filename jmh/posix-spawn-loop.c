/*
 * The floor of any launch: starts a program with posix_spawn, waits for it with wait4, and prints for every start
 * the nanoseconds that this took, one number per line.
 *
 *     posix-spawn-loop WARM_UPS STARTS PROGRAM [ARGUMENT ...]
 *
 * The program gets what ocibench's spawn control gives it: /dev/null as standard streams and a tiny environment.
 * Times are kept in memory and printed at the end, so that writing them disturbs no start.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t) t.tv_sec * 1000000000 + t.tv_nsec;
}

static void require(int errnum, const char *what) {
    if (errnum != 0) {
        fprintf(stderr, "posix-spawn-loop: %s: %s\n", what, strerror(errnum));
        exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: posix-spawn-loop WARM_UPS STARTS PROGRAM [ARGUMENT ...]\n");
        return 64;
    }
    long warm_ups = strtol(argv[1], NULL, 10);
    long starts = strtol(argv[2], NULL, 10);
    char **command = argv + 3;
    char *environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C", NULL};

    int64_t *nanos = calloc(starts > 0 ? starts : 1, sizeof *nanos);
    posix_spawn_file_actions_t null_streams;
    require(posix_spawn_file_actions_init(&null_streams), "posix_spawn_file_actions_init");
    require(posix_spawn_file_actions_addopen(&null_streams, 0, "/dev/null", O_RDONLY, 0), "addopen");
    require(posix_spawn_file_actions_addopen(&null_streams, 1, "/dev/null", O_WRONLY, 0), "addopen");
    require(posix_spawn_file_actions_addopen(&null_streams, 2, "/dev/null", O_WRONLY, 0), "addopen");

    for (long i = -warm_ups; i < starts; i++) {
        pid_t pid;
        int status;
        struct rusage usage;
        int64_t start = now();
        require(posix_spawn(&pid, command[0], &null_streams, NULL, command, environment), command[0]);
        pid_t ended = wait4(pid, &status, 0, &usage);
        int64_t end = now();
        if (ended != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "posix-spawn-loop: %s did not exit with 0\n", command[0]);
            return 1;
        }
        if (i >= 0) {
            nanos[i] = end - start;
        }
    }
    for (long i = 0; i < starts; i++) {
        printf("%" PRId64 "\n", nanos[i]);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
