/*
 * An OCI runtime that is slower by a known amount of work: uses the processor for MICROS microseconds, then becomes REAL.
 *
 *     cc -O2 -DREAL='"/usr/bin/crun"' -DMICROS=300 -o slower slower-runtime.c
 *
 * With MICROS 0 it is what a slower one is to be compared with: the wrapper's own execve costs 4 % of a start of crun. The number
 * is read at run time, so that the code is the same whatever it is.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t work_micros = MICROS;

/* Processor time of this process, so that what others take on the same processor does not count. */
static int64_t used_micros(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t) t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int main(int argc, char **argv) {
    (void) argc;
    int64_t end = used_micros() + work_micros;
    while (used_micros() < end) {
    }
    execv(REAL, argv);
    perror(REAL);
    return 127;
}
