/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/fate.h"

enum draft_measure fate_measure(const struct document *document, uint32_t token, int where)
{
    static const struct {
        const char *word;
        enum draft_measure measure;
        int where;
    } fates[] = {
#define FATE(word, measure, where) { word, measure, where },
#include "extract/fate.def"
#undef FATE
    };
    for (size_t i = 0; i < sizeof fates / sizeof *fates; i++)
        if (fates[i].where & where && document_is(document, token, fates[i].word))
            return fates[i].measure;
    return DRAFT_UNCOUNTED;
}
