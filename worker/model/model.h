/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/err.h"
#include "base/span.h"
#include "model/features.h"
#include "model/form.h"
#include "model/weights.h"

#include <stdbool.h>

/* A model file: what was learned, mapped read-only (layout.h, README.md).
 *
 * It is taken whole or not at all: another version, other features, names or
 * shapes than this program's, a byte too few or too many or changed, and it is
 * refused. What it leads to is then within bounds by what was checked. */
struct model;

enum { MODEL_REASON_BYTES = 160 };

/* Opens the file, or with NULL the one built into the program. CONFIG with the reason when it
 * cannot be read or used. A file is replaced by renaming another over it, never written in place. */
enum err model_open(const char *path, struct model **model, char reason[MODEL_REASON_BYTES]);

/* The same for bytes that the caller keeps, on a boundary of 64. */
enum err model_read(const void *bytes, size_t size, struct model **model, char reason[MODEL_REASON_BYTES]);
void model_close(struct model *model);

/* The table that group's features fill; NULL when the file has none. */
const struct weights *model_table(const struct model *model, enum feature_group group);

const struct vocabulary *model_vocabulary(const struct model *model);

/* A section's bytes; of size 0 when it is not there: "licence", "manifest". */
struct span model_section(const struct model *model, const char *name);

/* The checksum, which names the model. */
uint64_t model_checksum(const struct model *model);

#endif
