/* Prints NAME VALUE for every number that the Java side takes from Linux, as this system's headers have it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#define PRINT(name, value) printf("%s %d\n", name, (int) (value))

int main(void) {
    PRINT("Errno.EPERM", EPERM);
    PRINT("Errno.ENOENT", ENOENT);
    PRINT("Errno.EINTR", EINTR);
    PRINT("Errno.EIO", EIO);
    PRINT("Errno.EBADF", EBADF);
    PRINT("Errno.EAGAIN", EAGAIN);
    PRINT("Errno.ENOMEM", ENOMEM);
    PRINT("Errno.EACCES", EACCES);
    PRINT("Errno.EFAULT", EFAULT);
    PRINT("Errno.EEXIST", EEXIST);
    PRINT("Errno.ENODEV", ENODEV);
    PRINT("Errno.ENOTDIR", ENOTDIR);
    PRINT("Errno.EINVAL", EINVAL);
    PRINT("Errno.ENFILE", ENFILE);
    PRINT("Errno.EMFILE", EMFILE);
    PRINT("Errno.ENOSPC", ENOSPC);
    PRINT("Errno.ENAMETOOLONG", ENAMETOOLONG);
    PRINT("Errno.ENOSYS", ENOSYS);
    PRINT("Errno.ELOOP", ELOOP);
    PRINT("Errno.EOVERFLOW", EOVERFLOW);
    PRINT("Errno.EOPNOTSUPP", EOPNOTSUPP);
    PRINT("Errno.ENOTCONN", ENOTCONN);
    PRINT("Errno.ETIMEDOUT", ETIMEDOUT);
    PRINT("Errno.EHOSTDOWN", EHOSTDOWN);
    PRINT("Errno.ESTALE", ESTALE);
    PRINT("Inotify.IN_ACCESS", IN_ACCESS);
    PRINT("Inotify.IN_MODIFY", IN_MODIFY);
    PRINT("Inotify.IN_ATTRIB", IN_ATTRIB);
    PRINT("Inotify.IN_CLOSE_WRITE", IN_CLOSE_WRITE);
    PRINT("Inotify.IN_CLOSE_NOWRITE", IN_CLOSE_NOWRITE);
    PRINT("Inotify.IN_OPEN", IN_OPEN);
    PRINT("Inotify.IN_MOVED_FROM", IN_MOVED_FROM);
    PRINT("Inotify.IN_MOVED_TO", IN_MOVED_TO);
    PRINT("Inotify.IN_CREATE", IN_CREATE);
    PRINT("Inotify.IN_DELETE", IN_DELETE);
    PRINT("Inotify.IN_DELETE_SELF", IN_DELETE_SELF);
    PRINT("Inotify.IN_MOVE_SELF", IN_MOVE_SELF);
    PRINT("Inotify.IN_UNMOUNT", IN_UNMOUNT);
    PRINT("Inotify.IN_Q_OVERFLOW", IN_Q_OVERFLOW);
    PRINT("Inotify.IN_IGNORED", IN_IGNORED);
    PRINT("Inotify.IN_ONLYDIR", IN_ONLYDIR);
    PRINT("Inotify.IN_DONT_FOLLOW", IN_DONT_FOLLOW);
    PRINT("Inotify.IN_EXCL_UNLINK", IN_EXCL_UNLINK);
    PRINT("Inotify.IN_MASK_CREATE", IN_MASK_CREATE);
    PRINT("Inotify.IN_MASK_ADD", IN_MASK_ADD);
    PRINT("Inotify.IN_ISDIR", IN_ISDIR);
    PRINT("Inotify.IN_ONESHOT", IN_ONESHOT);
    PRINT("Inotify.IN_NONBLOCK", IN_NONBLOCK);
    PRINT("Inotify.IN_CLOEXEC", IN_CLOEXEC);
    PRINT("Inotify.EVENT_WD_OFFSET", offsetof(struct inotify_event, wd));
    PRINT("Inotify.EVENT_MASK_OFFSET", offsetof(struct inotify_event, mask));
    PRINT("Inotify.EVENT_COOKIE_OFFSET", offsetof(struct inotify_event, cookie));
    PRINT("Inotify.EVENT_LEN_OFFSET", offsetof(struct inotify_event, len));
    PRINT("Inotify.EVENT_NAME_OFFSET", offsetof(struct inotify_event, name));
    PRINT("Fcntl.AT_FDCWD", AT_FDCWD);
    PRINT("Fcntl.AT_SYMLINK_NOFOLLOW", AT_SYMLINK_NOFOLLOW);
    PRINT("Fcntl.AT_NO_AUTOMOUNT", AT_NO_AUTOMOUNT);
    PRINT("Fcntl.AT_EMPTY_PATH", AT_EMPTY_PATH);
    PRINT("Fcntl.O_RDONLY", O_RDONLY);
    PRINT("Fcntl.O_NONBLOCK", O_NONBLOCK);
    PRINT("Fcntl.O_CLOEXEC", O_CLOEXEC);
    PRINT("Fcntl.O_PATH", O_PATH);
    PRINT("Fcntl.O_DIRECTORY", O_DIRECTORY);
    PRINT("Fcntl.O_NOFOLLOW", O_NOFOLLOW);
    PRINT("Fcntl.RESOLVE_NO_SYMLINKS", RESOLVE_NO_SYMLINKS);
    PRINT("Fcntl.OPEN_HOW_SIZEOF", sizeof(struct open_how));
    PRINT("Fcntl.OPEN_HOW_FLAGS", offsetof(struct open_how, flags));
    PRINT("Fcntl.OPEN_HOW_RESOLVE", offsetof(struct open_how, resolve));
    PRINT("Fcntl.EFD_NONBLOCK", EFD_NONBLOCK);
    PRINT("Fcntl.EFD_CLOEXEC", EFD_CLOEXEC);
    PRINT("Fcntl.POLLIN", POLLIN);
    PRINT("Fcntl.POLLPRI", POLLPRI);
    PRINT("Fcntl.POLLERR", POLLERR);
    PRINT("Fcntl.POLLHUP", POLLHUP);
    PRINT("Fcntl.POLLNVAL", POLLNVAL);
    PRINT("Fcntl.FIONREAD", FIONREAD);
    PRINT("Fcntl.POLLFD_SIZEOF", sizeof(struct pollfd));
    PRINT("Fcntl.POLLFD_EVENTS", offsetof(struct pollfd, events));
    PRINT("Fcntl.POLLFD_REVENTS", offsetof(struct pollfd, revents));
    PRINT("Statx.STATX_BASIC_STATS", STATX_BASIC_STATS);
    PRINT("Statx.STATX_BTIME", STATX_BTIME);
    PRINT("Statx.SIZEOF", sizeof(struct statx));
    PRINT("Statx.MASK", offsetof(struct statx, stx_mask));
    PRINT("Statx.ATTRIBUTES", offsetof(struct statx, stx_attributes));
    PRINT("Statx.STATX_ATTR_MOUNT_ROOT", STATX_ATTR_MOUNT_ROOT);
    PRINT("Statx.NLINK", offsetof(struct statx, stx_nlink));
    PRINT("Statx.UID", offsetof(struct statx, stx_uid));
    PRINT("Statx.GID", offsetof(struct statx, stx_gid));
    PRINT("Statx.MODE", offsetof(struct statx, stx_mode));
    PRINT("Statx.INO", offsetof(struct statx, stx_ino));
    PRINT("Statx.SIZE", offsetof(struct statx, stx_size));
    PRINT("Statx.BTIME", offsetof(struct statx, stx_btime));
    PRINT("Statx.CTIME", offsetof(struct statx, stx_ctime));
    PRINT("Statx.MTIME", offsetof(struct statx, stx_mtime));
    PRINT("Statx.DEV_MAJOR", offsetof(struct statx, stx_dev_major));
    PRINT("Statx.DEV_MINOR", offsetof(struct statx, stx_dev_minor));
    return 0;
}
