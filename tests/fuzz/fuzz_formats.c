/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an input of any format, by content. Every article that comes of
 * it is valid UTF-8 within the limits, but for what the check may refuse: a
 * body that is missing or too long. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "client/formats/reader.h"
#include "proto/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool take(void *context, const Claimwire__V1__Article *article, uint64_t place)
{
    const char *reason = NULL;
    const struct input *input = context;
    const char *wrong = article_check(article, &reason);
    (void)place;
    if (wrong && input->format != FORMAT_LINES && input->format != FORMAT_VALUES && input->format != FORMAT_TEXT &&
        strcmp(reason, "FIELD_MISSING") != 0 && strcmp(reason, "TOO_LARGE") != 0)
        abort();
    return true;
}

static void refuse(void *context, const char *id, const char *reason, const char *why, uint64_t place)
{
    (void)context;
    (void)id;
    if (!reason || !why || !*why || place == 0)
        abort();
}

static void note(void *context, const char *why, uint64_t place)
{
    (void)context;
    (void)place;
    if (!*why)
        abort();
}

static bool nothing_to_wait_for(void *context)
{
    (void)context;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct input input;
    struct limits limits = limits_default;
    limits.page_bytes_max = 32u << 20;
    int file = memfd_create("input", 0);
    if (file < 0 || write(file, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (!input_open(&input, path))
        abort();
    struct intake intake = { .name = "input",
                             .limits = &limits,
                             .context = &input,
                             .take = take,
                             .refuse = refuse,
                             .note = note,
                             .wait = nothing_to_wait_for };
    reader_run(&intake, &input, NULL);
    input_close(&input);
    close(file);
    return 0;
}
