/* SPDX-License-Identifier: Apache-2.0 */
#include "store/verify_inner.h"

#include <utf8proc.h>

#include "base/limits.h"

static bool at_boundary(struct span body, size_t at)
{
    return at == body.size || ((unsigned char)body.data[at] & 0xc0) != 0x80;
}

static bool fits(struct span body, const span_record *span)
{
    return span->start < span->end && span->end <= body.size && at_boundary(body, span->start) &&
           at_boundary(body, span->end);
}

static bool all_fit(struct span body, span_record **spans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!fits(body, spans[i]))
            return false;
    return true;
}

/* In text order, not overlapping, at least one. */
static bool is_content(struct span body, span_record **spans, size_t count)
{
    if (count == 0 || !all_fit(body, spans, count))
        return false;
    for (size_t i = 1; i < count; i++)
        if (spans[i]->start < spans[i - 1]->end)
            return false;
    return true;
}

/* ---- the text of a claim: compared without its white space */

/* Bytes of the white space at `at`: what Unicode calls a separator, a control
 * or a format character, as the reader does. */
static size_t white(struct span text, size_t at)
{
    utf8proc_int32_t character;
    const utf8proc_ssize_t bytes =
        utf8proc_iterate((const utf8proc_uint8_t *)text.data + at, (utf8proc_ssize_t)(text.size - at), &character);
    if (bytes <= 0)
        return 0;
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
        return (size_t)bytes;
    default:
        return 0;
    }
}

/* Takes the bytes of `part` off the front of `text`. `cut`: text may end first. */
static bool take(struct span *text, struct span part, bool cut)
{
    size_t at = 0, from = 0;
    for (;;) {
        size_t skip;
        while (at < text->size && (skip = white(*text, at)) > 0)
            at += skip;
        while (from < part.size && (skip = white(part, from)) > 0)
            from += skip;
        if (from == part.size || at == text->size)
            break;
        if (text->data[at++] != part.data[from++])
            return false;
    }
    *text = span_slice(*text, at, text->size);
    return from == part.size || cut;
}

static bool is_text(struct span body, const claim_record *claim)
{
    static const struct span dots = SPAN("\xe2\x80\xa6");
    struct span text = span_of(claim->text);
    const bool ends = text.size >= dots.size && span_equal(span_slice(text, text.size - dots.size, text.size), dots);
    /* Only a text about as long as a text may be was cut. */
    const bool cut = ends && text.size + 2 * dots.size + 4 > CLAIM_TEXT_BYTES_MAX;
    if (text.size > CLAIM_TEXT_BYTES_MAX + dots.size)
        return false;
    if (cut)
        text.size -= dots.size;
    for (size_t i = 0; i < claim->n_content; i++) {
        if (i > 0 && !take(&text, dots, cut))
            return false;
        if (!take(&text, span_slice(body, claim->content[i]->start, claim->content[i]->end), cut))
            return false;
    }
    return text.size == 0 || (cut && span_equal(text, dots));
}

/* ---- one reading */

static const char *check_claim(const claim_record *claim, struct span body)
{
    if (!is_content(body, claim->content, claim->n_content))
        return "a claim's content does not fit the body";
    if (!all_fit(body, claim->cue, claim->n_cue) ||
        (claim->source && !all_fit(body, claim->source->spans, claim->source->n_spans)))
        return "a claim's cue or source does not fit the body";
    for (size_t i = 0; i < claim->n_figures; i++)
        if (claim->figures[i]->span && !fits(body, claim->figures[i]->span))
            return "a figure does not fit the body";
    for (size_t i = 0; i < claim->n_places; i++)
        if (claim->places[i]->span && !fits(body, claim->places[i]->span))
            return "a place does not fit the body";
    for (size_t i = 0; i < claim->n_actors; i++)
        if (claim->actors[i]->span && !fits(body, claim->actors[i]->span))
            return "an actor does not fit the body";
    if ((claim->agent && claim->agent->span && !fits(body, claim->agent->span)) ||
        (claim->patient && claim->patient->span && !fits(body, claim->patient->span)))
        return "an agent or a patient does not fit the body";
    return claim->text && !is_text(body, claim) ? "a claim's text is not what its spans say" : NULL;
}

const char *verify_spans(const reading_record *reading, struct span body)
{
    const char *wrong = NULL;
    for (size_t i = 0; i < reading->n_attributions && !wrong; i++) {
        const attribution_record *attribution = reading->attributions[i];
        if (!is_content(body, attribution->content, attribution->n_content) ||
            !all_fit(body, attribution->cue, attribution->n_cue) ||
            (attribution->source && !all_fit(body, attribution->source->spans, attribution->source->n_spans)))
            wrong = "an attribution does not fit the body";
    }
    for (size_t i = 0; i < reading->n_claims && !wrong; i++)
        wrong = check_claim(reading->claims[i], body);
    for (size_t i = 0; i < reading->n_times && !wrong; i++)
        if (reading->times[i]->span && !fits(body, reading->times[i]->span))
            wrong = "a time does not fit the body";
    return wrong;
}
