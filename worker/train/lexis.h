/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_LEXIS_H
#define TRAIN_LEXIS_H

#include "train/treebank.h"

/* The vocabulary in the making: what is known of each form. */
struct lexis;

struct lexis *lexis_new(void);
void lexis_free(struct lexis *lexis);

/* Counts the treebank's forms: which are known, and which have one tag only. */
void lexis_count(struct lexis *lexis, const struct treebank *treebank);

/* A form of another source: its flags, and its classes as noun (1 to 31) and as verb (1 to 15; 0:
 * none), of which the first that are told count. */
void lexis_add(struct lexis *lexis, struct span text, uint8_t flags, uint8_t noun, uint8_t verb);
void lexis_classes(struct lexis *lexis, struct span text, uint8_t *noun, uint8_t *verb);

/* The table as the file holds it, for the caller to free. */
struct vocabulary lexis_pack(const struct lexis *lexis);

#endif
