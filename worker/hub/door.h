/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_DOOR_H
#define HUB_DOOR_H

#include "base/limits.h"
#include "hub/counters.h"
#include "hub/frame.h"
#include "hub/hub.h"
#include "store/inbox.h"

/* Where articles come in. One batch goes through three steps: gathered from
 * the socket, stored in the loop's transaction, answered after its commit. An
 * article gets exactly one answer; what is not answered was not taken. */
struct door;

struct door *door_open(void *context, const struct hub_options *options, struct counters *counters, uint64_t epoch);
void door_close(struct door *door);
void *door_socket(struct door *door);

/* One article on its way through a batch. */
struct door_item {
    struct peer peer;
    uint64_t request;
    article_record *article; /* NULL: answered already, below */
    const char *id;          /* of the article, where it could be read */
    bool archive;
    char feeder[KEY_NAME_BYTES_MAX + 1]; /* as authenticated, or "local" */
    int64_t stream_ms;                   /* of what was stored */
    Claimwire__V1__AnswerCode code;
    const char *reason, *message; /* of REJECTED and RETRY; static */
    uint32_t retry_after_ms;
    struct inbox_answer stored; /* of the other codes */
};

struct door_batch {
    size_t count;
    struct door_item items[BATCH_MAX];
};

/* Takes what has arrived, up to the batch and the arena's room. Greets
 * feeders and refuses what is malformed on the spot. */
void door_gather(struct door *door, struct arena *arena, struct door_batch *batch);

/* Why no article can be taken at present; ERR_OK when they can. */
struct door_state {
    enum err refusal;
    double full_at; /* fullness at which each one more is refused as FULL */
    int64_t now_ms;
};

/* Stores what can be taken: each article only if it, and what will come of
 * it, has room. An error is the store's: abort. */
enum err door_store(struct door *door, struct arena *arena, struct txn *txn, const struct door_state *state,
                    struct door_batch *batch);

/* Answers everything in the batch; called once its transaction is on disk. */
void door_answer(struct door *door, struct arena *arena, const struct door_batch *batch, struct fault *fault);

#endif
