/*
 * Converts between the names of Windows, in UTF-16, and those of Linux. Gets its types from kernel32.h and uses nothing of the
 * other parts.
 */
#include "kernel32.h"

void standin_to_bytes(const WCHAR *units, int count, char *target) {
    for (int i = 0; i < count; i++) {
        uint32_t c = units[i];
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < count && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (units[++i] - 0xDC00);
        }
        if (c < 0x80) {
            *target++ = c == '\\' ? '/' : (char) c;
        } else if (c < 0x800) {
            *target++ = (char) (0xC0 | c >> 6);
            *target++ = (char) (0x80 | (c & 0x3F));
        } else {
            if (c < 0x10000) {
                *target++ = (char) (0xE0 | c >> 12);
            } else {
                *target++ = (char) (0xF0 | c >> 18);
                *target++ = (char) (0x80 | (c >> 12 & 0x3F));
            }
            *target++ = (char) (0x80 | (c >> 6 & 0x3F));
            *target++ = (char) (0x80 | (c & 0x3F));
        }
    }
    *target = 0;
}

int standin_to_units(const char *text, WCHAR *target) {
    WCHAR *start = target;
    const unsigned char *at = (const unsigned char *) text;
    while (*at != 0) {
        int more = *at < 0x80 ? 0 : *at < 0xE0 ? 1 : *at < 0xF0 ? 2 : 3;
        uint32_t c = more == 0 ? *at : *at & (0x3F >> more);
        at++;
        for (; more > 0 && *at != 0; more--) {
            c = c << 6 | (*at++ & 0x3F);
        }
        if (c >= 0x10000) {
            *target++ = (WCHAR) (0xD7C0 + (c >> 10));
            c = 0xDC00 | (c & 0x3FF);
        }
        *target++ = (WCHAR) c;
    }
    return (int) ((char *) target - (char *) start);
}
