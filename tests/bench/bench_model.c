/* SPDX-License-Identifier: Apache-2.0 */
/* What tagging and parsing cost: CPU time a token, all sentences of every body read, beside cutting
 * the bodies into tokens and beside reading their bytes once.
 *
 *   bench_model ARTICLES.jsonl [COUNT] */
#include <jansson.h>
#include <string.h>

#include "base/hash.h"
#include "bench/bench.h"
#include "model/parse.h"

enum { ARENA_BYTES = 128 << 20 };

enum part { BYTES, TOKENS, TAGS, TREES, PARTS };

struct bench {
    struct arena *arena;
    struct model *model;
    double ns[PARTS], tokens;
    size_t articles, bytes;
    uint64_t hash; /* so that reading the bytes is not left out */
};

static uint64_t cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void part_done(struct bench *bench, enum part part, uint64_t *since, enum err err)
{
    const uint64_t now = cpu_ns();
    if (err != ERR_OK)
        die("an article is too large");
    bench->ns[part] += (double)(now - *since);
    *since = cpu_ns();
}

static void read_body(struct bench *bench, struct span body)
{
    struct document *document;
    struct parsed *parsed;
    arena_reset(bench->arena);
    uint64_t since = cpu_ns();
    bench->hash ^= hash64(body.data, body.size, bench->articles);
    part_done(bench, BYTES, &since, ERR_OK);
    part_done(bench, TOKENS, &since, document_analyse(bench->arena, body, SPAN(""), &document));
    part_done(bench, TAGS, &since, parse_tags(bench->arena, bench->model, document, NULL, &parsed));
    part_done(bench, TREES, &since, parse_trees(bench->arena, bench->model, document, NULL, parsed));
    bench->tokens += document->tokens_count;
    bench->bytes += body.size;
    bench->articles++;
}

static void print(const struct bench *bench, const char *what, enum part part)
{
    printf("%-7s %8.1f ns a token %10.0f tokens/s %8.1f us an article %7.0f times reading the bytes\n", what,
           bench->ns[part] / bench->tokens, bench->tokens * 1e9 / bench->ns[part],
           bench->ns[part] / 1e3 / (double)bench->articles, bench->ns[part] / bench->ns[BYTES]);
}

int main(int count, char **arguments)
{
    struct bench bench = { .arena = arena_new(ARENA_BYTES) };
    char reason[MODEL_REASON_BYTES], *line = NULL;
    size_t room = 0;
    FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
    const size_t most = count > 2 ? (size_t)atol(arguments[2]) : SIZE_MAX;

    if (!file)
        die("usage: bench_model ARTICLES.jsonl [COUNT]");
    if (!bench.arena || model_open(NULL, &bench.model, reason) != ERR_OK)
        die("no model");
    while (bench.articles < most && getline(&line, &room, file) != -1) {
        json_t *article = json_loads(line, 0, NULL);
        const char *body = json_string_value(json_object_get(article, "body"));
        if (body)
            read_body(&bench, span_of(body));
        json_decref(article);
    }
    if (bench.articles == 0)
        die("no article in %s", arguments[1]);
    printf("%zu articles, %.0f tokens an article, %.0f bytes (%04llx)\n", bench.articles,
           bench.tokens / (double)bench.articles, (double)bench.bytes / (double)bench.articles,
           (unsigned long long)bench.hash & 0xFFFF);
    print(&bench, "tokens", TOKENS);
    print(&bench, "tags", TAGS);
    print(&bench, "trees", TREES);
    free(line);
    fclose(file);
    model_close(bench.model);
    arena_free(bench.arena);
    return 0;
}
