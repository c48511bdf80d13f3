/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/feeding.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/press.h"
#include "support/teardown.h"

enum { ANSWER_MS_MAX = 60000 };

static void take_answer(void *context, const struct claimwire_answer *answer)
{
    struct feeding *feeding = context;
    struct fed *fed = &feeding->fed[answer->tag];
    assert_int_equal(fed->code, CLAIMWIRE__V1__ANSWER_CODE__ANSWER_UNKNOWN); /* exactly one */
    fed->code = answer->code;
    fed->revision = answer->revision;
    snprintf(fed->reason, sizeof fed->reason, "%s", answer->reason ? answer->reason : "");
    feeding->answered++;
}

static void end_feeding(void *thing)
{
    struct feeding *feeding = thing;
    claimwire_feeder_close(feeding->feeder);
    free(feeding);
}

struct feeding *feeding_open(struct hub *hub, uint32_t window, bool archive)
{
    const struct claimwire_feeder_options options = {
        .window = window, .archive = archive, .agent = "flow test", .keys = hub->keys
    };
    struct feeding *feeding = calloc(1, sizeof *feeding);
    assert_non_null(feeding);
    teardown_add(feeding, end_feeding);
    assert_int_equal(claimwire_feeder_open(hub->feed, &options, take_answer, feeding, &feeding->feeder), CLAIMWIRE_OK);
    return feeding;
}

void feeding_submit(struct feeding *feeding, const Claimwire__V1__Article *article)
{
    const long long end = now_ms() + ANSWER_MS_MAX;
    int result;
    assert_true(feeding->submitted < FEEDING_MAX);
    while ((result = claimwire_feeder_submit(feeding->feeder, article, feeding->submitted)) == CLAIMWIRE_AGAIN) {
        assert_true(now_ms() < end);
        assert_true(claimwire_feeder_poll(feeding->feeder, 100) >= 0);
    }
    assert_int_equal(result, CLAIMWIRE_OK);
    feeding->articles[feeding->submitted++] = article;
}

size_t feeding_poll(struct feeding *feeding, int ms)
{
    const long long end = now_ms() + ms;
    do {
        const long long rest = end - now_ms();
        assert_true(claimwire_feeder_poll(feeding->feeder, rest > 0 ? (int)rest : 0) >= 0);
    } while (now_ms() < end && feeding->answered < feeding->submitted);
    return feeding->answered;
}

void feeding_finish(struct feeding *feeding)
{
    const long long end = now_ms() + ANSWER_MS_MAX;
    while (feeding->answered < feeding->submitted) {
        if (now_ms() > end)
            fail_msg("%zu of %zu articles have no answer", feeding->submitted - feeding->answered, feeding->submitted);
        feeding_poll(feeding, 100);
    }
}

static bool is_stored(const struct fed *fed)
{
    return fed->code == CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED || fed->code == CLAIMWIRE__V1__ANSWER_CODE__REVISED;
}

size_t feeding_stored(const struct feeding *feeding)
{
    size_t stored = 0;
    for (size_t i = 0; i < feeding->submitted; i++)
        stored += is_stored(&feeding->fed[i]);
    return stored;
}

struct fed feed(struct hub *hub, const Claimwire__V1__Article *article)
{
    struct feeding *feeding = feeding_open(hub, 0, false);
    feeding_submit(feeding, article);
    feeding_finish(feeding);
    const struct fed fed = feeding->fed[0];
    teardown_now(feeding);
    return fed;
}

void feed_reports(struct hub *hub, unsigned first, unsigned count, bool archive)
{
    struct feeding *feeding = feeding_open(hub, 0, archive);
    for (unsigned i = 0; i < count; i++)
        feeding_submit(feeding, press_report(first + i));
    feeding_finish(feeding);
    assert_int_equal(feeding_stored(feeding), count);
    teardown_now(feeding);
}
