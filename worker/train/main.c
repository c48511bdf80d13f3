/* SPDX-License-Identifier: Apache-2.0 */
/* The trainer: a program of its own, which the daemon does not need.
 *
 *   trainer make TRAINING MODEL      the committed model out of its inputs (inputs.def)
 *   trainer parse MODEL FILE         the file's sentences with predicted tags, heads and relations
 *   trainer show MODEL               what the file is made of, and under what terms it stands */
#include "train/inputs.h"
#include "train/predict.h"
#include "train/recipe.h"
#include "train/wordnet.h"

#include <stdlib.h>
#include <sysexits.h>

static int make_model(const char *folder, const char *path)
{
    struct treebank treebank = { 0 };
    if (!inputs_check(folder))
        return EX_DATAERR;
    FILE *file = inputs_open(folder, "treebank/en_ewt-ud-train.conllu");
    if (!file || !treebank_read(&treebank, file, "en_ewt-ud-train.conllu"))
        return EX_DATAERR;
    fclose(file);
    struct lexis *lexis = lexis_new();
    if (!wordnet_add(lexis, "/usr/share/wordnet"))
        return EX_DATAERR;

    const struct span manifest = inputs_manifest();
    const struct span model = recipe_make(&recipe_full, &treebank, lexis, inputs_licence(), manifest);
    FILE *out = fopen(path, "w");
    const bool written = out && fwrite(model.data, 1, model.size, out) == model.size;
    if (!out || fclose(out) != 0 || !written) {
        fprintf(stderr, "trainer: %s: cannot be written\n", path);
        return EX_CANTCREAT;
    }
    free((void *)manifest.data);
    free((void *)model.data);
    lexis_free(lexis);
    treebank_free(&treebank);
    return EX_OK;
}

static struct model *open_model(const char *path)
{
    struct model *model;
    char reason[MODEL_REASON_BYTES];
    if (model_open(path, &model, reason) == ERR_OK)
        return model;
    fprintf(stderr, "trainer: %s: %s\n", path, reason);
    exit(EX_DATAERR);
}

static int parse_file(const char *model_path, const char *path)
{
    struct model *model = open_model(model_path);
    FILE *file = inputs_open(".", path);
    if (!file)
        return EX_NOINPUT;
    const bool fine = predict_file(model, file, stdout);
    fclose(file);
    model_close(model);
    return fine ? EX_OK : EX_DATAERR;
}

static int show(const char *path)
{
    struct model *model = open_model(path);
    const struct span licence = model_section(model, "licence"), manifest = model_section(model, "manifest");
    printf("%016llx\n%.*s%.*s", (unsigned long long)model_checksum(model), (int)licence.size, licence.data,
           (int)manifest.size, manifest.data);
    model_close(model);
    return EX_OK;
}

int main(int count, char **arguments)
{
    const char *command = count > 1 ? arguments[1] : "";
    if (count == 4 && strcmp(command, "make") == 0)
        return make_model(arguments[2], arguments[3]);
    if (count == 4 && strcmp(command, "parse") == 0)
        return parse_file(arguments[2], arguments[3]);
    if (count == 3 && strcmp(command, "show") == 0)
        return show(arguments[2]);
    fputs("usage: trainer make TRAINING MODEL | parse MODEL FILE.conllu | show MODEL\n", stderr);
    return EX_USAGE;
}
