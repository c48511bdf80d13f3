/* SPDX-License-Identifier: Apache-2.0 */
/* The trainer: a program of its own, which the daemon does not need.
 *
 *   trainer make TRAINING MODEL      the committed model out of its inputs (inputs.def)
 *   trainer speech TRAINING OLD NEW  the same with tagger and parser of an old one
 *   trainer judge MODEL FILE FILE    how many are right by confidence: annotated articles, their annotation
 *   trainer parse MODEL FILE         the file's sentences with predicted tags, heads and relations
 *   trainer show MODEL               what the file is made of, and under what terms it stands */
#include "train/inputs.h"
#include "train/judge.h"
#include "train/predict.h"
#include "train/recipe.h"
#include "train/wordnet.h"

#include <stdlib.h>
#include <sysexits.h>

static bool write_file(struct span bytes, const char *path)
{
    FILE *out = fopen(path, "w");
    const bool written = out && fwrite(bytes.data, 1, bytes.size, out) == bytes.size;
    if (out && fclose(out) == 0 && written)
        return true;
    fprintf(stderr, "trainer: %s: cannot be written\n", path);
    return false;
}

static bool read_articles(const char *folder, struct articles *articles)
{
    static const char *const files[] = { "attribution/own.jsonl", "attribution/wikinews.jsonl",
                                         "attribution/wikinews-gold.jsonl" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *file = inputs_open(folder, files[i]);
        if (!file || !articles_read(articles, file, files[i]))
            return false;
        fclose(file);
    }
    return true;
}

static int add_speech(const char *folder, struct model *model, const char *path)
{
    struct articles articles = { 0 };
    if (!read_articles(folder, &articles))
        return EX_DATAERR;
    const struct span manifest = inputs_manifest();
    const struct span file = recipe_add_speech(&recipe_full, &articles, model, inputs_licence(), manifest);
    const bool written = write_file(file, path);
    free((void *)manifest.data);
    free((void *)file.data);
    articles_free(&articles);
    return written ? EX_OK : EX_CANTCREAT;
}

static int make_model(const char *folder, const char *path)
{
    struct treebank treebank = { 0 };
    struct model *model;
    char reason[MODEL_REASON_BYTES];
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
    const struct span parser = recipe_make(&recipe_full, &treebank, lexis, inputs_licence(), manifest);
    if (model_read(parser.data, parser.size, &model, reason) != ERR_OK) {
        fprintf(stderr, "trainer: %s\n", reason);
        return EX_SOFTWARE;
    }
    const int code = add_speech(folder, model, path);
    model_close(model);
    free((void *)manifest.data);
    free((void *)parser.data);
    lexis_free(lexis);
    treebank_free(&treebank);
    return code;
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

static int speech_again(const char *folder, const char *old, const char *path)
{
    struct model *model = open_model(old);
    const int code = inputs_check(folder) ? add_speech(folder, model, path) : EX_DATAERR;
    model_close(model);
    return code;
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

static int judge(const char *model_path, char *const *files, int count)
{
    struct model *model = open_model(model_path);
    struct articles articles = { 0 };
    bool fine = true;
    for (int i = 0; fine && i < count; i++) {
        FILE *file = inputs_open(".", files[i]);
        fine = file && articles_read(&articles, file, files[i]);
        if (file)
            fclose(file);
    }
    fine = fine && judge_print(model, &articles, stdout);
    articles_free(&articles);
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
    if (count == 5 && strcmp(command, "speech") == 0)
        return speech_again(arguments[2], arguments[3], arguments[4]);
    if (count == 4 && strcmp(command, "parse") == 0)
        return parse_file(arguments[2], arguments[3]);
    if (count > 3 && strcmp(command, "judge") == 0)
        return judge(arguments[2], arguments + 3, count - 3);
    if (count == 3 && strcmp(command, "show") == 0)
        return show(arguments[2]);
    fputs("usage: trainer make TRAINING MODEL | speech TRAINING OLD NEW | judge MODEL FILE...\n"
          "       trainer parse MODEL FILE.conllu | show MODEL\n",
          stderr);
    return EX_USAGE;
}
