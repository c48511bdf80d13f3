/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stdio.h>

#include "store/store.h"

/* Reads every row of a store that nobody owns: checksums, forms, counters,
 * that the log is dense and its digests chain, that every reference has its
 * row, that spans fit their bodies and re-slice to the claim's text, and that
 * folding the log gives the events. One line a finding on `report`. */
struct verify_result {
    uint64_t rows;     /* looked at */
    uint64_t findings; /* wrong */
};
enum err verify_store(struct store *store, FILE *report, struct verify_result *result);

#endif
