/* SPDX-License-Identifier: Apache-2.0 */
#include "record/word.h"

#include <strings.h>

const uint8_t word_bytes[256] = {
    ['\''] = WORD_APOSTROPHE, ['A' ... 'Z'] = WORD_LETTER, ['a' ... 'z'] = WORD_LETTER, [0x80 ... 0xFF] = WORD_LETTER
};

bool word_is_one_of(struct span word, const char *const *words)
{
    for (; word.size && *words; words++) /* hardly any begins and ends alike */
        if (word_alike(**words, *word.data) && strlen(*words) == word.size &&
            word_alike((*words)[word.size - 1], word.data[word.size - 1]) &&
            strncasecmp(*words, word.data, word.size) == 0)
            return true;
    return false;
}
