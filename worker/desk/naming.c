/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/naming.h"

#include <strings.h>

static bool is_letter(char letter)
{
    const char small = (char)(letter | 0x20);
    return (small >= 'a' && small <= 'z') || (letter >= '0' && letter <= '9') || (unsigned char)letter >= 0x80;
}

static bool is_capital(char letter)
{
    return is_letter(letter) && !(letter >= 'a' && letter <= 'z');
}

/* Between two words of a name, in a text or in a host. */
static bool is_joint(char letter)
{
    return letter == ' ' || letter == '-' || letter == '_';
}

/* The label by which the host is known. */
static struct span label_of(const char *outlet)
{
    struct span best = { outlet, strcspn(outlet, ".") };
    for (const char *at = outlet + best.size; *at == '.';) {
        const size_t size = strcspn(++at, ".");
        if (at[size] == '.' && size > best.size)
            best = (struct span){ at, size };
        at += size;
    }
    return best;
}

/* Past joints, and a small word between two of them. */
static size_t past_joints(struct span text, size_t at)
{
    while (at < text.size && is_joint(text.data[at]))
        at++;
    size_t end = at;
    while (end < text.size && is_letter(text.data[end]) && !is_capital(text.data[end]))
        end++;
    if (end == at || end - at > NAMING_SMALL_MAX || end >= text.size || text.data[end] != ' ')
        return at;
    return end + 1;
}

/* Whether the name begins at `at` of the text, each of its words with a capital. */
static bool begins(struct span text, size_t at, struct span name)
{
    bool start = true;
    for (size_t i = 0; i < name.size; i++) {
        if (is_joint(name.data[i])) {
            at = past_joints(text, at);
            start = true;
            continue;
        }
        if (!start && at < text.size && is_joint(text.data[at])) /* a host has "Al Hadath" in one */
            at++;
        if (at >= text.size || (text.data[at] | 0x20) != (name.data[i] | 0x20) || (start && !is_capital(text.data[at])))
            return false;
        start = false;
        at++;
    }
    return at >= text.size || !is_letter(text.data[at]);
}

static bool follows_the(struct span text, size_t at)
{
    return at >= 4 && strncasecmp(text.data + at - 4, "the ", 4) == 0 && (at == 4 || !is_letter(text.data[at - 5]));
}

bool naming_names(struct span text, const char *outlet)
{
    if (!outlet)
        return false;
    if (strncasecmp(outlet, "www.", 4) == 0)
        outlet += 4;
    const struct span name = label_of(outlet);
    struct span last = name;
    for (size_t i = 0; i < name.size; i++)
        if (is_joint(name.data[i]))
            last = (struct span){ name.data + i + 1, name.size - i - 1 };
    if (name.size < NAMING_LETTERS_MIN)
        return false;
    for (size_t at = 0; at < text.size; at++)
        if (is_capital(text.data[at]) && (at == 0 || !is_letter(text.data[at - 1])) &&
            (begins(text, at, name) || (last.size < name.size && last.size >= NAMING_LETTERS_MIN &&
                                        follows_the(text, at) && begins(text, at, last))))
            return true;
    return false;
}
