/* Makes changes. writer DIR DIRECTORIES FILES: that many files of five bytes, spread over DIR/d0, DIR/d1, ...
 * writer -toggle DIR RECORDS: that many records of two kinds that the kernel cannot merge. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
    char path[4096], other[4096];
    if (argc != 4) return 2;
    if (!strcmp(argv[1], "-toggle")) {
        snprintf(path, sizeof path, "%s/some-ordinary-name.txt", argv[2]);
        snprintf(other, sizeof other, "%s/another-ordinary-name.txt", argv[2]);
        close(open(path, O_CREAT | O_WRONLY, 0644));
        for (long i = atol(argv[3]) / 4; i > 0; i--) {
            if (rename(path, other) || rename(other, path)) return 1;
        }
        return 0;
    }
    int directories = atoi(argv[2]), files = atoi(argv[3]);
    mkdir(argv[1], 0755);
    for (int i = 0; i < files; i++) {
        if (i < directories) {
            snprintf(path, sizeof path, "%s/d%d", argv[1], i);
            mkdir(path, 0755);
        }
        snprintf(path, sizeof path, "%s/d%d/f%d", argv[1], i % directories, i);
        int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
        if (fd < 0 || write(fd, "hello", 5) != 5) return 1;
        close(fd);
    }
    return 0;
}
