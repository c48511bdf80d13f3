/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_INNER_H
#define TEXT_INNER_H

#include "text/document.h"

/* The steps of document_analyse, each for one line of the body or one paragraph of tokens; nobody else includes it. */

/* Appends the tokens of [start, end). False when there is no more room for tokens. */
bool token_scan(struct document *document, uint32_t start, uint32_t end, uint32_t tokens_max);

/* Finds the quotations of the last paragraph; false when there is no more room. */
bool quotation_match(struct document *document, struct paragraph *paragraph, uint32_t quotations_max);

/* Cuts it into sentences; false when there is no more room. */
bool sentence_split(struct document *document, struct paragraph *paragraph, uint32_t sentences_max);

#endif
