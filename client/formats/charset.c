/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

enum { LOOK_BYTES = 2048, ROOM_BYTES = 4096 };

/* As the WHATWG Encoding standard has it, Latin-1 is read as Windows-1252. */
static const struct {
    const char *label, *name;
} charsets[] = {
    { "utf-8", "UTF-8" },
    { "utf8", "UTF-8" },
    { "us-ascii", "WINDOWS-1252" },
    { "ascii", "WINDOWS-1252" },
    { "iso-8859-1", "WINDOWS-1252" },
    { "latin1", "WINDOWS-1252" },
    { "iso8859-1", "WINDOWS-1252" },
    { "iso-8859-2", "ISO-8859-2" },
    { "iso-8859-3", "ISO-8859-3" },
    { "iso-8859-4", "ISO-8859-4" },
    { "iso-8859-5", "ISO-8859-5" },
    { "iso-8859-6", "ISO-8859-6" },
    { "iso-8859-7", "ISO-8859-7" },
    { "iso-8859-8", "ISO-8859-8" },
    { "iso-8859-9", "WINDOWS-1254" },
    { "iso-8859-13", "ISO-8859-13" },
    { "iso-8859-15", "ISO-8859-15" },
    { "iso-8859-16", "ISO-8859-16" },
    { "windows-1250", "WINDOWS-1250" },
    { "windows-1251", "WINDOWS-1251" },
    { "windows-1252", "WINDOWS-1252" },
    { "windows-1253", "WINDOWS-1253" },
    { "windows-1254", "WINDOWS-1254" },
    { "windows-1255", "WINDOWS-1255" },
    { "windows-1256", "WINDOWS-1256" },
    { "windows-1257", "WINDOWS-1257" },
    { "windows-1258", "WINDOWS-1258" },
    { "cp1251", "WINDOWS-1251" },
    { "cp1252", "WINDOWS-1252" },
    { "koi8-r", "KOI8-R" },
    { "koi8-u", "KOI8-U" },
    { "gb2312", "GB18030" },
    { "gbk", "GB18030" },
    { "gb18030", "GB18030" },
    { "big5", "BIG5-HKSCS" },
    { "shift_jis", "CP932" },
    { "euc-jp", "EUC-JP" },
    { "euc-kr", "CP949" },
    { "tis-620", "TIS-620" },
};

const char *charset_find(const char *label, size_t size)
{
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (strlen(charsets[i].label) == size && strncasecmp(charsets[i].label, label, size) == 0)
            return charsets[i].name;
    return NULL;
}

/* What follows "charset=" first. */
static const char *named_in(const char *text, size_t size)
{
    static const char key[] = "charset";
    for (size_t i = 0; i + sizeof key <= size; i++) {
        if (strncasecmp(text + i, key, sizeof key - 1) != 0)
            continue;
        size_t at = i + sizeof key - 1;
        while (at < size && memchr(" =\"'", text[at], 4))
            at++;
        size_t end = at;
        while (end < size && !memchr(" \t\r\n\"'/>;", text[end], 9))
            end++;
        const char *name = charset_find(text + at, end - at);
        if (name)
            return name;
    }
    return NULL;
}

const char *charset_of_page(const char *bytes, size_t size, const char *header)
{
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        return "UTF-8";
    const char *name = header ? named_in(header, strlen(header)) : NULL;
    if (!name)
        name = named_in(bytes, size < LOOK_BYTES ? size : LOOK_BYTES);
    return name ? name : "UTF-8";
}

bool charset_convert(const char *charset, const char *bytes, size_t size, struct buffer *text)
{
    iconv_t converter = iconv_open("UTF-8", charset);
    if (converter == (iconv_t)-1)
        return false;
    char *in = (char *)bytes; /* iconv only reads it */
    while (size > 0 && buffer_reserve(text, ROOM_BYTES)) {
        char *out = text->bytes + text->size;
        size_t room = text->capacity - text->size;
        const size_t result = iconv(converter, &in, &size, &out, &room);
        text->size = text->capacity - room;
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        buffer_add(text, "\xef\xbf\xbd", 3);
        in++;
        size--;
    }
    iconv_close(converter);
    return !text->failed;
}
