/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_CAST_H
#define RESOLVE_CAST_H

#include "extract/draft.h"
#include "resolve/name.h"

/* Who appears in an article: everybody and everything it gives a name to, with
 * the roles it gives them and the places where it names them. */

enum member_kind { MEMBER_UNKNOWN, MEMBER_PERSON, MEMBER_BODY };
enum { MEMBERS_MAX = 1024, MENTIONS_MAX = 16384, MEMBER_ROLES_MAX = 4 };
#define MEMBER_NONE UINT32_MAX

/* Words that end with a noun for what somebody is: "foreign minister". */
struct role {
    struct range words;
    int alike; /* the group of words for one role that the noun is of; -1: none */
};

struct member {
    struct range name; /* its fullest form, without titles */
    struct role roles[MEMBER_ROLES_MAX];
    uint32_t roles_count, mentions;
    uint32_t places; /* mentions behind "in", "near" and the like */
    int gender;      /* above 0 "he", below "she" */
    int person;      /* what speaks for a person, less what speaks for a body */
    enum member_kind kind;
    uint32_t next; /* with the same last word; MEMBER_NONE */
};

struct mention {
    struct range words, core; /* with titles, and without: empty where there is nothing else */
    uint32_t member;
    bool subject; /* the sentence begins with it */
    bool owner;   /* "'s" stands behind it */
};

struct cast {
    const struct lexed *lexed;
    struct name_keys keys;
    struct member *members;
    struct mention *mentions; /* in text order */
    uint32_t *by_last, *by_first, *by_initials;
    uint32_t members_count, mentions_count, mask;
};

/* Finds them; two passes over the tokens. NULL when the arena is full. */
struct cast *cast_make(struct arena *arena, const struct lexed *lexed);

/* The member that a name without titles stands for: by last word, as the first
 * word of a longer name given before, or by its initials ("KCNA"). MEMBER_NONE
 * where there is none, or more than one. */
uint32_t cast_find(const struct cast *cast, struct range name);

/* Is a member of this last word and these others known, one or more? */
bool cast_knows(const struct cast *cast, struct range name);

/* How many mentions begin before the token. */
uint32_t cast_before(const struct cast *cast, uint32_t token);

/* The member that a description stands for ("the minister", "the airline"):
 * the last one before it with such a role or with these words in its name; else
 * the only one behind it. `country` may be NULL. */
uint32_t cast_described(const struct cast *cast, struct range words, const char *country);

/* Is it named not far before the token? */
bool cast_named_before(const struct cast *cast, uint32_t member, uint32_t token);

/* The body that "the company" may be: one named in the same sentence or the two
 * before, nearest sentence first, and in it the one that the sentence is about. */
uint32_t cast_body(const struct cast *cast, uint32_t before);

/* ---- what the roles of members are, in part.c */

/* Adds the roles that stand beside the mention to its member, and what they and its titles tell of it. */
void part_learn(const struct cast *cast, const struct mention *mention, struct member *member);

/* The country that the words name, or whose people they name; NULL: none. */
const char *part_country(const struct lexed *lexed, struct range words);

/* Is it a word for a company, an office or another body? */
bool part_is_body_noun(const struct lexed *lexed, uint32_t token);

/* The group of words for one role that a noun is of ("boss" and "chief"); -1: none. */
int part_alike(const struct lexed *lexed, uint32_t token);

/* Does a role say all that the words say? Its noun is theirs, or one alike. */
bool part_fits(const struct name_keys *keys, const struct role *words, const struct role *role);

#endif
