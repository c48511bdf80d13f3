/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_WARC_H
#define CLIENT_FORMATS_WARC_H

#include "client/formats/intake.h"

/* WARC 1.0 and 1.1 (ISO 28500), unpacked: every response with status 200 that
 * is a page, as an article fetched at WARC-Date. All other records are passed
 * over. One record's bytes are in memory at a time. */
void warc_take(struct intake *intake);

#endif
