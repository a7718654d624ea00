#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression of RE2's syntax over UTF-8.
struct cre2;
typedef struct cre2 cre2;

/// Never null but for want of memory; whether the pattern is one is told by cre2_error.
cre2 *cre2_compile(const unsigned char *pattern, size_t length);
/// What is wrong with the pattern; null when it is fine. Lives as long as the expression.
const char *cre2_error(const cre2 *expression);
void cre2_delete(cre2 *expression);
/// Number of groups.
int cre2_group_count(const cre2 *expression);
bool cre2_matches(const cre2 *expression, const unsigned char *text, size_t length);
/// The first match at or after byte `start`. `ranges` receives start and end of `count` groups, the whole first; -1
/// where a group took no part.
bool cre2_find(const cre2 *expression, const unsigned char *text, size_t length, size_t start, ptrdiff_t *ranges, size_t count);

#ifdef __cplusplus
}
#endif
