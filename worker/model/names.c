/* SPDX-License-Identifier: Apache-2.0 */
#include "model/names.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
    enum upos upos;
    const char *xpos;
} tags[] = {
#define TAG(name, upos, xpos) { UPOS_##upos, xpos },
#include "model/tags.def"
#undef TAG
};

static const char *const relations[] = {
#define RELATION(name, label) label,
#include "model/relations.def"
#undef RELATION
};

static const char *const upos_names[] = {
#define NAME(upos) #upos,
    UPOS(NAME)
#undef NAME
};

_Static_assert(TAG_COUNT <= TAG_OUTSIDE, "a tag is told by six bits");
_Static_assert(RELATION_COUNT <= 48, "a row of labels has 48 weights");

enum upos tag_upos(uint8_t tag)
{
    return tags[tag].upos;
}

const char *tag_upos_name(uint8_t tag)
{
    return upos_names[tags[tag].upos];
}

const char *tag_xpos_name(uint8_t tag)
{
    return tags[tag].xpos;
}

bool tag_is_finite(uint8_t tag)
{
    switch (tag) {
    case TAG_VERB_VBD:
    case TAG_VERB_VBP:
    case TAG_VERB_VBZ:
    case TAG_AUX_VBD:
    case TAG_AUX_VBP:
    case TAG_AUX_VBZ:
    case TAG_AUX_MD:
        return true;
    default:
        return false;
    }
}

const char *relation_name(uint8_t relation)
{
    return relations[relation];
}

uint8_t tag_of(const char *upos, const char *xpos)
{
    uint8_t by_xpos = TAG_COUNT, by_upos = TAG_COUNT;
    for (uint8_t i = 0; i < TAG_COUNT; i++) {
        const bool same_upos = strcmp(upos_names[tags[i].upos], upos) == 0;
        const bool same_xpos = strcmp(tags[i].xpos, xpos) == 0;
        if (same_upos && same_xpos)
            return i;
        if (same_upos && by_upos == TAG_COUNT)
            by_upos = i;
        if (same_xpos && by_xpos == TAG_COUNT)
            by_xpos = i;
    }
    return by_upos < TAG_COUNT ? by_upos : by_xpos < TAG_COUNT ? by_xpos : TAG_X_NN;
}

uint8_t relation_of(const char *label)
{
    const size_t whole = strlen(label), universal = strcspn(label, ":");
    uint8_t found = RELATION_DEP;
    for (uint8_t i = 0; i < RELATION_COUNT; i++) {
        if (strcmp(relations[i], label) == 0)
            return i;
        if (universal < whole && strlen(relations[i]) == universal && memcmp(relations[i], label, universal) == 0)
            found = i;
    }
    return found;
}

size_t names_of_tags(char names[NAMES_BYTES_MAX])
{
    size_t size = 0;
    for (uint8_t i = 0; i < TAG_COUNT; i++)
        size += (size_t)sprintf(names + size, "%s %s", tag_upos_name(i), tag_xpos_name(i)) + 1;
    return size;
}

size_t names_of_relations(char names[NAMES_BYTES_MAX])
{
    size_t size = 0;
    for (uint8_t i = 0; i < RELATION_COUNT; i++)
        size += (size_t)sprintf(names + size, "%s", relations[i]) + 1;
    return size;
}
