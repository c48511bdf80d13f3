/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_DIALOGUE_H
#define EXTRACT_DIALOGUE_H

#include "extract/attribution.h"

/* Who speaks where no verb says so, but a colon or a dash: the lines of a
 * transcript ("HOLT: I was told at six.", "Q: …"), a headline ("Holt: ‘We lost
 * the lock’"), a name under a quotation ("“…” — Mira Holt, harbour master"). */
struct dialogue;

/* Finds the labelled lines of a document. NULL when the arena is full. */
struct dialogue *dialogue_new(struct arena *arena, const struct lexed *lexed);

/* Adds what the paragraph says where it is somebody's line, or goes on with one. */
void dialogue_read(struct dialogue *dialogue, struct attribution_pass *pass, uint32_t paragraph);

/* Adds a quotation that is signed. */
bool dialogue_read_signed(struct attribution_pass *pass, uint32_t quotation);

/* "– I saw it, said X": words behind the dash that opens a paragraph are spoken. */
void dialogue_mark_dashes(struct attribution_pass *pass, uint32_t paragraph, uint32_t from);

#endif
