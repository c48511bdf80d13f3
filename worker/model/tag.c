/* SPDX-License-Identifier: Apache-2.0 */
#include "model/tag.h"

#include "model/features.h"
#include "model/names.h"

void tag_features(const struct form *forms, const uint8_t *tags, uint32_t count, uint32_t at, bool inside,
                  uint32_t features[TAG_FEATURES])
{
    const struct form *here = &forms[at];
    const struct form *before1 = at > 0 ? here - 1 : &form_outside;
    const struct form *before2 = at > 1 ? here - 2 : &form_outside;
    const struct form *after1 = at + 1 < count ? here + 1 : &form_outside;
    const struct form *after2 = at + 2 < count ? here + 2 : &form_outside;
    const uint32_t tag1 = at > 0 ? tags[at - 1] : TAG_OUTSIDE;
    const uint32_t tag2 = at > 1 ? tags[at - 2] : TAG_OUTSIDE;
    uint32_t firsts[TAG_FEATURES], seconds[TAG_FEATURES], number = 0;

#define TAG_FEATURE(name, first, second, meaning)                                                                      \
    firsts[number] = first;                                                                                            \
    seconds[number++] = second;
#include "model/features.def"
    feature_hashes(firsts, seconds, TAG_FEATURES, features);
}

void tag_sentence(const struct weights *weights, const struct form *forms, uint32_t count, uint8_t *tags)
{
    uint32_t features[TAG_FEATURES];
    int16_t scores[WEIGHTS_WIDTH_MAX];
    bool inside = false;

    for (uint32_t at = 0; at < count; at++) {
        tags[at] = forms[at].tag;
        if (forms[at].tag == FORM_TAG_OPEN) {
            tag_features(forms, tags, count, at, inside, features);
            weights_score(weights, features, TAG_FEATURES, scores);
            tags[at] = (uint8_t)weights_best(weights, scores);
        }
        inside ^= (forms[at].flags & FORM_MARK) != 0;
    }
}
