/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_SLICE_H
#define RESOLVE_SLICE_H

#include "record/record.h"
#include "text/document.h"

/* Words to bytes of the body: the only place where a span is made. */

/* NULL when the range is empty, when its bytes do not lie in the body on
 * character boundaries, or when the arena is full. */
span_record *slice_span(struct arena *arena, const struct document *document, struct range range);

/* One a range, without those that would be NULL; returns how many. */
size_t slice_spans(struct arena *arena, const struct document *document, const struct range *ranges, size_t count,
                   span_record ***out);

/* The words of the spans as Claim.text has them: joined by " … ", one space for
 * each run of white space, cut at CLAIM_TEXT_BYTES_MAX. NULL when the arena is full. */
char *slice_text(struct arena *arena, struct span body, span_record *const *spans, size_t count);

#endif
