/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_WORDNET_H
#define TRAIN_WORDNET_H

#include "train/lexis.h"

/* Adds WordNet's single words with their inflected forms: which parts of speech they can be, and a
 * class of meaning out of the first sense of the noun and of the verb (lexicographers' files).
 * The folder is that of Debian's wordnet-base. False when a file of it cannot be read. */
bool wordnet_add(struct lexis *lexis, const char *folder);

#endif
