/* Makes every fsync and fdatasync of a program take SYNC_DELAY_US microseconds longer, as a disk does that keeps its word. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_first(void)
{
    const char *delay = getenv("SYNC_DELAY_US");
    if (delay)
        usleep((useconds_t)atoi(delay));
}

int fsync(int file)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_first();
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_first();
    return real(file);
}
