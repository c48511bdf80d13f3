/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_PRESS_H
#define SUPPORT_PRESS_H

#include "client/claimwire.h"

/* Articles of an invented press. They live until the end of the test; a
 * test may point their fields elsewhere. */

Claimwire__V1__Article *press_article(const char *id, const char *body);

/* Report `number` of an endless row over a few happenings: the same number
 * gives the same article. It has quotations, figures and a place; every third
 * gives another toll than the one before. Fetched a minute after the report
 * before it, on days gone by. */
Claimwire__V1__Article *press_report(unsigned number);

/* An article in which so many people say so many different things. */
Claimwire__V1__Article *press_quotations(unsigned number, unsigned quotations);

/* An article of `bytes` that a compressor can do little about; few of its
 * words are anybody's. */
Claimwire__V1__Article *press_noise(unsigned number, size_t bytes);

#endif
