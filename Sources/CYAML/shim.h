#if __has_include(<yaml.h>)
#include <yaml.h>
#else
#error "libyaml's headers are missing. Run scripts/install-libraries, or install libyaml-dev (Debian, Ubuntu), libyaml-devel (Fedora, Amazon Linux), yaml-dev (Alpine) or libyaml (Homebrew), and build again."
#endif
