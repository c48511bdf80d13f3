/* SPDX-License-Identifier: Apache-2.0 */
#include "train/inputs.h"

#include <errno.h>
#include <sodium.h>

static const struct input {
    const char *file, *name, *release, *licence, *source, *sha256;
} inputs[] = {
#define INPUT(file, name, release, licence, source, sha256) { file, name, release, licence, source, sha256 },
#include "train/inputs.def"
#undef INPUT
};

static const char licence[] =
    "This model is licensed under the Creative Commons Attribution-ShareAlike 4.0 International License,\n"
    "https://creativecommons.org/licenses/by-sa/4.0/. It was learned from the Universal Dependencies\n"
    "English Web Treebank, annotations (c) 2013-2021 by The Board of Trustees of The Leland Stanford\n"
    "Junior University, licensed under the same licence; from Wikinews articles (https://en.wikinews.org/),\n"
    "Creative Commons Attribution 2.5; from articles of our own; and it holds classes of words taken from\n"
    "WordNet 3.0, Copyright 2006 by Princeton University. All rights reserved. THIS SOFTWARE AND DATABASE\n"
    "IS PROVIDED \"AS IS\" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR\n"
    "IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR\n"
    "WARRANTIES OF MERCHANTABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED\n"
    "SOFTWARE, DATABASE OR DOCUMENTATION WILL NOT INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS\n"
    "OR OTHER RIGHTS. The name of Princeton University or Princeton may not be used in advertising or\n"
    "publicity pertaining to distribution of the software and/or database. Title to copyright in this\n"
    "software, database and any associated documentation shall at all times remain with Princeton\n"
    "University and LICENSEE agrees to preserve same.\n"
    "Permission to use, copy, modify and distribute WordNet and its documentation for any purpose and\n"
    "without fee or royalty is granted by Princeton University, provided that this notice is kept.\n";

FILE *inputs_open(const char *folder, const char *file)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", file[0] == '/' ? "" : folder, file[0] == '/' ? "" : "/", file);
    FILE *opened = fopen(path, "r");
    if (!opened)
        fprintf(stderr, "trainer: %s: %s\n", path, strerror(errno));
    return opened;
}

static bool check(const char *folder, const struct input *input)
{
    crypto_hash_sha256_state state;
    unsigned char buffer[65536], digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    FILE *file = inputs_open(folder, input->file);
    if (!file)
        return false;
    crypto_hash_sha256_init(&state);
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, file)) > 0;)
        crypto_hash_sha256_update(&state, buffer, size);
    fclose(file);
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    if (strcmp(hex, input->sha256) == 0)
        return true;
    fprintf(stderr, "trainer: %s is not the one that the model was made of (%s %s, %s):\n  it has %s\n  not     %s\n",
            input->file, input->name, input->release, input->source, hex, input->sha256);
    return false;
}

bool inputs_check(const char *folder)
{
    bool fine = true;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        fine &= check(folder, &inputs[i]);
    return fine;
}

struct span inputs_manifest(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return SPAN("");
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        fprintf(file, "%s\t%s\t%s\t%s\t%s\n", inputs[i].name, inputs[i].release, inputs[i].licence, inputs[i].source,
                inputs[i].sha256);
    fclose(file);
    return (struct span){ text, size };
}

struct span inputs_licence(void)
{
    return (struct span){ licence, sizeof licence - 1 };
}
