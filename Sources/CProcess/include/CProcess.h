#pragma once

#include <sys/types.h>

/// Starts a program in a session of its own, with standard input empty, no other descriptor than the three, and signals
/// as they are by default. In C, because Swift does not see what glibc shows to GNU programs only.
/// Returns 0, or the system's error number.
int cprocess_start(
    pid_t *process, const char *path, char *const words[], char *const environment[], const char *folder, int output,
    int messages);
