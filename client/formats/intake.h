/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_INTAKE_H
#define CLIENT_FORMATS_INTAKE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "claimwire/v1/article.pb-c.h"

/* One input on its way into articles: where bytes come from, where articles
 * and complaints go. A place is a line, or in a WARC file a record, from 1. */

struct limits {
    uint64_t input_bytes_max; /* of one XML document */
    size_t item_bytes_max;    /* one item, page or record */
    size_t page_bytes_max;    /* memory for the tree of a page */
    uint64_t items_max;       /* of one input */
    unsigned depth_max;       /* of elements in a page */
    unsigned page_ms_max;     /* processor time to parse a page or an item of XML */
};
extern const struct limits limits_default;

struct intake {
    const char *name; /* of the file, without its folders */
    const struct limits *limits;
    /* Bytes as they come, waiting for them; 0 at the end, -1 when there can be no more (told already). */
    ssize_t (*read)(void *source, char *bytes, size_t size);
    void *source;

    void *context; /* of the functions below */
    /* False: stop. The article is borrowed. */
    bool (*take)(void *context, const Claimwire__V1__Article *article, uint64_t place);
    /* An item, or all the rest, cannot be fed. `id` may be NULL, `reason` is a word of article_check or MALFORMED. */
    void (*refuse)(void *context, const char *id, const char *reason, const char *why, uint64_t place);
    /* Something was left out or changed that one may want to know. */
    void (*note)(void *context, const char *why, uint64_t place);
    /* Nothing is there to read at the moment: waits a little. False: stop. */
    bool (*wait)(void *context);

    uint64_t place; /* of the item at hand */
    uint64_t items; /* so far, taken or refused */
    bool over;      /* asked to stop */
};

/* Formatted; the text may hold anything. */
void intake_refuse(struct intake *intake, const char *reason, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Counts one item more; false, and refused, beyond the limit or when it is over. */
bool intake_next(struct intake *intake);

#endif
