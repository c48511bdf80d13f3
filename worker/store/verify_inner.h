/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_VERIFY_INNER_H
#define STORE_VERIFY_INNER_H

#include "store/inner.h"
#include "store/verify.h"

/* What the parts of verify share. */
struct verify {
    struct txn *txn;
    struct arena *arena; /* rewound after each row */
    FILE *report;
    struct verify_result *result;
    uint64_t count[TABLE_COUNT]; /* rows seen */
    uint64_t bytes[TABLE_COUNT];
    uint64_t queued_room;   /* of the rows of inbox */
    uint64_t revisions;     /* that `known` names */
    struct digest chain;    /* of the log so far */
    uint64_t next_sequence; /* 0: the log has not begun */
};

/* One line: table, key, what is wrong. `key` may be NULL. */
void verify_finding(struct verify *verify, enum table table, const struct key *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool verify_has(struct verify *verify, enum table table, struct key key);

/* ---- verify_rows.c: one row's meaning; its form is sound already */
void verify_row(struct verify *verify, enum table table, const struct key *key, ProtobufCMessage *record);
void verify_log_row(struct verify *verify, const struct key *key, struct span value);
void verify_counters(struct verify *verify);

/* ---- verify_spans.c: spans of a reading in its body. NULL, or what is wrong */
const char *verify_spans(const reading_record *reading, struct span body);

/* ---- verify_fold.c: the log folded against events and facts */
enum err verify_fold(struct verify *verify);

#endif
