/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_PARTY_H
#define EXTRACT_PARTY_H

#include "extract/happening.h"
#include "model/parse.h"

/* Who does what a verb tells of and who has it done to them, by the tree of
 * their sentence: "Gunmen [agent] attacked a border post [patient]", "the post
 * was attacked by gunmen". */
struct party {
    struct range words; /* of the noun phrase without what is attached to it; empty: the text does not say */
    uint32_t head;
};

/* Who does it: the subject of an active verb or of one above it ("exploded, killing two"), of a passive one whom
 * "by" names. Without a tree, nobody. */
struct party party_agent(const struct lexed *lexed, const struct parsed *parsed, uint32_t verb, bool passive);

/* A noun phrase that is known already: its head. */
struct party party_known(const struct parsed *parsed, struct range words);

/* Agent and patient of a happening: who dies, falls or burns has it done to them, and who "launched an attack on" or
 * "imposed sanctions on" somebody does it to them. */
void party_of_happening(const struct lexed *lexed, const struct parsed *parsed, const struct happening *happening,
                        struct party *agent, struct party *patient);

#endif
