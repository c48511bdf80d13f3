/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEARNED_READ_H
#define EXTRACT_LEARNED_READ_H

#include "extract/attribution.h"
#include "model/model.h"

/* The reading by what was learned, sentence by sentence. A gate lets those sentences through to the
 * parser that may hold a cue. */
struct learned_reader;

/* Has the model all the tables? */
bool learned_is_in(const struct model *model);

/* Parses the document and finds its cues. TOO_LARGE when the arena is full. */
enum err learned_reader_new(struct arena *arena, const struct model *model, const struct lexed *lexed,
                            const struct drafts *hints, struct learned_reader **reader);

/* Tags of all sentences, and trees of those let through. Once all attributions are made others may be parsed too. */
struct parsed;
struct parsed *learned_reader_parsed(const struct learned_reader *reader);

/* The same with what the rules know of each word. */
struct learned;
const struct learned *learned_reader_learned(const struct learned_reader *reader);

/* Adds the attributions whose cue is in the sentence: outside its quotations, or inside. */
void learned_read_sentence(struct learned_reader *reader, struct attribution_pass *pass, uint32_t sentence,
                           bool quoted);

/* Adds the attribution of a quotation that no cue has taken, if a verb beside it introduces it: a likely
 * one where the quotation might go on with what a speaker said before. */
bool learned_read_quotation(struct learned_reader *reader, struct attribution_pass *pass, uint32_t quotation,
                            bool continues);

#endif
