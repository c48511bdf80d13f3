/* SPDX-License-Identifier: Apache-2.0 */
/* A model file that is not as the trainer made it. Byte 0 says whether the input is a file, or changes
 * to a small sound one: three bytes of place, one to put there; then the checksum is made good, so that
 * what it covers is met. What is taken must parse a text to its end. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/layout.h"
#include "model/parse.h"
#include "train/learner.h"
#include "train/writer.h"

enum { ARENA_BYTES = 1 << 20, TAGGER_LINES_LOG2 = 2, PATCH_BYTES = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct span small_model(void)
{
    static const uint32_t vocabulary[4];
    struct writer writer = { .count = 0 };
    writer_add(&writer, "licence", "none", 4);
    writer_add(&writer, "manifest", "none", 4);
    writer_add_names(&writer);
    writer_add(&writer, "vocabulary", vocabulary, sizeof vocabulary);
    for (enum feature_group group = 0; group < FEATURES_GROUPS; group++) {
        struct learner *learner =
            learner_new(&(struct learner_shape){ TAGGER_LINES_LOG2, 4, features_table(group)->columns, 0, false });
        for (uint32_t i = 0; i < 4096; i++) {
            const uint32_t feature = i * 0x9E3779B1u;
            learner_add(learner, &feature, 1, i % features_table(group)->columns, 1);
        }
        learner_settle(learner);
        static struct weights packed[FEATURES_GROUPS];
        packed[group] = learner_pack(learner);
        writer_add_table(&writer, group, &packed[group]);
        learner_free(learner);
    }
    return writer_pack(&writer);
}

static void parse_with(const struct model *model)
{
    static struct arena *arena;
    static const char body[] = "\"We did not see it,\" the mayor of Lagos said on 24 Sept., 'yet.' -- \xC3\xA9\xFF";
    struct document *document;
    struct parsed *parsed;
    if (!arena && !(arena = arena_new(ARENA_BYTES)))
        abort();
    arena_reset(arena);
    const struct span text = { body, sizeof body - 1 };
    if (document_analyse(arena, text, SPAN(""), &document) != ERR_OK ||
        parse_tags(arena, model, document, NULL, &parsed) != ERR_OK ||
        parse_trees(arena, model, document, NULL, parsed) != ERR_OK)
        abort();
    for (uint32_t i = 0; i < document->tokens_count; i++)
        if (parsed->head[i] != PARSED_NO_HEAD && parsed->head[i] >= document->tokens_count)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct span sound;
    static char *bytes;
    struct model *model;
    char reason[MODEL_REASON_BYTES];
    if (!bytes) {
        sound = small_model();
        bytes = aligned_alloc(LAYOUT_ALIGN, 1 << 20);
    }
    if (!bytes || sound.size > 1 << 20)
        abort();
    if (size == 0 || size > 1 << 20)
        return 0;

    size_t file_size = size - 1;
    if (data[0] & 1) {
        memcpy(bytes, data + 1, file_size);
    } else {
        file_size = sound.size;
        memcpy(bytes, sound.data, file_size);
        for (size_t at = 1; at + PATCH_BYTES <= size; at += PATCH_BYTES)
            bytes[((size_t)data[at] | (size_t)data[at + 1] << 8 | (size_t)data[at + 2] << 16) % file_size] =
                (char)data[at + 3];
    }
    if (file_size >= sizeof(struct layout_header)) {
        struct layout_header *header = (struct layout_header *)(void *)bytes;
        header->checksum = layout_checksum(bytes, file_size);
    }
    if (model_read(bytes, file_size, &model, reason) != ERR_OK)
        return 0;
    parse_with(model);
    model_close(model);
    return 0;
}
