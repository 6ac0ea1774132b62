/* The headers of macOS; on Linux those of the library that stands in for them, which name their sources. */
#ifdef __APPLE__
#include <CoreServices/CoreServices.h>
#include <dispatch/dispatch.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/attr.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vnode.h>
#include <unistd.h>
#else
typedef int dev_t;
typedef long ssize_t;
#include "../standin/macos/coreservices.h"
#endif
