/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_ARTICLE_H
#define PROTO_ARTICLE_H

#include <stddef.h>

#include "claimwire/v1/article.pb-c.h"
#include "proto/digest.h"

/* What both sides must agree on about an article. */

/* Digest of the words: title, byline, body, published_at, outlet, in this
 * order, each as digest_add_field (a missing one as an empty one), then one
 * byte 1 if withdrawn, else nothing. Says nothing of id, url, fetched_at,
 * language, revision. */
struct digest article_digest(const Claimwire__V1__Article *article);

/* Checks what a hub demands: id there and without control characters, body
 * there unless withdrawn and not blank, every field within its limit of
 * wire.h. NULL when fine; else a sentence for people, and `reason` is its
 * stable word (FIELD_MISSING, FIELD_VALUE, TOO_LARGE, UTF8). */
const char *article_check(const Claimwire__V1__Article *article, const char **reason);

/* One line of article JSON (design of the fields: WIRE.md) as an article.
 * Unknown keys are ignored, null is missing. On failure NULL, and `why` (at
 * least 160 bytes) says what is wrong and where. Freed with
 * claimwire__v1__article__free_unpacked(article, NULL). */
Claimwire__V1__Article *article_from_json(const char *line, size_t bytes, char why[160]);

#endif
