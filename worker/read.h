/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READ_H
#define READ_H

#include "model/model.h"
#include "record/record.h"

/* The reading of one article, straight down: text_analyse, extract_drafts,
 * resolve_claims. Pure: the same article and the same version of the rules
 * give the same reading on every machine. */

/* Version of the reading rules; goes up when the same article may read differently. */
enum { READ_VERSION = 9 };

/* The model that the setting names: "" the one built in, "off" none (NULL), else that file. CONFIG with
 * the reason when it is refused. */
enum err read_open_model(const char *setting, struct model **model, char reason[MODEL_REASON_BYTES]);

/* Article in, reading out, both in the arena's life. Without a model (NULL) the rules alone read. `accepted_ms` (Unix,
 * 0: unknown) dates the text when the article itself has no usable date. TOO_LARGE when the arena is full; never any
 * other error: what cannot be read yields no claims. */
enum err read_article(struct arena *arena, const struct model *model, const article_record *article,
                      int64_t accepted_ms, reading_record **reading);

#endif
