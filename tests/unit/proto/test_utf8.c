/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "proto/scan.h"

struct sample {
    const char *bytes;
    size_t size;
    const char *what;
};
#define S(bytes, what)                                                                                                 \
    {                                                                                                                  \
        bytes, sizeof bytes - 1, what                                                                                  \
    }

static const struct sample good[] = {
    S("", "nothing"),
    S("a", "one letter"),
    S("harbour", "seven letters, less than a word"),
    S("harbours", "eight letters, a word"),
    S("\x01\x7f\r\n\t", "control characters other than NUL"),
    S("\xc2\x80", "U+0080, the least of two bytes"),
    S("\xdf\xbf", "U+07FF"),
    S("\xe0\xa0\x80", "U+0800, the least of three bytes"),
    S("\xed\x9f\xbf", "U+D7FF, before the surrogates"),
    S("\xee\x80\x80", "U+E000, after them"),
    S("\xef\xbf\xbf", "U+FFFF"),
    S("\xf0\x90\x80\x80", "U+10000, the least of four bytes"),
    S("\xf4\x8f\xbf\xbf", "U+10FFFF, the last"),
    S("\xef\xbb\xbf"
      "text",
      "a byte order mark"),
    S("e\xcc\x81\xe2\x80\x8b\xe2\x80\xae", "combining, zero width, bidi"),
};

static const struct sample bad[] = {
    S("\0", "NUL"),
    S("\x80", "a lone continuation"),
    S("\xbf", "another"),
    S("\xc0\x80", "NUL in two bytes"),
    S("\xc1\xbf", "overlong of two bytes"),
    S("\xe0\x80\x80", "NUL in three bytes"),
    S("\xe0\x9f\xbf", "overlong of three bytes"),
    S("\xf0\x80\x80\x80", "NUL in four bytes"),
    S("\xf0\x8f\xbf\xbf", "overlong of four bytes"),
    S("\xed\xa0\x80", "the first surrogate"),
    S("\xed\xbf\xbf", "the last surrogate"),
    S("\xed\xa0\xbd\xed\xb8\x80", "a pair of surrogates"),
    S("\xf4\x90\x80\x80", "U+110000"),
    S("\xf5\x80\x80\x80", "a lead of nothing"),
    S("\xf8\x88\x80\x80\x80", "five bytes"),
    S("\xfe", "FE"),
    S("\xff", "FF"),
    S("\xc3", "a cut character of two"),
    S("\xe2\x82", "a cut character of three"),
    S("\xf0\x9f\x98", "a cut character of four"),
    S("\xc3(", "a second byte that is none"),
    S("\xe2\x82(", "a third byte that is none"),
    S("\xf0\x9f\x98(", "a fourth byte that is none"),
};

/* Each sample at every place of a text of ASCII, so that no alignment of the words hides it. */
static void check(const struct sample *sample, int expected)
{
    for (size_t before = 0; before < 20; before++) {
        for (size_t after = 0; after < 20; after++) {
            char text[64];
            memset(text, 'x', sizeof text);
            memcpy(text + before, sample->bytes, sample->size);
            if (scan_utf8(text, before + sample->size + after) != expected)
                fail_msg("%s after %zu and before %zu letters", sample->what, before, after);
        }
    }
}

static void well_formed_text_passes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        check(&good[i], 1);
}

static void ill_formed_text_and_nul_are_found_at_every_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check(&bad[i], 0);
}

static void every_character_passes_and_no_surrogate(void **state)
{
    (void)state;
    for (unsigned point = 1; point <= 0x10ffff; point++) {
        unsigned char text[4];
        size_t size;
        if (point < 0x80) {
            text[0] = (unsigned char)point, size = 1;
        } else if (point < 0x800) {
            text[0] = (unsigned char)(0xc0 | point >> 6), size = 2;
        } else if (point < 0x10000) {
            text[0] = (unsigned char)(0xe0 | point >> 12), size = 3;
        } else {
            text[0] = (unsigned char)(0xf0 | point >> 18), size = 4;
        }
        for (size_t i = 1; i < size; i++)
            text[i] = (unsigned char)(0x80 | (point >> (6 * (size - 1 - i)) & 0x3f));
        assert_int_equal(scan_utf8(text, size), point < 0xd800 || point > 0xdfff);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_passes),
        cmocka_unit_test(ill_formed_text_and_nul_are_found_at_every_place),
        cmocka_unit_test(every_character_passes_and_no_surrogate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
