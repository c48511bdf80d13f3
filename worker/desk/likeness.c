/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/likeness.h"

#include "base/limits.h"
#include "desk/fact.h"
#include "desk/term.h"

#define NUMBER TERM_NUMBER

struct stem_list likeness_stems(const features_record *features, size_t number)
{
    if (!features || number >= features->n_claim_ends)
        return (struct stem_list){ 0 };
    size_t first = number ? features->claim_ends[number - 1] : 0, end = features->claim_ends[number];
    if (first > end || end > features->n_claim_terms)
        return (struct stem_list){ 0 };
    if (end - first > LIKENESS_STEMS_MAX)
        end = first + LIKENESS_STEMS_MAX;
    return (struct stem_list){ features->claim_terms + first, end - first };
}

static uint64_t bit_of(uint32_t stem)
{
    return UINT64_C(1) << stem % 63;
}

static uint64_t mark_of(struct stem_list stems)
{
    uint64_t mark = 0;
    for (size_t i = 0; i < stems.count; i++)
        mark |= bit_of(stems.terms[i]);
    return mark;
}

uint64_t likeness_mark(struct stem_list stems, enum stance stance)
{
    const uint64_t mark = mark_of(stems);
    return mark && stance != STANCE_SAYS ? mark | LIKENESS_MARK_DENIED : mark;
}

uint32_t likeness_signs(const features_record *features, size_t number)
{
    const uint32_t signs = features && number < features->n_claim_stances ? features->claim_stances[number] : 0;
    return stance_is_signs(signs) ? signs : 0;
}

struct wording likeness_wording(const claim_record *claim, struct stem_list stems, uint32_t told)
{
    const uint32_t signs = told ? told : stance_signs(claim);
    const enum stance stance = stance_of_signs(signs);
    const bool two_numbers = stems.count > 1 && (stems.terms[stems.count - 2] & NUMBER);
    return (struct wording){ .claim = claim,
                             .speaker = fact_speaker(claim),
                             .stems = stems,
                             .mark = likeness_mark(stems, stance),
                             .stance = stance,
                             .signs = signs,
                             .refuses = two_numbers && (signs & STANCE_REFUSES) };
}

uint64_t likeness_names(const features_record *features, struct stem_list stems)
{
    const size_t count = features->n_trail < TRAIL_MAX ? features->n_trail : TRAIL_MAX;
    const uint64_t mark = mark_of(stems);
    uint64_t names = 0;
    for (size_t k = 0; k < count; k++) {
        const uint32_t name = features->trail[k];
        for (size_t i = 0; (mark & bit_of(name)) && i < stems.count; i++) /* mostly it is none of them */
            names |= (uint64_t)(stems.terms[i] == name) << i;
    }
    return names;
}

void likeness_read(struct wording *said, const features_record *features)
{
    if (features && said->stance != STANCE_SAYS)
        said->names = likeness_names(features, said->stems);
}

/* Its hash64, as a term. */
bool likeness_is_digit(uint32_t term)
{
    static const uint32_t digits[] = { 0xBB241055, 0x8F98F158, 0xAF5DA314, 0xFE9474F0, 0xFFCF803F,
                                       0x80C87E72, 0xE2BC4A0D, 0xB82285FA, 0xEB2C4BEA, 0xE812B268 };
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        if (digits[i] == term)
            return true;
    return false;
}

/* Whether what is left of a list, from `from` on, has a number: they are its greatest terms. */
static bool ends_in_number(struct stem_list list, size_t from)
{
    return from < list.count && (list.terms[list.count - 1] & NUMBER);
}

/* Without weights, which cost more: whether enough is shared and no numbers conflict. No step depends on a branch that
 * goes either way. */
static bool may_be_alike(struct stem_list a, struct stem_list b, size_t shared_min, bool contained)
{
    size_t shared = 0, i = 0, k = 0;
    uint32_t only_a = 0, only_b = 0;
    while (i < a.count && k < b.count) {
        const uint32_t in_a = a.terms[i], in_b = b.terms[k];
        only_a |= in_a & -(uint32_t)(in_a < in_b);
        only_b |= in_b & -(uint32_t)(in_b < in_a);
        shared += in_a == in_b;
        if (contained && in_a == in_b && (in_a & NUMBER))
            shared -= likeness_is_digit(in_a);
        i += in_a <= in_b;
        k += in_b <= in_a;
    }
    const bool number_a = (only_a & NUMBER) || ends_in_number(a, i);
    const bool number_b = (only_b & NUMBER) || ends_in_number(b, k);
    return shared >= shared_min && (contained || !number_a || !number_b);
}

bool likeness_meet(struct stem_list a, struct stem_list b, size_t shared_min)
{
    return may_be_alike(a, b, shared_min, false);
}

bool likeness_conflict(struct stem_list a, struct stem_list b)
{
    size_t i = a.count, k = b.count;
    bool only_a = false, only_b = false;
    if (!ends_in_number(a, 0) || !ends_in_number(b, 0)) /* of most */
        return false;
    for (;;) { /* the greatest first */
        const uint32_t in_a = i > 0 && (a.terms[i - 1] & NUMBER) ? a.terms[i - 1] : 0;
        const uint32_t in_b = k > 0 && (b.terms[k - 1] & NUMBER) ? b.terms[k - 1] : 0;
        if (!in_a && !in_b)
            return only_a && only_b;
        only_a |= in_a > in_b;
        only_b |= in_b > in_a;
        i -= in_a >= in_b;
        k -= in_b >= in_a;
    }
}

float likeness(struct stem_list a, struct stem_list b, struct stem_weights weights, size_t shared_min, bool contained)
{
    float both = 0, only_a = 0, only_b = 0;
    if (!may_be_alike(a, b, shared_min, contained))
        return 0;
    for (size_t i = 0, k = 0; i < a.count || k < b.count;) {
        if (k == b.count || (i < a.count && a.terms[i] < b.terms[k])) {
            only_a += likeness_weight(weights, a.terms[i++]);
        } else if (i == a.count || b.terms[k] < a.terms[i]) {
            only_b += likeness_weight(weights, b.terms[k++]);
        } else {
            both += likeness_weight(weights, a.terms[i]);
            i++;
            k++;
        }
    }
    return contained ? both / (both + (only_a < only_b ? only_a : only_b)) : 2 * both / (2 * both + only_a + only_b);
}

static bool shares_number(struct stem_list a, struct stem_list b, bool digits)
{
    size_t i = a.count, k = b.count;
    while (i > 0 && k > 0 && (a.terms[i - 1] & b.terms[k - 1] & NUMBER)) { /* numbers come last */
        if (a.terms[i - 1] == b.terms[k - 1] && (digits || !likeness_is_digit(a.terms[i - 1])))
            return true;
        const uint32_t in_a = a.terms[i - 1], in_b = b.terms[k - 1];
        i -= in_a >= in_b;
        k -= in_b >= in_a;
    }
    return false;
}

bool likeness_number(struct stem_list a, struct stem_list b)
{
    return shares_number(a, b, false);
}

bool likeness_any_number(struct stem_list a, struct stem_list b)
{
    return shares_number(a, b, true);
}

bool likeness_parts(struct stem_list a, struct stem_list b)
{
    size_t i = 0, k = 0;
    bool only_a = false, only_b = false;
    while (i < a.count || k < b.count) {
        if (k == b.count || (i < a.count && a.terms[i] < b.terms[k])) {
            only_a = true;
            i++;
        } else if (i == a.count || b.terms[k] < a.terms[i]) {
            only_b = true;
            k++;
        } else {
            i++;
            k++;
        }
    }
    return only_a && only_b;
}
