/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* Errors, out of one table: err.def. A fallible function returns one and
 * hands its results out through its last parameters. */
enum err {
#define ERR(name, verdict, sentence) ERR_##name,
#include "base/err.def"
#undef ERR
    ERR_COUNT
};

/* What the loop does about it. */
enum verdict {
    VERDICT_NONE,
    VERDICT_REJECT, /* this article or message is bad */
    VERDICT_RETRY,  /* later */
    VERDICT_STOP,   /* the store or the program cannot go on */
};

enum verdict err_verdict(enum err err);

/* The stable word for machines: "TOO_LARGE". */
const char *err_name(enum err err);

/* The sentence for people. */
const char *err_sentence(enum err err);

#endif
