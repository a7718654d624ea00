#if !__has_include(<re2/re2.h>)
#error "RE2's headers are missing. Run scripts/install-libraries, or install libre2-dev (Debian, Ubuntu), re2-devel (Fedora), re2-dev (Alpine) or re2 (Homebrew), and build again."
#endif

#include "cre2.h"

#include <new>
#include <vector>

#include <re2/re2.h>

struct cre2 {
  re2::RE2 expression;
  cre2(re2::StringPiece pattern, const re2::RE2::Options &options) : expression(pattern, options) {}
};

static re2::StringPiece piece(const unsigned char *text, size_t length) {
  return re2::StringPiece(reinterpret_cast<const char *>(text), length);
}

extern "C" {

cre2 *cre2_compile(const unsigned char *pattern, size_t length) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  return new (std::nothrow) cre2(piece(pattern, length), options);
}

const char *cre2_error(const cre2 *expression) {
  return expression->expression.ok() ? nullptr : expression->expression.error().c_str();
}

void cre2_delete(cre2 *expression) { delete expression; }

int cre2_group_count(const cre2 *expression) { return expression->expression.NumberOfCapturingGroups(); }

bool cre2_matches(const cre2 *expression, const unsigned char *text, size_t length) {
  return expression->expression.Match(piece(text, length), 0, length, re2::RE2::UNANCHORED, nullptr, 0);
}

bool cre2_find(const cre2 *expression, const unsigned char *text, size_t length, size_t start, ptrdiff_t *ranges, size_t count) {
  std::vector<re2::StringPiece> groups(count);
  const re2::StringPiece whole = piece(text, length);
  if (!expression->expression.Match(whole, start, length, re2::RE2::UNANCHORED, groups.data(), static_cast<int>(count)))
    return false;
  for (size_t group = 0; group < count; group++) {
    const bool took = groups[group].data() != nullptr;
    ranges[group * 2] = took ? groups[group].data() - whole.data() : -1;
    ranges[group * 2 + 1] = took ? ranges[group * 2] + static_cast<ptrdiff_t>(groups[group].size()) : -1;
  }
  return true;
}

}
