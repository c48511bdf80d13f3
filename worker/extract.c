/* SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/limits.h"
#include "proto/article.h"
#include "proto/wire.h"
#include "read.h"
#include "reading_json.h"

struct extraction {
    struct arena *arena;
    struct model *model;
    bool json;
    const char *name; /* of the file, for messages */
    size_t line;
    int exit_code;
};

static void complain(struct extraction *extraction, const char *why)
{
    fprintf(stderr, "claimwired extract: %s:%zu: %s\n", extraction->name, extraction->line, why);
    extraction->exit_code = EX_DATAERR;
}

/* Article text as a terminal may see it: control characters and those that turn the line about become '?'. */
static void print_safe(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)text[i];
        const bool c1 = byte == 0xC2 && i + 1 < size && (unsigned char)text[i + 1] < 0xA0;
        const bool turns = byte == 0xE2 && i + 2 < size &&
                           (((unsigned char)text[i + 1] == 0x80 && (unsigned char)text[i + 2] >= 0xAA &&
                             (unsigned char)text[i + 2] <= 0xAE) ||
                            ((unsigned char)text[i + 1] == 0x81 && (unsigned char)text[i + 2] >= 0xA6 &&
                             (unsigned char)text[i + 2] <= 0xA9));
        if (c1 || turns) {
            putchar('?');
            i += turns ? 2 : 1;
        } else {
            putchar(byte < 0x20 || byte == 0x7F ? '?' : byte);
        }
    }
}

static void print_text(const char *text)
{
    print_safe(text ? text : "", text ? strlen(text) : 0);
}

static void print_figures(const claim_record *claim)
{
    for (size_t i = 0; i < claim->n_figures; i++) {
        const figure_record *figure = claim->figures[i];
        printf("  [%s ", reading_word(&claimwire__v1__measure__descriptor, (int)figure->measure));
        if (figure->has_low)
            printf("%.0f", figure->low);
        if (!figure->has_low || !figure->has_high || figure->low < figure->high)
            printf("..");
        if (figure->has_high && (!figure->has_low || figure->low < figure->high))
            printf("%.0f", figure->high);
        putchar(' ');
        print_text(figure->population);
        putchar(']');
    }
}

static void print_party(const char *word, const actor_record *party)
{
    if (!party)
        return;
    printf("  {%s ", word);
    print_text(party->name);
    putchar('}');
}

static void print_claim(const claim_record *claim)
{
    printf("  %-10s %-8s %-8s ", reading_word(&claimwire__v1__claim_kind__descriptor, (int)claim->kind),
           reading_word(&claimwire__v1__quote__descriptor, (int)claim->quote),
           reading_word(&claimwire__v1__polarity__descriptor, (int)claim->polarity));
    if (claim->source && (claim->source->name || claim->source->role)) {
        print_text(claim->source->name ? claim->source->name : claim->source->role);
        fputs(": ", stdout);
    }
    print_text(claim->text);
    print_figures(claim);
    print_party("by", claim->agent);
    print_party("to", claim->patient);
    if (claim->time)
        printf("  (%s)", claim->time->start);
    putchar('\n');
}

static void print_reading(const article_record *article, const reading_record *reading)
{
    print_text(article->id);
    if (article->title) {
        fputs("  ", stdout);
        print_text(article->title);
    }
    printf("  %s", reading_word(&claimwire__v1__reading_status__descriptor, (int)reading->status));
    if (reading->has_event_type)
        printf("  %s (%s)",
               reading_word(&claimwire__v1__event_type__descriptor, (int)reading->event_type) + (sizeof "TYPE_" - 1),
               reading->mode ? reading->mode : "");
    putchar('\n');
    for (size_t i = 0; i < reading->n_claims; i++)
        print_claim(reading->claims[i]);
}

static void extract_article(struct extraction *extraction, const article_record *article)
{
    const char *word;
    const char *wrong = article_check(article, &word);
    reading_record *reading;
    if (wrong) {
        complain(extraction, wrong);
        return;
    }
    arena_reset(extraction->arena);
    if (read_article(extraction->arena, extraction->model, article, 0, &reading) != ERR_OK) {
        complain(extraction, "the article is too large to be read");
        return;
    }
    if (!extraction->json) {
        print_reading(article, reading);
        return;
    }
    reading_json(stdout, article, reading);
}

static void extract_lines(struct extraction *extraction, FILE *file, char *line, size_t size, ssize_t bytes)
{
    for (; bytes >= 0; bytes = getline(&line, &size, file)) {
        char why[160];
        extraction->line++;
        while (bytes > 0 && strchr("\r\n \t", line[bytes - 1]))
            bytes--;
        if (bytes == 0)
            continue;
        article_record *article = article_from_json(line, (size_t)bytes, why);
        if (article)
            extract_article(extraction, article);
        else
            complain(extraction, why);
        claimwire__v1__article__free_unpacked(article, NULL);
    }
    free(line);
}

/* The rest of the file behind its first line; NULL without memory or when it is over the limit of a body. */
static char *slurp(FILE *file, char *line, ssize_t bytes, size_t *size)
{
    *size = bytes > 0 ? (size_t)bytes : 0;
    char *text = realloc(line, WIRE_BODY_BYTES_MAX + 2);
    if (!text || *size > WIRE_BODY_BYTES_MAX) {
        free(text ? text : line);
        return NULL;
    }
    *size += fread(text + *size, 1, WIRE_BODY_BYTES_MAX + 1 - *size, file);
    if (*size <= WIRE_BODY_BYTES_MAX)
        return text;
    free(text);
    return NULL;
}

/* A plain text is one article; its id is the file's name. */
static void extract_text(struct extraction *extraction, FILE *file, char *line, ssize_t bytes)
{
    size_t size;
    char *body = slurp(file, line, bytes, &size);
    extraction->line = 1;
    if (!body) {
        complain(extraction, "the text is larger than an article may be");
        return;
    }
    body[size] = '\0';
    char *id = strdup(strrchr(extraction->name, '/') ? strrchr(extraction->name, '/') + 1 : extraction->name);
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.id = id;
    article.body = body;
    if (strlen(body) != size)
        complain(extraction, "the text holds a NUL");
    else
        extract_article(extraction, &article);
    free(id);
    free(body);
}

static void extract_file(struct extraction *extraction, FILE *file)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t bytes;
    int first; /* the first byte that says something tells JSON from text */
    while ((first = getc(file)) != EOF && strchr(" \t\r\n", first))
        extraction->line += first == '\n';
    if (first != EOF)
        ungetc(first, file);
    bytes = getline(&line, &size, file);
    if (bytes < 0) {
        free(line);
        complain(extraction, "it is empty");
    } else if (first == '{') {
        extract_lines(extraction, file, line, size, bytes);
    } else {
        extract_text(extraction, file, line, bytes);
    }
}

static int usage(void)
{
    fputs("usage: claimwired extract [--json] [FILE|-]\n", stderr);
    return EX_USAGE;
}

int extract_command(int argc, char **argv, const char *model)
{
    struct extraction extraction = { .name = "-" };
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            extraction.json = true;
        else if ((argv[i][0] == '-' && argv[i][1]) || strcmp(extraction.name, "-") != 0)
            return usage();
        else
            extraction.name = argv[i];
    }
    FILE *file = strcmp(extraction.name, "-") == 0 ? stdin : fopen(extraction.name, "re");
    if (!file) {
        fprintf(stderr, "claimwired extract: %s: %s\n", extraction.name, strerror(errno));
        return EX_NOINPUT;
    }
    char reason[MODEL_REASON_BYTES];
    if (read_open_model(model, &extraction.model, reason) != ERR_OK) {
        fprintf(stderr, "claimwired extract: %s\n", reason);
        return EX_CONFIG;
    }
    extraction.arena = arena_new(ARTICLE_ARENA_BYTES);
    if (!extraction.arena) {
        fputs("claimwired extract: out of memory\n", stderr);
        return EX_OSERR;
    }
    extract_file(&extraction, file);
    if ((fflush(stdout) != 0 || ferror(stdout)) && extraction.exit_code == 0)
        extraction.exit_code = EX_IOERR;
    arena_free(extraction.arena);
    model_close(extraction.model);
    if (file != stdin)
        fclose(file);
    return extraction.exit_code;
}
