/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_INPUTS_H
#define TRAIN_INPUTS_H

#include "base/span.h"

#include <stdio.h>

/* Opens a file below the folder, or one with a leading slash as it stands;
 * NULL with a line on stderr when it cannot be read. */
FILE *inputs_open(const char *folder, const char *file);

/* Is every input there, byte for byte what inputs.def says? Tells on stderr which is not. */
bool inputs_check(const char *folder);

/* The list of inputs and the terms of the model, as the file carries them; the manifest is the caller's to free. */
struct span inputs_manifest(void);
struct span inputs_licence(void);

#endif
